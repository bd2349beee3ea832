import { PlatformError } from '@riad/contracts';
import { Client } from 'pg';

import { connectionConfig, type DatabaseLocation } from '../connection/open-pool.ts';
import { withStore } from '../errors.ts';
import { migrateAs } from '../migrations/migrate.ts';
import { quote } from '../rights/personal-tables.ts';
import type { DatabaseShape, DumpedTable } from './database-dump.ts';
import { damagedBackup } from './sealed-chunks.ts';

/** Bytes of rows that are put in with one statement. */
const BATCH_BYTES = 1_000_000;

export interface DatabaseLoad {
  /** Puts the rows of a table in; how many there were. */
  table(name: string, content: AsyncIterable<Uint8Array>): Promise<number>;
  /** Checks that every reference holds, and only then keeps what was put in. */
  finish(): Promise<void>;
  /** Leaves the database without any row. */
  abandon(): Promise<void>;
}

/**
 * Fills an empty database with what a dump holds: tables as they were then, rows in one transaction. Fails with
 * `backup.not_empty` where tables are, and with `store.newer` when a newer Riad made the dump.
 */
export async function openDatabaseLoad(location: DatabaseLocation, shape: DatabaseShape): Promise<DatabaseLoad> {
  await refuseFilled(location);
  await migrateAs(location, shape.migrations);
  const client = new Client({ ...connectionConfig(location), application_name: 'riad restore' });
  client.on('error', () => undefined);
  await withStore(() => client.connect());
  await withStore(() => client.query('begin'));
  const references = await dropReferences(client);
  for (const { name } of shape.tables) {
    await withStore(() => client.query(`alter table ${quote(name)} disable trigger user`));
    await withStore(() => client.query(`delete from ${quote(name)}`));
  }
  return {
    table: (name, content) => fill(client, tableNamed(shape, name), content),
    async finish() {
      await withStore(async () => {
        for (const { name } of shape.tables) await client.query(`alter table ${quote(name)} enable trigger user`);
        for (const { name, last, called } of shape.sequences) {
          await client.query('select setval($1::regclass, $2::bigint, $3)', [quote(name), last, called]);
        }
        for (const statement of references) await client.query(statement);
        await client.query('commit');
        await client.query('analyze');
      });
      await client.end();
    },
    abandon: () => client.end(),
  };
}

async function refuseFilled(location: DatabaseLocation): Promise<void> {
  const client = new Client(connectionConfig(location));
  client.on('error', () => undefined);
  const { rows } = await withStore(async () => {
    await client.connect();
    try {
      return await client.query<{ count: number }>(
        `select count(*)::int as count from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
      );
    } finally {
      await client.end();
    }
  });
  if (rows[0]?.count === 0) return;
  throw new PlatformError('backup.not_empty', 'the database holds tables already', {
    remedy: 'Restore into an empty database: nothing that is there is overwritten.',
  });
}

/** Rows come in whatever order; references are made again, and so checked, at the end. */
async function dropReferences(client: Client): Promise<readonly string[]> {
  const { rows } = await withStore(() =>
    client.query<{ table: string; name: string; definition: string }>(`
      select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype = 'f' and k.connamespace = current_schema()::regnamespace order by 1, 2`),
  );
  for (const { table, name } of rows) {
    await withStore(() => client.query(`alter table ${quote(table)} drop constraint ${quote(name)}`));
  }
  return rows.map(
    ({ table, name, definition }) => `alter table ${quote(table)} add constraint ${quote(name)} ${definition}`,
  );
}

async function fill(client: Client, table: DumpedTable, content: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  let batch: string[] = [];
  let bytes = 0;
  const columns = table.columns.map(quote).join(', ');
  const statement = `insert into ${quote(table.name)} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${quote(table.name)}, $1::json)`;
  const put = async (): Promise<void> => {
    if (batch.length > 0) await withStore(() => client.query(statement, [`[${batch.join(',')}]`]));
    batch = [];
    bytes = 0;
  };
  for await (const line of linesOf(content)) {
    batch.push(line);
    bytes += line.length;
    count++;
    if (bytes >= BATCH_BYTES) await put();
  }
  await put();
  return count;
}

async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of content) {
    const bytes = Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) throw damagedBackup('a row ends early');
}

function tableNamed(shape: DatabaseShape, name: string): DumpedTable {
  const found = shape.tables.find((table) => table.name === name);
  if (found === undefined) throw damagedBackup('it holds rows of a table that it does not describe');
  return found;
}
