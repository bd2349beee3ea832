import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

/** A running witness that knows nothing of Riad: `filippo.io/torchwood/cmd/litewitness`, built from the Go module proxy. */
export interface Litewitness {
  readonly url: string;
  readonly verifierKey: string;
  stop(): void;
}

/** Why it cannot be built or run here, when it cannot. */
export type LitewitnessStart = Litewitness | { readonly missing: string };

/** SHA-256 of nothing: the root of an empty log. */
const EMPTY_ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

export async function startLitewitness(log: {
  readonly origin: string;
  readonly verifierKey: string;
}): Promise<LitewitnessStart> {
  const folder = mkdtempSync(join(tmpdir(), 'riad-lw-'));
  const missing = build(folder);
  if (missing !== undefined) {
    rmSync(folder, { recursive: true });
    return { missing };
  }
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(createInterface(agent.stdout), 'line');
  run(['ssh-add', '-q', join(folder, 'key')], folder, { SSH_AUTH_SOCK: socket });
  const fingerprint = run(['ssh-keygen', '-lf', join(folder, 'key.pub')], folder).split(' ')[1] ?? '';
  const port = await freePort();
  const witness = spawn(
    join(folder, 'litewitness'),
    ['-name', 'litewitness.example/w', '-key', fingerprint, '-ssh-agent', socket, '-listen', `127.0.0.1:${port}`],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const verifierKey = await keyFrom(witness.stderr);
  introduce(join(folder, 'litewitness.db'), log);
  return {
    url: `http://127.0.0.1:${port}`,
    verifierKey,
    stop() {
      witness.kill();
      agent.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function build(folder: string): string | undefined {
  const cwd = fileURLToPath(new URL('litewitness', import.meta.url));
  for (const args of [
    ['go', 'build', '-o', join(folder, 'litewitness'), 'filippo.io/torchwood/cmd/litewitness'],
    ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')],
  ]) {
    const made = spawnSync(args[0] ?? '', args.slice(1), { cwd, encoding: 'utf8' });
    if (made.error !== undefined) return `${args[0]} is not installed`;
    if (made.status !== 0) return made.stderr.trim().split('\n').at(-1) ?? 'it cannot be built';
  }
  return undefined;
}

function run(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): string {
  const made = spawnSync(args[0] ?? '', args.slice(1), {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (made.status !== 0) throw new Error(`${args.join(' ')}: ${made.stderr}`);
  return made.stdout;
}

/** From what it logs; it listens a moment later. */
async function keyFrom(output: NodeJS.ReadableStream): Promise<string> {
  let key = '';
  for await (const line of createInterface(output)) {
    key ||= /vkey=(\S+)/.exec(line)?.[1] ?? '';
    if (line.includes('msg=listening')) return key;
  }
  throw new Error('litewitness ended');
}

/** What `witnessctl add-log` and `add-key` write. */
function introduce(
  file: string,
  { origin, verifierKey }: { readonly origin: string; readonly verifierKey: string },
): void {
  const database = new DatabaseSync(file);
  database.prepare('INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)').run(origin, EMPTY_ROOT);
  database.prepare('INSERT INTO key (origin, key) VALUES (?, ?)').run(origin, verifierKey);
  database.close();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
