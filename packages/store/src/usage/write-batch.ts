import type { KeyId, OrganisationId, ProjectId } from '@riad/contracts';
import { sql, type Kysely, type Transaction } from 'kysely';

import type { Database } from '../schema.ts';

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const ROWS_PER_STATEMENT = 1000;
/** The note of a server that was killed is kept this long. */
const FORGOTTEN_AFTER = '7 days';

export interface UsageSum {
  organisation_id: OrganisationId;
  project_id: ProjectId;
  key_id: KeyId;
  model: string;
  target: string;
  day: string;
  requests: number;
  failed: number;
  estimated: number;
  prompt_tokens: number;
  completion_tokens: number;
}

export interface UsageBatch {
  /** Counts up from 1 for each writer. */
  readonly number: number;
  /** In the order of their keys: two servers never lock each other. */
  readonly sums: readonly UsageSum[];
  readonly used: readonly (readonly [KeyId, Date])[];
}

/** Adds a batch to what is stored, once: the same batch again, after an acknowledgement that was lost, changes nothing. */
export async function writeBatch(database: Kysely<Database>, writer: string, batch: UsageBatch): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    if (!(await noteBatch(transaction, writer, batch.number))) return;
    for (let first = 0; first < batch.sums.length; first += ROWS_PER_STATEMENT) {
      await addSums(transaction, batch.sums.slice(first, first + ROWS_PER_STATEMENT));
    }
    for (const [id, at] of batch.used) {
      await transaction
        .updateTable('api_keys')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', at)]))
        .execute();
    }
  });
}

/** Removes the notes of this writer and of those that ended without removing theirs. */
export async function forgetWriter(database: Kysely<Database>, writer: string): Promise<void> {
  await database
    .deleteFrom('usage_writers')
    .where((row) =>
      row.or([row('id', '=', writer), row('written_at', '<', sql<Date>`now() - ${FORGOTTEN_AFTER}::interval`)]),
    )
    .execute();
}

/** False when this batch was written before. */
async function noteBatch(transaction: Transaction<Database>, writer: string, number: number): Promise<boolean> {
  const noted = await transaction
    .insertInto('usage_writers')
    .values({ id: writer, batch: number })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((row) => ({ batch: row.ref('excluded.batch'), written_at: sql<Date>`now()` }))
        .whereRef('usage_writers.batch', '<', 'excluded.batch'),
    )
    .returning('id')
    .executeTakeFirst();
  return noted !== undefined;
}

async function addSums(transaction: Transaction<Database>, sums: readonly UsageSum[]): Promise<void> {
  await transaction
    .insertInto('usage_daily')
    .values(sums)
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'project_id', 'key_id', 'model', 'target', 'day']).doUpdateSet((row) => ({
        requests: row('usage_daily.requests', '+', row.ref('excluded.requests')),
        failed: row('usage_daily.failed', '+', row.ref('excluded.failed')),
        estimated: row('usage_daily.estimated', '+', row.ref('excluded.estimated')),
        prompt_tokens: row('usage_daily.prompt_tokens', '+', row.ref('excluded.prompt_tokens')),
        completion_tokens: row('usage_daily.completion_tokens', '+', row.ref('excluded.completion_tokens')),
      })),
    )
    .execute();
}
