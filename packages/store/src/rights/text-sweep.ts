import { randomBytes } from 'node:crypto';

import type { Scope } from '@riad/contracts';
import type { Pool } from 'pg';

import { withStore } from '../errors.ts';
import { heldBy } from '../retention/held-rows.ts';
import type { LegalHold } from '../retention/retention-repository.ts';
import { dependentColumns } from './dependent-columns.ts';
import type { MatchText } from './match-text.ts';
import { quote, readPersonalTables, type PersonalColumn, type PersonalTable } from './personal-tables.ts';

/** Rows read with one statement. */
const ROWS = 500;

/** One text in which a person is named. */
export interface SweepHit {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly column: string;
  /** The text as stored; JSON as its text. */
  readonly text: string;
  readonly mentions: number;
  /** What it is a part of: a conversation, a document, or the row itself. */
  readonly whole: { readonly table: string; readonly id: string };
}

export interface SweptCell {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly column: string;
}

export interface SweepChange {
  readonly match: MatchText;
  readonly replacement: string;
  /** Rows that these keep are left as they are. */
  readonly holds: readonly LegalHold[];
}

export interface SweepOutcome {
  readonly changed: readonly SweptCell[];
  readonly kept: readonly (SweptCell & { readonly hold: string })[];
}

/** Looks through every text that an organisation has in the database, whatever table it is in. */
export interface TextSweep {
  tables(): Promise<readonly string[]>;
  find(scope: Scope, match: MatchText): AsyncGenerator<SweepHit>;
  /**
   * Writes `replacement` over every mention that no hold keeps. Vectors made from a changed text go with it, places in it
   * move with it, and search indexes read the document again.
   */
  replace(scope: Scope, change: SweepChange): Promise<SweepOutcome>;
}

export function createTextSweep(pool: Pool): TextSweep {
  const tables = (): Promise<readonly PersonalTable[]> => withStore(() => readPersonalTables(pool));

  async function* find(scope: Scope, match: MatchText): AsyncGenerator<SweepHit> {
    for (const table of await tables()) {
      for await (const row of rowsOf(pool, table, scope, [])) yield* hitsIn(row, table, match);
    }
  }

  async function replace(scope: Scope, change: SweepChange): Promise<SweepOutcome> {
    const changed: SweptCell[] = [];
    const kept: (SweptCell & { readonly hold: string })[] = [];
    for (const table of await tables()) {
      for await (const row of rowsOf(pool, table, scope, change.holds)) {
        const texts = rewriteRow(row, table, change);
        if (texts.size === 0) continue;
        const cells = [...texts.keys()].map((column) => ({ table: table.name, key: keyOf(row, table), column }));
        const hold = row[HOLD];
        if (typeof hold === 'string') {
          kept.push(...cells.map((cell) => ({ ...cell, hold })));
          continue;
        }
        await withStore(() => update(pool, table, { row, texts, dependent: dependentsOf(row, table, texts, change) }));
        changed.push(...cells);
      }
    }
    return { changed, kept };
  }

  return { tables: async () => (await tables()).map(({ name }) => name), find, replace };
}

type Row = Readonly<Record<string, unknown>>;
/** The name of a column that no table has. */
const HOLD = 'held by';
const WHOLE = 'part of';

/** Tables whose rows are parts, and of what. */
const wholes: Readonly<Record<string, { readonly table: string; readonly column: string }>> = {
  messages: { table: 'conversations', column: 'conversation_id' },
  document_pages: { table: 'documents', column: 'document_id' },
  passages: { table: 'documents', column: 'document_id' },
};

function partOf(table: string): string {
  const column = wholes[table]?.column;
  return column === undefined ? 'null::text' : `t.${quote(column)}`;
}

function wholeOf(row: Row, table: PersonalTable): { readonly table: string; readonly id: string } {
  const whole = row[WHOLE];
  if (typeof whole === 'string') return { table: wholes[table.name]?.table ?? table.name, id: whole };
  return { table: table.name, id: Object.values(keyOf(row, table)).map(String).join('/') };
}

