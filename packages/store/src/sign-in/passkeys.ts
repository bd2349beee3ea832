import type { Clock, OrganisationId, UserId } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { idOf, type PersonIn } from './person-in.ts';

export interface Passkey {
  /** As the device named it, base64url. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What a signature is checked against. */
export interface PasskeyOwner {
  readonly organisationId: OrganisationId;
  readonly userId: UserId;
  readonly publicKey: Buffer;
  readonly counter: number;
}

/** Public keys of people's devices. */
export interface Passkeys {
  /** False when there is no such person, or the device is known already. */
  add(
    person: PersonIn,
    passkey: { readonly id: string; readonly name: string; readonly publicKey: Uint8Array; readonly counter: number },
  ): Promise<boolean>;
  list(person: PersonIn): Promise<readonly Passkey[]>;
  /** False when there was none of this id. */
  remove(person: PersonIn, id: string): Promise<boolean>;
  removeAll(person: PersonIn): Promise<void>;
  /** Whoever signs in is not known before this. */
  owner(id: string): Promise<PasskeyOwner | undefined>;
  used(id: string, counter: number): Promise<void>;
}

export function createPasskeys({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): Passkeys {
  return {
    add: ({ scope, id: userId }, { id, name, publicKey, counter }) =>
      withStore(async () => {
        const { numAffectedRows } = await sql`
          insert into passkeys (id, user_id, name, public_key, counter)
          select ${id}, id, ${name}, ${Buffer.from(publicKey)}::bytea, ${counter}::bigint
          from users where organisation_id = ${scope.organisationId} and id = ${userId}
          on conflict do nothing`.execute(database);
        return (numAffectedRows ?? 0n) > 0n;
      }),
    list: (person) =>
      withStore(() =>
        database
          .selectFrom('passkeys')
          .selectAll()
          .where('user_id', 'in', idOf(database, person))
          .orderBy('created_at')
          .execute(),
      ).then((rows) =>
        rows.map(({ id, name, created_at: createdAt, last_used_at: lastUsedAt }) => ({
          id,
          name,
          createdAt,
          lastUsedAt,
        })),
      ),
    remove: (person, id) =>
      withStore(async () => {
        const { numDeletedRows } = await database
          .deleteFrom('passkeys')
          .where('user_id', 'in', idOf(database, person))
          .where('id', '=', id)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    removeAll: (person) =>
      withStore(async () => {
        await database.deleteFrom('passkeys').where('user_id', 'in', idOf(database, person)).execute();
      }),
    owner: (id) =>
      withStore(async () => {
        const row = await database
          .selectFrom('passkeys')
          .innerJoin('users', 'users.id', 'passkeys.user_id')
          .select(['users.organisation_id', 'users.id', 'public_key', 'counter'])
          .where('passkeys.id', '=', id)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        const { organisation_id: organisationId, id: userId, public_key: publicKey, counter } = row;
        return { organisationId, userId, publicKey, counter: Number(counter) };
      }),
    used: (id, counter) =>
      withStore(async () => {
        await database
          .updateTable('passkeys')
          .set({ counter, last_used_at: new Date(clock.now()) })
          .where('id', '=', id)
          .execute();
      }),
  };
}
