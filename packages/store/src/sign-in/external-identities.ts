import type { OrganisationId, UserId } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { idOf, type PersonIn } from './person-in.ts';

/** What a provider of single sign-on calls somebody; only `issuer` and `subject` together name a person. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Which person of Riad somebody of a single sign-on is. */
export interface ExternalIdentities {
  find(
    identity: ExternalIdentity,
  ): Promise<{ readonly organisationId: OrganisationId; readonly id: UserId } | undefined>;
  /** Nothing happens when the identity is somebody's already, or there is no such person. */
  link(person: PersonIn, identity: ExternalIdentity): Promise<void>;
  /** Of a person who is given a new way in. */
  unlinkAll(person: PersonIn): Promise<void>;
}

export function createExternalIdentities(database: Kysely<Database>): ExternalIdentities {
  return {
    find: ({ issuer, subject }) =>
      withStore(async () => {
        const row = await database
          .selectFrom('external_identities')
          .innerJoin('users', 'users.id', 'external_identities.user_id')
          .select(['users.organisation_id', 'users.id'])
          .where('issuer', '=', issuer)
          .where('subject', '=', subject)
          .executeTakeFirst();
        return row === undefined ? undefined : { organisationId: row.organisation_id, id: row.id };
      }),
    link: ({ scope, id }, { issuer, subject }) =>
      withStore(async () => {
        await sql`
          insert into external_identities (issuer, subject, user_id)
          select ${issuer}, ${subject}, id from users where organisation_id = ${scope.organisationId} and id = ${id}
          on conflict do nothing`.execute(database);
      }),
    unlinkAll: (person) =>
      withStore(async () => {
        await database.deleteFrom('external_identities').where('user_id', 'in', idOf(database, person)).execute();
      }),
  };
}
