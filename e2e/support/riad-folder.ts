import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { assertCleanLogs } from './scan-logs.ts';

const command = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A data folder of its own, and the command that works on it. */
export interface RiadFolder {
  readonly path: string;
  /** Runs `riad ARGS` to its end, as a program that reads it through pipes would. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Begins `riad ARGS` and leaves it running. */
  begin(...args: readonly string[]): ChildProcess;
  /** `riad up --detach --json` on a free port; the welcome. Fails with what the command said. */
  up(...args: readonly string[]): Promise<{ readonly address: string; readonly key: string }>;
  /** Stops what runs and removes the folder. */
  end(): Promise<void>;
}

export interface FolderOptions {
  /** What riad.yaml says. By default nothing may be fetched, so that a start is quick. */
  readonly settings?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly path?: string;
}

export function createRiadFolder(options: FolderOptions = {}): RiadFolder {
  const path = options.path ?? mkdtempSync(join(tmpdir(), 'riad-journey-'));
  chmodSync(path, 0o711);
  writeFileSync(join(path, 'riad.yaml'), options.settings ?? 'models: { sources: [file] }\n');

  function begin(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [command, ...args, '--data', path], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, RIAD_LANG: 'en', ...options.environment },
    });
  }

  const run = (...args: readonly string[]): Promise<Ended> => endOf(begin(...args));

  return {
    path,
    begin,
    run,
    async up(...args) {
      const { code, stdout, stderr } = await run('up', '--detach', '--json', '--port', '0', ...args);
      if (code !== 0) throw new Error(stderr);
      const { address } = JSON.parse(stdout) as { address: string };
      return { address, key: readFileSync(join(path, 'keys/first-api-key'), 'utf8').trim() };
    },
    async end() {
      await run('down');
      // Some journeys end before a server ever wrote.
      if (existsSync(join(path, 'logs'))) assertCleanLogs(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, code] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
