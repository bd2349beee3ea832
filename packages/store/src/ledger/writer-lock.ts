import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:net';

import { PlatformError } from '@riad/contracts';

/**
 * Holds the one right to write to a ledger folder until this process ends, however it ends: the system gives an abstract
 * socket name to one process at a time. Outside Linux there is no such name, and the claim on the data folder stands alone.
 */
export async function lockWriter(folder: string): Promise<() => void> {
  if (process.platform !== 'linux') return () => undefined;
  const { dev, ino } = statSync(folder);
  const name = createHash('sha256').update(`${dev} ${ino}`).digest('hex').slice(0, 32);
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'EADDRINUSE' ? taken(folder) : cause);
    });
    server.listen({ path: `\0riad-ledger-${name}` }, resolve);
  });
  server.unref();
  return () => server.close();
}

function taken(folder: string): PlatformError {
  return new PlatformError('server.already_running', `another process writes to ${realpathSync(folder)}`, {
    remedy: 'Stop it first: a ledger has one writer.',
  });
}