/** All rows of an organisation in the order of their keys, a page at a time, so that no connection is held long. */
// oxlint-disable-next-line max-params -- which rows, of whom, and what keeps them
async function* rowsOf(
  pool: Pool,
  table: PersonalTable,
  scope: Scope,
  holds: readonly LegalHold[],
): AsyncGenerator<Row> {
  const key = table.key.map((name) => `t.${quote(name)}`).join(', ');
  const columns = table.columns.map(
    ({ name, isJson }) => `t.${quote(name)}${isJson ? '::text' : ''} as ${quote(name)}`,
  );
  const held = heldBy(table.name, holds, 2);
  columns.push(`${held.text} as ${quote(HOLD)}`, `${partOf(table.name)} as ${quote(WHOLE)}`);
  const first = held.values.length + 2;
  let after: readonly unknown[] | undefined;
  for (;;) {
    const beyond =
      after === undefined ? '' : `and (${key}) > (${after.map((_, place) => `$${first + place}`).join(', ')})`;
    const text = `select ${[key, ...columns].join(', ')} from ${quote(table.name)} t where ${table.scope} ${beyond} order by ${key} limit ${ROWS}`;
    const { rows } = await withStore(() =>
      pool.query<Row>(text, [scope.organisationId, ...held.values, ...(after ?? [])]),
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = table.key.map((name) => last[name]);
  }
}

interface RowUpdate {
  readonly row: Row;
  readonly texts: ReadonlyMap<string, string>;
  readonly dependent: Readonly<Record<string, string>>;
}

async function update(pool: Pool, table: PersonalTable, { row, texts, dependent }: RowUpdate): Promise<void> {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const columns = Object.entries({ ...Object.fromEntries(texts), ...dependent });
  const set = columns.map(([column, text]) => `${quote(column)} = ${parameter(text)}`);
  if (table.vector !== undefined) set.push(`${quote(table.vector)} = null`);
  const where = table.key.map((name) => `${quote(name)} = ${parameter(row[name])}`);
  const statement = `update ${quote(table.name)} set ${set.join(', ')} where ${where.join(' and ')}`;
  const documentOf = documentOfRow[table.name];
  await pool.query(documentOf === undefined ? statement : readAgain(statement, documentOf), values);
}

/** Tables whose texts are found by searching documents, and the column that names the document. */
const documentOfRow: Readonly<Record<string, string>> = { document_pages: 'document_id', passages: 'document_id' };

/** The same statement also tells search indexes that the document is another now, and has its vectors made again. */
function readAgain(statement: string, documentOf: string): string {
  return `with changed as (${statement} returning ${documentOf} as id),
    raised as (update collections set revision = revision + 1, updated_at = now()
      where id in (select d.collection_id from documents d join changed using (id)) returning id, revision)
    update documents d set rewritten_at = now(),
      found_at = case when d.found_at is null then null else raised.revision end,
      state = case when d.state = 'ready' then 'indexing' else d.state end
    from raised where raised.id = d.collection_id and d.id in (select id from changed)`;
}

/** The new texts of a row by column; empty when nobody is named. */
function rewriteRow(row: Row, table: PersonalTable, { match, replacement }: SweepChange): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const column of table.columns) {
    const before = textOf(row[column.name]);
    const text = rewriteText(before, column, { match, replacement: fill(replacement, column) });
    if (text !== before) texts.set(column.name, text);
  }
  return texts;
}

// oxlint-disable-next-line max-params -- a row, its table, its new texts, and why
function dependentsOf(
  row: Row,
  { name }: PersonalTable,
  texts: ReadonlyMap<string, string>,
  { match, replacement }: SweepChange,
): Readonly<Record<string, string>> {
  let dependents: Readonly<Record<string, string>> = {};
  for (const [column, text] of texts) {
    const spans = match(textOf(row[column]));
    dependents = { ...dependents, ...dependentColumns({ table: name, row, column, text, spans, replacement }) };
  }
  return dependents;
}

function hitsIn(row: Row, table: PersonalTable, match: MatchText): readonly SweepHit[] {
  return table.columns.flatMap((column) => {
    const text = textOf(row[column.name]);
    const mentions = countMentions(text, column, match);
    const key = keyOf(row, table);
    return mentions === 0
      ? []
      : [{ table: table.name, key, column: column.name, text, mentions, whole: wholeOf(row, table) }];
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
