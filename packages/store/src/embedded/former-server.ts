import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { SOCKET_NAME } from './socket-folder.ts';

/** How long the guardian of a killed server may take to end its postmaster. */
const GUARDIAN_MS = 5000;
const POLL_MS = 20;
/** No system gives a process this number, and PostgreSQL's file takes it. */
const NO_PROCESS = 2_147_483_647;

/**
 * Makes room for a new postmaster. One that a killed Riad left is waited for, then ended: whoever calls this owns the
 * folder. A note of one that is long gone must not stop the start because its process id is somebody else's now, as
 * happens after the restart of a container.
 */
export async function endFormerServer(cluster: string, socketFolder: string): Promise<void> {
  const pid = notedPid(cluster);
  if (pid === undefined) return;
  const waitFrom = performance.now();
  let asked = false;
  while (isPostmaster(pid, cluster)) {
    const waited = performance.now() - waitFrom;
    if (waited > GUARDIAN_MS && !asked) {
      asked = true;
      process.kill(pid, 'SIGINT');
    }
    if (waited > 2 * GUARDIAN_MS) process.kill(pid, 'SIGQUIT');
    await delay(waited > 2 * GUARDIAN_MS ? 500 : POLL_MS);
  }
  if (isAlive(pid)) forgetPid(cluster, socketFolder);
}

function notedPid(cluster: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(noteOf(cluster), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Only the process id goes: the rest of the note keeps PostgreSQL from starting beside surviving children of a former one. */
function forgetPid(cluster: string, socketFolder: string): void {
  const [, ...rest] = readFileSync(noteOf(cluster), 'utf8').split('\n');
  writeFileSync(noteOf(cluster), [NO_PROCESS, ...rest].join('\n'));
  for (const name of [SOCKET_NAME, `${SOCKET_NAME}.lock`]) rmSync(join(socketFolder, name), { force: true });
}

function noteOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isPostmaster(pid: number, cluster: string): boolean {
  return isAlive(pid) && commandOf(pid).includes(`postgres -D ${cluster} `);
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
