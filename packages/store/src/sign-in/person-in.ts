import type { Scope, UserId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import type { Database } from '../schema.ts';

/** One person, asked for by an organisation. */
export interface PersonIn {
  readonly scope: Scope;
  readonly id: UserId;
}

/** The person's id if the person is of this organisation, nothing otherwise. */
export function idOf(database: Kysely<Database>, { scope, id }: PersonIn) {
  return database
    .selectFrom('users')
    .select('users.id')
    .where('organisation_id', '=', scope.organisationId)
    .where('users.id', '=', id);
}
