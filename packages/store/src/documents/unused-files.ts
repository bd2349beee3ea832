import type { Kysely } from 'kysely';

import type { Database } from '../schema.ts';

/** Keys of files that no document refers to, in any project. */
export async function unusedFiles(database: Kysely<Database>, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const used = await database
    .selectFrom('documents')
    .select('file_key')
    .where('file_key', 'in', [...keys])
    .where('original_removed_at', 'is', null)
    .execute();
  const still = new Set(used.map((row) => row.file_key));
  return [...new Set(keys)].filter((key) => !still.has(key));
}
