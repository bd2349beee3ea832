import { randomBytes } from 'node:crypto';

import type { OppositionRepository } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** Persons who oppose: digests under the tenant's key, never a value. */
export function createOppositionRepository(database: Kysely<Database>): OppositionRepository {
  return {
    add: (scope, { type, digest, reference }) =>
      withStore(async () => {
        const row = await database
          .insertInto('oppositions')
          .values({
            id: `opp_${randomBytes(9).toString('base64url')}`,
            organisation_id: scope.organisationId,
            type,
            digest: Buffer.from(digest),
            reference,
          })
          .onConflict((conflict) => conflict.columns(['organisation_id', 'digest']).doUpdateSet({ reference }))
          .returningAll()
          .executeTakeFirstOrThrow();
        await change(database);
        return { id: row.id, type: row.type, reference: row.reference, createdAt: row.created_at };
      }),
    list: (scope) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('oppositions')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId)
          .orderBy('created_at')
          .execute();
        return rows.map((row) => ({ id: row.id, type: row.type, reference: row.reference, createdAt: row.created_at }));
      }),
    remove: (scope, id) =>
      withStore(async () => {
        const gone = await database
          .deleteFrom('oppositions')
          .where('organisation_id', '=', scope.organisationId)
          .where('id', '=', id)
          .executeTakeFirst();
        await change(database);
        return gone.numDeletedRows > 0n;
      }),
    digests: () =>
      withStore(async () => {
        const rows = await database.selectFrom('oppositions').select(['organisation_id', 'digest']).execute();
        return rows.map((row) => ({ organisationId: row.organisation_id, digest: row.digest.toString('hex') }));
      }),
    revision: () =>
      withStore(async () => {
        const { rows } = await sql<{
          revision: string;
        }>`select last_value::text || is_called as revision from opposition_revisions`.execute(database);
        return rows[0]?.revision ?? '';
      }),
  };
}

async function change(database: Kysely<Database>): Promise<void> {
  await sql`select nextval('opposition_revisions')`.execute(database);
}
