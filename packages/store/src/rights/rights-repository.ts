import { randomBytes } from 'node:crypto';

import type { OrganisationId, RecordId, RightsKind, Scope } from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

export interface RightsRequest {
  readonly id: string;
  readonly kind: RightsKind;
  readonly state: 'open' | 'done' | 'refused';
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly closedAt: Date | null;
  /** What identifies the person is sealed beside this record. */
  readonly record: RecordId;
  readonly closingRecord: RecordId | null;
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

export interface NewRightsRequest {
  readonly id: string;
  readonly kind: RightsKind;
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly record: RecordId;
}

export interface RightsClosing {
  readonly state: 'done' | 'refused';
  readonly at: Date;
  readonly record: RecordId;
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** Requests of persons about their data. */
export interface RightsRepository {
  add(scope: Scope, request: NewRightsRequest): Promise<RightsRequest>;
  /** Those whose time runs out first come first. */
  list(scope: Scope): Promise<readonly RightsRequest[]>;
  find(scope: Scope, id: string): Promise<RightsRequest | undefined>;
  /** False when it is not in this scope or closed already. */
  close(scope: Scope, id: string, closing: RightsClosing): Promise<boolean>;
}

/** A new id: `rig_` and random digits. */
export function newRightsId(): string {
  return `rig_${randomBytes(6).toString('hex')}`;
}

export function createRightsRepository(database: Kysely<Database>): RightsRepository {
  const own = (organisation: OrganisationId) =>
    database.selectFrom('rights_requests').selectAll().where('organisation_id', '=', organisation);
  return {
    add: (scope, { id, kind, receivedAt, dueAt, record }) =>
      withStore(async () =>
        present(
          await database
            .insertInto('rights_requests')
            .values({ id, organisation_id: scope.organisationId, kind, received_at: receivedAt, due_at: dueAt, record })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      ),
    list: (scope) =>
      withStore(async () =>
        (await own(scope.organisationId).orderBy('state', 'desc').orderBy('due_at').execute()).map(present),
      ),
    find: (scope, id) =>
      withStore(async () => {
        const row = await own(scope.organisationId).where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : present(row);
      }),
    close: (scope, id, { state, at, record, outcome }) =>
      withStore(async () => {
        const { numUpdatedRows } = await database
          .updateTable('rights_requests')
          .set({ state, closed_at: at, closing_record: record, outcome: JSON.stringify(outcome) })
          .where('organisation_id', '=', scope.organisationId)
          .where('id', '=', id)
          .where('state', '=', 'open')
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
  };
}

function present(row: Selectable<Database['rights_requests']>): RightsRequest {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    receivedAt: row.received_at,
    dueAt: row.due_at,
    closedAt: row.closed_at,
    record: row.record,
    closingRecord: row.closing_record,
    outcome: row.outcome,
  };
}
