import type { Pool } from 'pg';

/** A table that may hold what people wrote, and how its rows belong to an organisation. */
export interface PersonalTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly PersonalColumn[];
  /** A condition on alias `t` with the organisation as `$1`. */
  readonly scope: string;
  /** A vector made from the row's text, which must go when the text changes. */
  readonly vector: string | undefined;
}

export interface PersonalColumn {
  readonly name: string;
  readonly isJson: boolean;
  /** Its values must differ: what replaces them must too. */
  readonly isUnique: boolean;
}

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key: readonly string[];
  readonly unique: readonly string[];
  readonly parents: readonly {
    readonly columns: readonly string[];
    readonly table: string;
    readonly target: readonly string[];
  }[];
}

/** The same text made ready for search: it is written again with the text itself (`dependent-columns.ts`). */
const searchForms = new Set(['folded', 'folded_title']);
const textTypes = new Set(['text', 'character varying', 'json', 'jsonb']);

/**
 * Every table of the database that has text and belongs to an organisation, read from the database itself: a table that is
 * added later cannot be forgotten. Keys and references to other rows are left out: they name rows, not people.
 */
export async function readPersonalTables(pool: Pool): Promise<readonly PersonalTable[]> {
  const tables = new Map((await readTables(pool)).map((table) => [table.name, table]));
  return [...tables.values()].flatMap((table) => {
    const scope = scopeOf(table, tables);
    const references = new Set([...table.key, ...table.parents.flatMap(({ columns }) => columns), 'organisation_id']);
    const columns = table.columns
      .filter(({ name, type }) => textTypes.has(type) && !references.has(name) && !searchForms.has(name))
      .map(({ name, type }) => ({ name, isJson: type.startsWith('json'), isUnique: table.unique.includes(name) }));
    if (scope === undefined || columns.length === 0 || table.key.length === 0) return [];
    const vector = table.columns.find(({ name, type }) => name === 'vector' && type === 'bytea')?.name;
    return [{ name: table.name, key: table.key, columns, scope, vector }];
  });
}

/** How many tables lie between a row and its organisation at most. */
const MOST_STEPS = 4;

/** The organisation stands in the row, or in one it refers to. `step` numbers the aliases. */
function scopeOf(table: Table, tables: ReadonlyMap<string, Table>, step = 0): string | undefined {
  const alias = step === 0 ? 't' : `p${step}`;
  if (table.name === 'organisations') return `${alias}.id = $1`;
  if (table.columns.some(({ name }) => name === 'organisation_id')) return `${alias}.organisation_id = $1`;
  for (const { columns, table: name, target } of step >= MOST_STEPS ? [] : table.parents) {
    const parent = tables.get(name);
    const above = parent === undefined ? undefined : scopeOf(parent, tables, step + 1);
    if (above === undefined) continue;
    const inner = `p${step + 1}`;
    const joined = columns.map((column, place) => `${inner}.${quote(target[place] ?? '')} = ${alias}.${quote(column)}`);
    return `exists (select from ${quote(name)} ${inner} where ${[...joined, above].join(' and ')})`;
  }
  return undefined;
}

async function readTables(pool: Pool): Promise<readonly Table[]> {
  const { rows } = await pool.query<Table>(`
    select c.relname as name,
      coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns,
      ${columnsOf('i.indisprimary')} as key,
      ${columnsOf('i.indisunique and not i.indisprimary')} as unique,
      coalesce((select json_agg(json_build_object('table', f.relname, 'columns', ${namesOf('k.conrelid', 'k.conkey')},
          'target', ${namesOf('k.confrelid', 'k.confkey')}))
        from pg_constraint k join pg_class f on f.oid = k.confrelid where k.contype = 'f' and k.conrelid = c.oid), '[]') as parents
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not like 'kysely_%'
    order by c.relname`);
  return rows;
}

function columnsOf(condition: string): string {
  return `coalesce((select json_agg(distinct a.attname) from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = c.oid and ${condition}), '[]')`;
}

function namesOf(table: string, numbers: string): string {
  return `(select json_agg(a.attname order by array_position(${numbers}, a.attnum)) from pg_attribute a
    where a.attrelid = ${table} and a.attnum = any (${numbers}))`;
}

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
