import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';

import { PlatformError } from '@riad/contracts';

/** The system user that the database runs as. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Existing accounts that may run the database when Riad runs as root, the fittest first. None is ever created. */
const candidates = ['postgres', 'nobody'];

/**
 * Who runs the database. PostgreSQL refuses to run as root: then an existing unprivileged account is used, and later starts
 * keep to the owner of the cluster, whichever accounts were added since.
 */
export function chooseServiceAccount(cluster: string): ServiceAccount {
  const owner = ownerOf(cluster);
  const own = ownAccount();
  if (own.uid !== 0) {
    if (owner === undefined || owner === own.uid) return own;
    throw new PlatformError('store.unavailable', `${cluster} belongs to another user (${owner})`, {
      remedy: 'Start Riad as the user that made it (root, if it was root), or choose another folder with --data.',
    });
  }
  const accounts = readAccounts();
  const account =
    owner === undefined
      ? candidates.map((name) => accounts.find((each) => each.name === name)).find((each) => each !== undefined)
      : accounts.find((each) => each.uid === owner && each.uid !== 0);
  if (account !== undefined) return account;
  if (owner !== undefined) {
    throw new PlatformError('store.unavailable', `${cluster} belongs to user ${owner}, who cannot run PostgreSQL`, {
      remedy: `Give it to an unprivileged account: chown -R postgres ${cluster}`,
    });
  }
  throw new PlatformError('store.unavailable', 'PostgreSQL refuses to run as root, and no other account can run it', {
    remedy: 'Run Riad as an ordinary user, or create an account named postgres.',
  });
}

/** Who this process is. PostgreSQL needs a name: peer authentication compares names, not numbers. */
export function ownAccount(): ServiceAccount {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid };
  } catch (error) {
    throw new PlatformError('store.unavailable', `user ${process.getuid?.()} has no name on this system`, {
      cause: error,
      remedy: 'Add it to /etc/passwd, or give the address of a PostgreSQL as database.url in riad.yaml.',
    });
  }
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}

function readAccounts(): readonly ServiceAccount[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
