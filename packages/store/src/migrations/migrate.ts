import { PlatformError } from '@riad/contracts';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';

import { CONNECT_LIMIT_MS, connectionConfig, type DatabaseLocation } from '../connection/open-pool.ts';
import { withStore } from '../errors.ts';
import { migrations } from './all.ts';

/**
 * Brings the tables up to date, all or nothing, on a connection of its own that may take its time. Servers that start
 * together wait for each other under an advisory lock. Tables of a newer Riad are refused before anything is touched.
 */
export function migrate(location: DatabaseLocation): Promise<void> {
  return migrateWith(location, migrations);
}

/** Only as far as a backup had come: its rows fit no other tables. Fails with `store.newer` when a newer Riad made it. */
export async function migrateAs(location: DatabaseLocation, names: readonly string[]): Promise<void> {
  refuseUnknown(names, 'the backup');
  await migrateWith(location, Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name))));
}

async function migrateWith(location: DatabaseLocation, wanted: typeof migrations): Promise<void> {
  const pool = new Pool({ ...connectionConfig(location), max: 2, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  pool.on('error', () => undefined);
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await refuseNewer(database);
    await withStore(() => update(database, wanted));
  } finally {
    await database.destroy();
  }
}

async function refuseNewer(database: Kysely<unknown>): Promise<void> {
  refuseUnknown(await withStore(() => executedMigrations(database)), 'the database');
}

function refuseUnknown(executed: readonly string[], what: string): void {
  const unknown = executed.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  throw new PlatformError('store.newer', `${what} was made by a newer Riad (${unknown.join(', ')})`, {
    remedy: 'Start that newer version. Nothing was changed.',
  });
}

async function update(database: Kysely<unknown>, wanted: typeof migrations): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => wanted },
    // Parts that grow side by side take numbers of their own: one may be added below another that already ran.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('the migration failed', { cause: error });
}

async function executedMigrations(database: Kysely<unknown>): Promise<readonly string[]> {
  const table = await sql<{ found: boolean }>`select to_regclass('kysely_migration') is not null as found`.execute(
    database,
  );
  if (table.rows[0]?.found !== true) return [];
  const executed = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  return executed.rows.map((row) => row.name);
}
