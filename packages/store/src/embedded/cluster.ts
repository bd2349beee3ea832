import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { PlatformError } from '@riad/contracts';

import { endFormerInitdb, runInitdb } from './initdb.ts';
import { endOf, spawnAs } from './run-as.ts';
import { ownAccount, type ServiceAccount } from './service-account.ts';

/** The database's superuser, and the only one. */
export const CLUSTER_USER = 'riad';

export interface Cluster {
  readonly path: string;
  /** The folder of PostgreSQL's programs. */
  readonly bin: string;
  readonly account: ServiceAccount;
}

/** Refuses a cluster of another major version before anything is touched: `store.newer` when a newer Riad made it. */
export function checkVersion(path: string, major: number): void {
  if (isEmpty(path)) return;
  let found: number;
  try {
    found = Number.parseInt(readFileSync(join(path, 'PG_VERSION'), 'utf8'), 10);
  } catch (error) {
    throw new PlatformError('store.unavailable', `${path} holds files, but no database`, {
      cause: error,
      remedy: 'Put back the database folder from a backup, or move it away to start with an empty one.',
    });
  }
  if (found === major) return;
  const message = `${path} was made by PostgreSQL ${found}, this Riad brings ${major}`;
  if (found > major) {
    throw new PlatformError('store.newer', message, {
      remedy: 'Start the newer Riad that made it. Nothing was changed.',
    });
  }
  throw new PlatformError('store.unavailable', message, {
    remedy: 'Make a backup with the Riad that made it, then restore it with this one. Nothing was changed.',
  });
}

/**
 * Makes the cluster at its first start, in a draft that is moved into place whole: an interrupted first start leaves
 * nothing half made. An existing one is never made anew.
 */
export async function provideCluster(cluster: Cluster): Promise<void> {
  await checkReach(cluster);
  await removeDrafts(cluster.path);
  if (isEmpty(cluster.path)) await make(cluster);
  writeAuthentication(cluster);
}

/** Root can look into every folder, the account that runs the database may not. */
async function checkReach({ path, account }: Cluster): Promise<void> {
  const folder = dirname(path);
  const probe = spawnAs(account, {
    command: '/bin/sh',
    args: ['-c', 'cd -- "$1"', 'reach', folder],
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  if ((await endOf(probe)).ok) return;
  throw new PlatformError('store.unavailable', `${account.name}, who runs the database, may not enter ${folder}`, {
    remedy: 'Choose a data folder that every user may pass through, for example --data /var/lib/riad.',
  });
}

/** First what may still write into them goes: a killed start does not take its initdb along at once. */
async function removeDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const drafts = readdirSync(folder).filter((name) => name.startsWith('data.new-'));
  if (drafts.length === 0) return;
  await endFormerInitdb(path);
  for (const name of drafts) rmSync(join(folder, name), { recursive: true, force: true });
}

function isEmpty(path: string): boolean {
  return !existsSync(path) || readdirSync(path).length === 0;
}

async function make({ path, bin, account }: Cluster): Promise<void> {
  const draft = `${path}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  chownSync(draft, account.uid, account.gid);
  try {
    await runInitdb({
      bin,
      account,
      args: [
        ['--pgdata', draft, '--username', CLUSTER_USER, '--auth', 'peer', '--data-checksums'],
        ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ].flat(),
    });
  } catch (error) {
    await endFormerInitdb(path);
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  // An empty folder may be in the way; one with anything in it is not.
  rmSync(path, { recursive: true, force: true });
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/**
 * The service account and whoever runs Riad both are the database's owner; nobody else gets in. Written at every start,
 * because another user may run Riad than at the first one.
 */
function writeAuthentication({ path, account }: Cluster): void {
  const users = new Set([account.name, ownAccount().name]);
  const rules = {
    'pg_hba.conf': `local all ${CLUSTER_USER} peer map=riad\n`,
    'pg_ident.conf': [...users].map((user) => `riad "${user}" ${CLUSTER_USER}\n`).join(''),
  };
  for (const [name, content] of Object.entries(rules)) {
    const file = join(path, name);
    writeFileSync(file, content);
    chownSync(file, account.uid, account.gid);
    chmodSync(file, 0o600);
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
