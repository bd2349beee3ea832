import { createHash, randomBytes } from 'node:crypto';

import type { Clock, OrganisationId, Scope, UserId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** A link works this long, and once. */
const VALID_MS = 10 * 60 * 1000;

/** Single-use links that sign somebody in. */
export interface SignInLinks {
  /** The token for a link of the owner, or of this person; only its hash is stored. */
  create(scope: Scope, person?: UserId): Promise<string>;
  /** Whose link it was; `undefined` when it is unknown, used or too old. Without a person it is the owner's. */
  consume(
    token: string,
  ): Promise<{ readonly organisationId: OrganisationId; readonly userId: UserId | null } | undefined>;
}

export function createSignInLinks({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): SignInLinks {
  return {
    create: (scope, person) =>
      withStore(async () => {
        const token = randomBytes(32).toString('base64url');
        await database.deleteFrom('sign_in_links').where('expires_at', '<', new Date(clock.now())).execute();
        await database
          .insertInto('sign_in_links')
          .values({
            token_hash: hash(token),
            organisation_id: scope.organisationId,
            expires_at: new Date(clock.now() + VALID_MS),
            ...(person === undefined ? {} : { user_id: person }),
          })
          .execute();
        return token;
      }),
    consume: (token) =>
      withStore(async () => {
        const row = await database
          .updateTable('sign_in_links')
          .set({ used_at: new Date(clock.now()) })
          .where('token_hash', '=', hash(token))
          .where('used_at', 'is', null)
          .where('expires_at', '>', new Date(clock.now()))
          .returning(['organisation_id', 'user_id'])
          .executeTakeFirst();
        return row === undefined ? undefined : { organisationId: row.organisation_id, userId: row.user_id };
      }),
  };
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
