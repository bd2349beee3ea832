import { randomBytes } from 'node:crypto';

import type { Clock, Role, Scope, UserId } from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** The right of one person, or of everybody with one role, to see real values until it ends. */
export interface RevealGrant {
  readonly id: string;
  readonly userId: UserId | null;
  readonly role: Role | null;
  readonly reason: string;
  readonly grantedBy: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

export type NewRevealGrant = Omit<RevealGrant, 'grantedAt' | 'revokedAt'>;

export interface RevealGrants {
  add(scope: Scope, grant: NewRevealGrant): Promise<RevealGrant>;
  /** Newest first. */
  list(scope: Scope): Promise<readonly RevealGrant[]>;
  /** One that holds now for this person, by themselves or their role. */
  inForce(scope: Scope, person: { readonly id: UserId; readonly role: Role }): Promise<RevealGrant | undefined>;
  /** False when there is none of this id that still holds. */
  revoke(scope: Scope, id: string): Promise<boolean>;
}

/** A new id: `rvl_` and random digits. */
export function newRevealGrantId(): string {
  return `rvl_${randomBytes(6).toString('hex')}`;
}

export function createRevealGrants({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): RevealGrants {
  const now = (): Date => new Date(clock.now());
  const own = ({ organisationId }: Scope) =>
    database.selectFrom('reveal_grants').selectAll().where('organisation_id', '=', organisationId);
  return {
    add: (scope, { id, userId, role, reason, grantedBy, expiresAt }) =>
      withStore(async () =>
        present(
          await database
            .insertInto('reveal_grants')
            .values({
              id,
              organisation_id: scope.organisationId,
              user_id: userId,
              role,
              reason,
              granted_by: grantedBy,
              granted_at: now(),
              expires_at: expiresAt,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      ),
    list: (scope) =>
      withStore(async () => (await own(scope).orderBy('granted_at', 'desc').orderBy('id').execute()).map(present)),
    inForce: (scope, { id, role }) =>
      withStore(async () => {
        const row = await own(scope)
          .where((where) => where.or([where('user_id', '=', id), where('role', '=', role)]))
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', now())
          .orderBy('expires_at', 'desc')
          .executeTakeFirst();
        return row === undefined ? undefined : present(row);
      }),
    revoke: (scope, id) =>
      withStore(async () => {
        const { numUpdatedRows } = await database
          .updateTable('reveal_grants')
          .set({ revoked_at: now() })
          .where('organisation_id', '=', scope.organisationId)
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', now())
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
  };
}

function present(row: Selectable<Database['reveal_grants']>): RevealGrant {
  return {
    id: row.id,
    userId: row.user_id,
    role: row.role,
    reason: row.reason,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}
