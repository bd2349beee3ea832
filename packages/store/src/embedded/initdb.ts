import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { PlatformError } from '@riad/contracts';

import { explainFailure } from './file-error.ts';
import { endOf, spawnAs } from './run-as.ts';
import type { ServiceAccount } from './service-account.ts';

/** A killed process that waits for a slow disk goes when the disk has answered. */
const END_LIMIT_MS = 30_000;
const POLL_MS = 10;

/**
 * Begins when it is told to, so that a starter that died first starts nothing. Once begun, the end of the starter, which
 * closes the pipe without a last line, ends initdb and everything that it started: they are one process group.
 */
const script = `read -r begin || exit 1
exec 3<&0
(read -r finished <&3 || kill -KILL 0) 2>/dev/null &
exec "$@" 3<&- </dev/null`;

export interface InitdbOptions {
  /** The folder of PostgreSQL's programs. */
  readonly bin: string;
  readonly account: ServiceAccount;
  readonly args: readonly string[];
}

/** Runs initdb to its end. It never outlives this process. */
export async function runInitdb({ bin, account, args }: InitdbOptions): Promise<void> {
  const program = spawnAs(account, {
    command: '/bin/sh',
    args: ['-c', script, 'riad-initdb', join(bin, 'initdb'), ...args],
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  program.stdin?.on('error', () => undefined);
  program.stdin?.write('begin\n');
  const output = program.stderr === null ? Promise.resolve('') : text(program.stderr);
  const ending = await endOf(program);
  program.stdin?.end('finished\n');
  if (!ending.ok) throw explainFailure('the database could not be made', `${(await output).trim()} (${ending.how})`);
}

/**
 * Ends what a killed first start left at work in this folder, and answers once nothing of it can write any more. Whoever
 * calls this owns the folder.
 */
export async function endFormerInitdb(cluster: string): Promise<void> {
  const folder = dirname(cluster);
  const deadline = performance.now() + END_LIMIT_MS;
  for (let left = makersIn(folder); left.length > 0; left = makersIn(folder)) {
    if (performance.now() > deadline) {
      throw new PlatformError('store.unavailable', `process ${left.join(', ')} still writes into ${folder}`, {
        remedy: 'Wait until the disk is less busy, then start again.',
      });
    }
    left.forEach(kill);
    await delay(POLL_MS);
  }
}

/** The programs lie in the database folder, so their path says whose they are. */
function makersIn(folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && isMaker(commandOf(pid), folder));
}

function isMaker(command: string, folder: string): boolean {
  const start = command.indexOf(`${folder}/server-`);
  return start >= 0 && /^\/server-[^/ ]+\/bin\/(?:initdb |postgres"? --)/.test(command.slice(start + folder.length));
}

function commandOf(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} `;
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}
