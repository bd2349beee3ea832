import { PlatformError } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';

/** Oldest server that is supported, as PostgreSQL numbers its versions. */
const MINIMUM_VERSION = 150_000;

/** What a server says of itself. */
export interface ServerFacts {
  readonly version: number;
  readonly encoding: string;
  readonly standby: boolean;
}

/** Refuses a server that Riad cannot work with, before anything is written to it. */
export async function checkServer<Tables>(database: Kysely<Tables>): Promise<void> {
  const { rows } = await withStore(() =>
    sql<ServerFacts>`
      select current_setting('server_version_num')::int as version,
             current_setting('server_encoding') as encoding,
             pg_is_in_recovery() as standby`.execute(database),
  );
  for (const facts of rows) judgeServer(facts);
}

export function judgeServer({ version, encoding, standby }: ServerFacts): void {
  if (version < MINIMUM_VERSION) {
    throw new PlatformError('store.unavailable', `PostgreSQL ${Math.floor(version / 10_000)} is too old`, {
      field: 'database.url',
      remedy: 'Riad needs PostgreSQL 15 or newer.',
    });
  }
  if (encoding !== 'UTF8') {
    throw new PlatformError('store.unavailable', `the database is encoded in ${encoding}`, {
      field: 'database.url',
      remedy: 'Make it with UTF-8: createdb -E UTF8 -T template0 NAME.',
    });
  }
  if (standby) {
    throw new PlatformError('store.unavailable', 'the server is a standby, which accepts no writes', {
      field: 'database.url',
      remedy: 'Give the address of the primary server.',
    });
  }
}
