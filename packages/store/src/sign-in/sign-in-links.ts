import { createHash, randomBytes } from 'node:crypto';

import type { Clock, OrganisationId, Scope } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** A link works this long, and once. */
const VALID_MS = 10 * 60 * 1000;

/** Single-use links that sign the owner in. */
export interface SignInLinks {
  /** The token for a link; only its hash is stored. */
  create(scope: Scope): Promise<string>;
  /** Whose link it was; `undefined` when it is unknown, used or too old. */
  consume(token: string): Promise<OrganisationId | undefined>;
}

export function createSignInLinks({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): SignInLinks {
  return {
    create: (scope) =>
      withStore(async () => {
        const token = randomBytes(32).toString('base64url');
        await database.deleteFrom('sign_in_links').where('expires_at', '<', new Date(clock.now())).execute();
        await database
          .insertInto('sign_in_links')
          .values({
            token_hash: hash(token),
            organisation_id: scope.organisationId,
            expires_at: new Date(clock.now() + VALID_MS),
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
          .returning('organisation_id')
          .executeTakeFirst();
        return row?.organisation_id;
      }),
  };
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
