import type { ProjectId, Scope } from '@riad/contracts';
import type { Pool } from 'pg';

import { withStore } from '../errors.ts';
import { quote } from '../rights/personal-tables.ts';

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
  /** Whether its rows name a project, which a legal hold may be limited to. */
  readonly hasProject: boolean;
}

export interface ExpiredRows {
  /** False when this version of the tables is not there. */
  exists(table: ExpiringTable): Promise<boolean>;
  count(scope: Scope, table: ExpiringTable, limit: ExpiryLimit): Promise<number>;
  /** Deletes in batches; returns the keys of what is gone. */
  delete(scope: Scope, table: ExpiringTable, limit: ExpiryLimit): Promise<readonly string[]>;
}

export interface ExpiryLimit {
  readonly before: Date;
  /** Projects under a legal hold. */
  readonly except: readonly ProjectId[];
}

export function createExpiredRows(pool: Pool): ExpiredRows {
  return {
    exists: ({ table }) =>
      withStore(async () => {
        const { rows } = await pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
        return rows[0]?.found === true;
      }),
    count: (scope, table, limit) =>
      withStore(async () => {
        const text = `select count(*)::int as count from ${quote(table.table)} where ${conditionOf(table)}`;
        const { rows } = await pool.query<{ count: number }>(text, parametersOf(scope, table, limit));
        return rows[0]?.count ?? 0;
      }),
    async delete(scope, table, limit) {
      const gone: string[] = [];
      const key = table.key.map(quote).join(', ');
      const text = `delete from ${quote(table.table)} where (${key}) in (select ${key} from ${quote(table.table)}
        where ${conditionOf(table)} order by ${key} limit ${ROWS} for update skip locked) returning ${key}`;
      for (;;) {
        const { rows } = await withStore(() =>
          pool.query<Record<string, unknown>>(text, parametersOf(scope, table, limit)),
        );
        gone.push(...rows.map((row) => table.key.map((name) => String(row[name])).join('/')));
        if (rows.length < ROWS) return gone;
      }
    },
  };
}

function conditionOf({ since, where, hasProject }: ExpiringTable): string {
  const parts = ['organisation_id = $1', `${quote(since)} < $2`];
  if (where !== undefined) parts.push(`(${where})`);
  if (hasProject) parts.push('project_id <> all ($3)');
  return parts.join(' and ');
}

function parametersOf(scope: Scope, { hasProject }: ExpiringTable, { before, except }: ExpiryLimit): unknown[] {
  return hasProject ? [scope.organisationId, before, except] : [scope.organisationId, before];
}
