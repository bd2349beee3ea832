import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';

import type { ServiceAccount } from './service-account.ts';

/** Bytes of a socket's path: systems allow 103 to 107, PostgreSQL adds its file name to the folder's. */
const PATH_LIMIT = 100;
export const SOCKET_NAME = '.s.PGSQL.5432';

/** A folder that only the database's account enters: in the database folder, or a short one when that path is too long. */
export function provideSocketFolder(folder: string, account: ServiceAccount): string {
  const path = choosePath(folder);
  try {
    mkdirSync(path, { mode: 0o700 });
    chownSync(path, account.uid, account.gid);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    takeOver(path, account);
  }
  return path;
}

function choosePath(folder: string): string {
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  // /run is root's; the folder for temporary files is everybody's, so what is found there is checked below.
  const short = process.getuid?.() === 0 && existsSync('/run') ? '/run' : tmpdir();
  const path = [join(folder, 'socket'), join(short, `riad-db-${digest}`)].find(
    (candidate) => Buffer.byteLength(join(candidate, SOCKET_NAME)) <= PATH_LIMIT,
  );
  if (path !== undefined) return path;
  throw new PlatformError('store.unavailable', `no short enough path for the database's socket: ${short}`, {
    remedy: 'Set TMPDIR to a folder with a shorter path.',
  });
}

/** A folder that somebody else put there could be listened on by them: it is refused. */
function takeOver(path: string, account: ServiceAccount): void {
  const found = lstatSync(path);
  const ours = found.isDirectory() && (found.uid === account.uid || found.uid === process.getuid?.());
  if (!ours) {
    throw new PlatformError('store.unavailable', `${path} belongs to somebody else (user ${found.uid})`, {
      remedy: `Remove ${path}, then start again.`,
    });
  }
  chownSync(path, account.uid, account.gid);
  chmodSync(path, 0o700);
}
