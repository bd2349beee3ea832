import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

import { PlatformError } from '@riad/contracts';

/** The system user that the database runs as. */
export interface ServiceAccount {
  readonly name: string;
  /** Set only when it differs from this process's own. */
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: then an existing unprivileged account is used, `postgres` before `nobody`. */
export function chooseServiceAccount(): ServiceAccount {
  if (process.getuid?.() !== 0) return { name: userInfo().username };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted);
    if (account === undefined) continue;
    return { name: wanted, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new PlatformError(
    'store.unavailable',
    'PostgreSQL refuses to run as root, and there is no unprivileged account to run it as',
    {
      remedy: 'Run Riad as an ordinary user, or create an account named postgres.',
    },
  );
}
