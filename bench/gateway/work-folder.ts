import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('native', import.meta.url));

/** Peers are installed here once, outside the repository: they are measured, not used. */
export const peers = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench');

/** Logs, configurations and data of one run; gone after it. */
export const scratch = mkdtempSync(join(tmpdir(), 'riad-bench-'));
// Started by root, nginx and PostgreSQL go on as other users.
chmodSync(scratch, 0o711);

export function removeScratch(): void {
  rmSync(scratch, { recursive: true, force: true });
}

/** A folder for one peer. */
export function peerFolder(name: string): string {
  const folder = join(peers, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Compiles one of the C programs unless it is there already and not older than its sources. */
export function buildNative(name: 'mock' | 'load'): string {
  const program = join(peerFolder('native'), name);
  const inputs = [`${name}.c`, 'clock.h'].map((file) => join(sources, file));
  const fresh = existsSync(program) && inputs.every((file) => statSync(file).mtimeMs < statSync(program).mtimeMs);
  if (!fresh)
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-o', program, join(sources, `${name}.c`)], { stdio: 'inherit' });
  return program;
}
