import { sql, type Kysely } from 'kysely';

import type { Database } from '../schema.ts';

/** Keys of content that no document and no uploaded file refers to, in any project. */
export async function unusedFiles(database: Kysely<Database>, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ file_key: string }>`
    select file_key from documents where file_key = any(${[...keys]}) and original_removed_at is null
    union
    select file_key from uploaded_files where file_key = any(${[...keys]})
  `.execute(database);
  const still = new Set(rows.map((row) => row.file_key));
  return [...new Set(keys)].filter((key) => !still.has(key));
}
