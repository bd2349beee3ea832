import type { OrganisationId, UserId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { idOf, type PersonIn } from './person-in.ts';

/** Hashes of people's passwords. */
export interface Passwords {
  /** Whoever signs in is not known before this. `undefined`: nobody of this address, or somebody without a password. */
  find(
    email: string,
  ): Promise<{ readonly organisationId: OrganisationId; readonly id: UserId; readonly hash: string } | undefined>;
  /** Of a person who is given a new way in. */
  remove(person: PersonIn): Promise<void>;
}

export function createPasswords(database: Kysely<Database>): Passwords {
  return {
    find: (email) =>
      withStore(async () => {
        const row = await database
          .selectFrom('accounts')
          .innerJoin('users', 'users.id', 'accounts.user_id')
          .select(['users.organisation_id', 'users.id', 'accounts.password'])
          .where('users.email', '=', email)
          .where('accounts.password', 'is not', null)
          .executeTakeFirst();
        if (row === undefined || row.password === null) return undefined;
        return { organisationId: row.organisation_id, id: row.id, hash: row.password };
      }),
    remove: (person) =>
      withStore(async () => {
        await database.deleteFrom('accounts').where('user_id', 'in', idOf(database, person)).execute();
      }),
  };
}
