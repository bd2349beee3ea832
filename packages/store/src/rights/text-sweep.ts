import { randomBytes } from 'node:crypto';

import type { Scope } from '@riad/contracts';
import type { Pool } from 'pg';

import { withStore } from '../errors.ts';
import { quote, readPersonalTables, type PersonalColumn, type PersonalTable } from './personal-tables.ts';

/** Rows read with one statement. */
const ROWS = 500;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a person is named in a text; in order, without overlaps. */
export type MatchText = (text: string) => readonly Span[];

/** One text in which a person is named. */
export interface SweepHit {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly column: string;
  /** The text as stored; JSON as its text. */
  readonly text: string;
  readonly mentions: number;
}

export interface ErasedCell {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly column: string;
}

/** Looks through every text that an organisation has in the database, whatever table it is in. */
export interface TextSweep {
  tables(): Promise<readonly string[]>;
  find(scope: Scope, match: MatchText): AsyncGenerator<SweepHit>;
  /** Writes `replacement` over every mention; vectors made from a changed text go with it. */
  replace(scope: Scope, match: MatchText, replacement: string): Promise<readonly ErasedCell[]>;
}

export function createTextSweep(pool: Pool): TextSweep {
  const tables = (): Promise<readonly PersonalTable[]> => withStore(() => readPersonalTables(pool));

  async function* find(scope: Scope, match: MatchText): AsyncGenerator<SweepHit> {
    for (const table of await tables()) {
      for await (const row of rowsOf(pool, table, scope)) yield* hitsIn(row, table, match);
    }
  }

  async function replace(scope: Scope, match: MatchText, replacement: string): Promise<readonly ErasedCell[]> {
    const erased: ErasedCell[] = [];
    for (const table of await tables()) {
      for await (const row of rowsOf(pool, table, scope)) {
        const changed = table.columns.flatMap((column) => {
          const before = textOf(row[column.name]);
          const text = rewriteText(before, column, { match, replacement: fill(replacement, column) });
          return text === before ? [] : [{ column, text }];
        });
        if (changed.length === 0) continue;
        await withStore(() => update(pool, table, { row, changed }));
        for (const { column } of changed)
          erased.push({ table: table.name, key: keyOf(row, table), column: column.name });
      }
    }
    return erased;
  }

  return { tables: async () => (await tables()).map(({ name }) => name), find, replace };
}

type Row = Readonly<Record<string, unknown>>;

/** All rows of an organisation in the order of their keys, a page at a time, so that no connection is held long. */
async function* rowsOf(pool: Pool, table: PersonalTable, scope: Scope): AsyncGenerator<Row> {
  const key = table.key.map((name) => `t.${quote(name)}`).join(', ');
  const columns = table.columns.map(
    ({ name, isJson }) => `t.${quote(name)}${isJson ? '::text' : ''} as ${quote(name)}`,
  );
  let after: readonly unknown[] | undefined;
  for (;;) {
    const beyond = after === undefined ? '' : `and (${key}) > (${after.map((_, place) => `$${place + 2}`).join(', ')})`;
    const text = `select ${[key, ...columns].join(', ')} from ${quote(table.name)} t where ${table.scope} ${beyond} order by ${key} limit ${ROWS}`;
    const { rows } = await withStore(() => pool.query<Row>(text, [scope.organisationId, ...(after ?? [])]));
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = table.key.map((name) => last[name]);
  }
}

async function update(
  pool: Pool,
  table: PersonalTable,
  {
    row,
    changed,
  }: { readonly row: Row; readonly changed: readonly { readonly column: PersonalColumn; readonly text: string }[] },
): Promise<void> {
  const set = changed.map(({ column }, place) => `${quote(column.name)} = $${place + 1}`);
  if (table.vector !== undefined) set.push(`${quote(table.vector)} = null`);
  const where = table.key.map((name, place) => `${quote(name)} = $${changed.length + place + 1}`);
  await pool.query(`update ${quote(table.name)} set ${set.join(', ')} where ${where.join(' and ')}`, [
    ...changed.map(({ text }) => text),
    ...table.key.map((name) => row[name]),
  ]);
}

function hitsIn(row: Row, table: PersonalTable, match: MatchText): readonly SweepHit[] {
  return table.columns.flatMap((column) => {
    const text = textOf(row[column.name]);
    const mentions = countMentions(text, column, match);
    return mentions === 0 ? [] : [{ table: table.name, key: keyOf(row, table), column: column.name, text, mentions }];
  });
}

function countMentions(text: string, column: PersonalColumn, match: MatchText): number {
  if (text === '') return 0;
  if (!column.isJson) return match(text).length;
  let count = 0;
  mapStrings(JSON.parse(text), (each) => {
    count += match(each).length;
    return each;
  });
  return count;
}

interface Rewriting {
  readonly match: MatchText;
  readonly replacement: string;
}

function rewriteText(text: string, column: PersonalColumn, rewriting: Rewriting): string {
  if (text === '') return text;
  if (!column.isJson) return rewrite(text, rewriting);
  let changed = false;
  const value = mapStrings(JSON.parse(text), (each) => {
    const after = rewrite(each, rewriting);
    changed ||= after !== each;
    return after;
  });
  return changed ? JSON.stringify(value) : text;
}

function rewrite(text: string, { match, replacement }: Rewriting): string {
  let result = text;
  for (const { start, end } of match(text).toReversed()) {
    result = result.slice(0, start) + replacement + result.slice(end);
  }
  return result;
}

/** Every string of a JSON value, also the names of members. */
function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapStrings(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [change(name), mapStrings(each, change)]));
}

function fill(replacement: string, { isUnique }: PersonalColumn): string {
  return isUnique ? `${replacement}${randomBytes(6).toString('hex')}` : replacement;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function keyOf(row: Row, table: PersonalTable): Readonly<Record<string, unknown>> {
  return Object.fromEntries(table.key.map((name) => [name, row[name]]));
}
