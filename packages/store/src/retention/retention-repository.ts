import { randomBytes } from 'node:crypto';

import type { Clock, CollectionId, ProjectId, RecordId, Scope } from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** What an organisation decided instead of the period that comes with Riad. */
export interface RetentionPeriod {
  readonly class: string;
  readonly days: number;
  /** Why this long: shown in the register. */
  readonly purpose: string;
}

/** Nothing of its class is deleted while it stands. */
export interface LegalHold {
  readonly id: string;
  readonly class: string;
  readonly projectId: ProjectId | null;
  readonly collectionId: CollectionId | null;
  /** It keeps what names one person; their identifiers are sealed beside this record. */
  readonly personRecord: RecordId | null;
  readonly reason: string;
  readonly placedAt: Date;
  readonly placedBy: string;
  readonly releasedAt: Date | null;
}

export interface NewLegalHold {
  readonly id: string;
  readonly class: string;
  readonly projectId?: ProjectId;
  readonly collectionId?: CollectionId;
  readonly personRecord?: RecordId;
  readonly reason: string;
  readonly placedBy: string;
}

export interface RetentionRepository {
  periods(scope: Scope): Promise<readonly RetentionPeriod[]>;
  setPeriod(scope: Scope, period: RetentionPeriod): Promise<void>;
  holds(scope: Scope): Promise<readonly LegalHold[]>;
  hold(scope: Scope, hold: NewLegalHold): Promise<LegalHold>;
  /** False when there is no such hold in this scope, or it was released before. */
  release(scope: Scope, id: string): Promise<boolean>;
}

/** A new id: `hold_` and random digits. */
export function newHoldId(): string {
  return `hold_${randomBytes(6).toString('hex')}`;
}

export function createRetentionRepository({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): RetentionRepository {
  const now = (): Date => new Date(clock.now());
  return {
    periods: (scope) =>
      withStore(() =>
        database
          .selectFrom('retention_periods')
          .select(['class', 'days', 'purpose'])
          .where('organisation_id', '=', scope.organisationId)
          .execute(),
      ),
    setPeriod: (scope, period) =>
      withStore(async () => {
        const values = { ...period, set_at: now() };
        await database
          .insertInto('retention_periods')
          .values({ organisation_id: scope.organisationId, ...values })
          .onConflict((conflict) => conflict.columns(['organisation_id', 'class']).doUpdateSet(values))
          .execute();
      }),
    holds: (scope) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('legal_holds')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId)
          .orderBy('placed_at')
          .execute();
        return rows.map(presentHold);
      }),
    hold: (scope, { id, class: name, projectId, collectionId, personRecord, reason, placedBy }) =>
      withStore(async () => {
        const row = await database
          .insertInto('legal_holds')
          .values({
            id,
            organisation_id: scope.organisationId,
            class: name,
            project_id: projectId ?? null,
            collection_id: collectionId ?? null,
            person_record: personRecord ?? null,
            reason,
            placed_at: now(),
            placed_by: placedBy,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return presentHold(row);
      }),
    release: (scope, id) =>
      withStore(async () => {
        const { numUpdatedRows } = await database
          .updateTable('legal_holds')
          .set({ released_at: now() })
          .where('organisation_id', '=', scope.organisationId)
          .where('id', '=', id)
          .where('released_at', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
  };
}

function presentHold(row: Selectable<Database['legal_holds']>): LegalHold {
  return {
    id: row.id,
    class: row.class,
    projectId: row.project_id,
    collectionId: row.collection_id,
    personRecord: row.person_record,
    reason: row.reason,
    placedAt: row.placed_at,
    placedBy: row.placed_by,
    releasedAt: row.released_at,
  };
}
