import { PlatformError, type Clock, type KeyDirectory, type Logger } from '@riad/contracts';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool } from 'pg';

import type { DatabaseAddress } from './connection/database-address.ts';
import { withStore } from './errors.ts';
import { createKeyDirectory } from './keys/key-directory.ts';
import { createKeyRepository, type StoredKeys } from './keys/key-repository.ts';
import { migrations } from './migrations/all.ts';
import type { Database } from './schema.ts';
import { createSignInLinks, type SignInLinks } from './sign-in/sign-in-links.ts';
import { createTenancy, type Tenancy } from './tenancy/tenancy.ts';
import { createUsageRecorder, type BatchedUsage } from './usage/usage-recorder.ts';

/** Oldest server that is supported. */
const MINIMUM_VERSION = 150_000;
const CONNECT_LIMIT_MS = 2000;
const QUERY_LIMIT_MS = 15_000;

export interface OpenStoreOptions {
  readonly database: { readonly url: string } | DatabaseAddress;
  readonly poolSize: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything kept in PostgreSQL. */
export interface Store {
  readonly keys: StoredKeys;
  readonly keyDirectory: KeyDirectory;
  readonly tenancy: Tenancy;
  readonly usage: BatchedUsage;
  readonly signInLinks: SignInLinks;
  /** For libraries that bring their own tables. */
  readonly pool: Pool;
  /** Whether the database answers, within two seconds. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** Connects, checks the server's version, and brings the tables up to date under a lock. */
export async function openStore({ database, poolSize, clock, logger }: OpenStoreOptions): Promise<Store> {
  const pool = new Pool({
    ...('url' in database ? { connectionString: database.url } : database),
    max: poolSize,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS,
    application_name: 'riad',
  });
  // An idle connection that breaks is replaced by the pool; whoever uses one gets the error itself.
  pool.on('error', (error) => logger.warn('database.connection_lost', { message: error.message }));
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkServer(kysely);
    await migrate(kysely);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }

  const keys = createKeyRepository({ database: kysely, clock });
  const usage = createUsageRecorder({ database: kysely, clock, logger });
  return {
    keys,
    keyDirectory: createKeyDirectory({ database: kysely, clock, onUse: usage.markKeyUsed }),
    tenancy: createTenancy(kysely),
    usage,
    signInLinks: createSignInLinks({ database: kysely, clock }),
    pool,
    async healthy() {
      try {
        await sql`select 1`.execute(kysely);
        return true;
      } catch {
        return false;
      }
    },
    async close() {
      await usage.close();
      await kysely.destroy();
    },
  };
}

async function checkServer(database: Kysely<Database>): Promise<void> {
  const version = await withStore(async () =>
    sql<{ number: number }>`select current_setting('server_version_num')::int as number`.execute(database),
  );
  const number = version.rows[0]?.number ?? 0;
  if (number >= MINIMUM_VERSION) return;
  throw new PlatformError('store.unavailable', `PostgreSQL ${Math.floor(number / 10_000)} is too old`, {
    remedy: 'Riad needs PostgreSQL 15 or newer.',
  });
}

/** Tables of a newer Riad are refused before anything is touched. */
async function migrate(database: Kysely<Database>): Promise<void> {
  const unknown = (await withStore(() => executedMigrations(database))).filter(
    (name) => !Object.hasOwn(migrations, name),
  );
  if (unknown.length > 0) {
    throw new PlatformError('store.newer', `the database was made by a newer Riad (${unknown.join(', ')})`, {
      remedy: 'Start that newer version. Nothing was changed.',
    });
  }
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new PlatformError('store.unavailable', 'the tables could not be brought up to date', {
      cause: error,
      remedy: 'Nothing was changed. ./riad logs tells why.',
    });
  }
}

async function executedMigrations(database: Kysely<Database>): Promise<readonly string[]> {
  const table = await sql<{ found: boolean }>`select to_regclass('kysely_migration') is not null as found`.execute(
    database,
  );
  if (table.rows[0]?.found !== true) return [];
  const executed = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  return executed.rows.map((row) => row.name);
}
