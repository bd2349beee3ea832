import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Logger } from '@riad/contracts';
import { Client } from 'pg';

import type { DatabaseAddress } from '../connection/database-address.ts';
import { checkVersion, CLUSTER_USER, provideCluster } from './cluster.ts';
import { asFileError } from './file-error.ts';
import { endFormerServer } from './former-server.ts';
import { startPostmaster, type Postmaster } from './postmaster.ts';
import { locateServer, provideServerFiles } from './server-files.ts';
import { chooseServiceAccount } from './service-account.ts';
import { provideSocketFolder } from './socket-folder.ts';

export interface EmbeddedDatabaseOptions {
  /** The `database/` folder of the data folder. One process at a time may use it; the caller sees to that. */
  readonly folder: string;
  /** Where PostgreSQL writes its own log. */
  readonly logFile: string;
  readonly logger: Logger;
}

export interface EmbeddedDatabase extends Postmaster {
  readonly address: DatabaseAddress;
}

/**
 * Starts the organisation's own PostgreSQL: a private socket, peer authentication, no network port. It is started again
 * when it ends by itself, and ends within five seconds when this process does, however that happens.
 */
export async function startEmbeddedDatabase({
  folder,
  logFile,
  logger,
}: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const server = locateServer();
  const path = join(folder, 'data');
  checkVersion(path, server.major);
  const account = chooseServiceAccount(path);
  const socketFolder = prepareFolders(folder, () => provideSocketFolder(folder, account));
  const cluster = { path, account, bin: provideServerFiles(folder, server) };
  await endFormerServer(path, socketFolder);
  await provideCluster(cluster);
  const address = { host: socketFolder, database: CLUSTER_USER, user: CLUSTER_USER };
  const postmaster = await startPostmaster({ cluster, address, logFile, logger });
  try {
    await provideDatabase(address);
  } catch (error) {
    await postmaster.stop();
    throw asFileError(error, 'the database could not be made');
  }
  return { address, pid: postmaster.pid, stop: postmaster.stop };
}

function prepareFolders(folder: string, provide: () => string): string {
  try {
    mkdirSync(folder, { recursive: true });
    // The database's account passes through; it does not look around.
    chmodSync(folder, 0o711);
    return provide();
  } catch (error) {
    throw asFileError(error, 'the database folder could not be prepared');
  }
}

async function provideDatabase(address: DatabaseAddress): Promise<void> {
  const client = new Client({ ...address, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [address.database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(address.database)}`);
  } finally {
    await client.end();
  }
}
