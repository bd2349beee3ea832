import type { Scope } from '@riad/contracts';
import type { Pool } from 'pg';

import { withStore } from '../errors.ts';
import { quote } from '../rights/personal-tables.ts';
import { heldBy } from './held-rows.ts';
import type { LegalHold } from './retention-repository.ts';

/** Rows deleted with one statement. */
const ROWS = 1000;

/** Where the rows of a class stand, and which time of theirs counts. */
export interface ExpiringTable {
  readonly table: string;
  readonly key: readonly string[];
  /** The column whose time begins the period. */
  readonly since: string;
  /** Only rows for which this holds, as SQL without parameters. */
  readonly where?: string;
}

export interface ExpiredRows {
  /** False when this version of the tables is not there. */
  exists(table: ExpiringTable): Promise<boolean>;
  /** Keys of what is old enough and not held. */
  keys(scope: Scope, table: ExpiringTable, limit: ExpiryLimit): Promise<readonly string[]>;
  count(scope: Scope, table: ExpiringTable, limit: ExpiryLimit): Promise<number>;
  /** Deletes in batches; returns the keys of what is gone. */
  delete(scope: Scope, table: ExpiringTable, limit: ExpiryLimit): Promise<readonly string[]>;
}

export interface ExpiryLimit {
  readonly before: Date;
  /** Rows that these keep are not counted. */
  readonly holds: readonly LegalHold[];
  /** Ids of rows that name somebody whom a hold is about. */
  readonly exceptIds: readonly string[];
}

export function createExpiredRows(pool: Pool): ExpiredRows {
  return {
    exists: ({ table }) =>
      withStore(async () => {
        const { rows } = await pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
        return rows[0]?.found === true;
      }),
    keys: (scope, table, limit) =>
      withStore(async () => {
        const { text, values } = expired(scope, table, limit);
        const { rows } = await pool.query<Row>(text, values);
        return rows.map((row) => keyOf(row, table));
      }),
    count: (scope, table, limit) =>
      withStore(async () => {
        const { text, values } = expired(scope, table, limit);
        const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from (${text}) r`, values);
        return rows[0]?.count ?? 0;
      }),
    async delete(scope, table, limit) {
      const gone: string[] = [];
      const key = table.key.map(quote).join(', ');
      const { text, values } = expired(scope, table, limit);
      const statement = `delete from ${quote(table.table)} where (${key}) in (${text} limit ${ROWS} for update skip locked) returning ${key}`;
      for (;;) {
        const { rows } = await withStore(() => pool.query<Row>(statement, values));
        gone.push(...rows.map((row) => keyOf(row, table)));
        if (rows.length < ROWS) return gone;
      }
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Keys of rows that are old enough and kept by no hold. */
function expired(
  scope: Scope,
  { table, key, since, where }: ExpiringTable,
  { before, holds, exceptIds }: ExpiryLimit,
): { readonly text: string; readonly values: unknown[] } {
  const held = heldBy(table, holds, 4);
  const keys = key.map((name) => `t.${quote(name)}`).join(', ');
  const conditions = [
    't.organisation_id = $1',
    `t.${quote(since)} < $2`,
    `t.${quote(key[0] ?? 'id')}::text <> all ($3)`,
    `(${held.text}) is null`,
    ...(where === undefined ? [] : [`(${where})`]),
  ];
  return {
    text: `select ${keys} from ${quote(table)} t where ${conditions.join(' and ')} order by ${keys}`,
    values: [scope.organisationId, before, exceptIds, ...held.values],
  };
}

function keyOf(row: Row, { key }: ExpiringTable): string {
  return key.map((name) => String(row[name])).join('/');
}
