import { Client } from 'pg';

import { connectionConfig, type DatabaseLocation } from '../connection/open-pool.ts';
import { withStore } from '../errors.ts';
import { quote } from '../rights/personal-tables.ts';

/** Rows fetched at a time; a page of a document may be large. */
const ROWS = 100;

export interface DumpedTable {
  readonly name: string;
  /** Without what the database computes itself. */
  readonly columns: readonly string[];
}

export interface DumpedSequence {
  readonly name: string;
  readonly last: string;
  readonly called: boolean;
}

/** What the rows need to be put back. */
export interface DatabaseShape {
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  readonly sequences: readonly DumpedSequence[];
}

export interface DatabaseDump extends DatabaseShape {
  /** Lines of JSON, in PostgreSQL's own spelling of each type. */
  rows(table: DumpedTable): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** The database as it stands at one moment, whatever is written to it meanwhile. On a connection of its own. */
export async function openDatabaseDump(location: DatabaseLocation): Promise<DatabaseDump> {
  const client = new Client({ ...connectionConfig(location), application_name: 'riad backup' });
  client.on('error', () => undefined);
  return withStore(async () => {
    await client.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      const shape = await readShape(client);
      return { ...shape, rows: (table) => rowsOf(client, table), close: () => client.end() };
    } catch (error) {
      await client.end();
      throw error;
    }
  });
}

async function readShape(client: Client): Promise<DatabaseShape> {
  const migrations = await client.query<{ name: string }>('select name from kysely_migration order by name');
  const tables = await client.query<DumpedTable>(`
    select c.relname as name, json_agg(a.attname order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not like 'kysely_%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);
  const names = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace order by 1`,
  );
  const sequences: DumpedSequence[] = [];
  for (const { name } of names.rows) {
    const text = `select last_value::text as last, is_called as called from ${quote(name)}`;
    const { rows } = await client.query<{ last: string; called: boolean }>(text);
    for (const row of rows) sequences.push({ name, ...row });
  }
  return { migrations: migrations.rows.map(({ name }) => name), tables: tables.rows, sequences };
}

async function* rowsOf(client: Client, { name, columns }: DumpedTable): AsyncGenerator<Buffer> {
  const list = columns.map(quote).join(', ');
  await withStore(() =>
    client.query(`declare backup_rows no scroll cursor for
      select row_to_json(r)::text as line from (select ${list} from ${quote(name)}) r`),
  );
  for (;;) {
    const { rows } = await withStore(() => client.query<{ line: string }>(`fetch ${ROWS} from backup_rows`));
    if (rows.length === 0) break;
    yield Buffer.from(rows.map(({ line }) => `${line}\n`).join(''));
  }
  await withStore(() => client.query('close backup_rows'));
}
