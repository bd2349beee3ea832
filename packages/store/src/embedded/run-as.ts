import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

import type { ServiceAccount } from './service-account.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly stdio: StdioOptions;
}

/** Starts a program as the service account, in a session of its own, with none of our environment. */
export function spawnAs(account: ServiceAccount, { command, args, stdio }: Program): ChildProcess {
  const other = account.uid === process.getuid?.() ? {} : { uid: account.uid, gid: account.gid };
  return spawn(command, args, {
    ...other,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    stdio,
    detached: true,
  });
}

/** How a program ended. */
export interface Ending {
  /** `exit 1`, `SIGKILL`, or why it could not be started. */
  readonly how: string;
  readonly ok: boolean;
}

/** Settles when the program has ended, also when it could not be started. Never rejects. */
export function endOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, ok: false }));
    child.once('exit', (code, signal) => resolve({ how: signal ?? `exit ${code}`, ok: code === 0 }));
  });
}
