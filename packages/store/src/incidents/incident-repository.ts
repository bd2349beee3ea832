import { randomBytes } from 'node:crypto';

import type { RecordId, Scope } from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

export interface Incident {
  readonly id: string;
  readonly summary: string;
  /** When the organisation knew: the time that deadlines run from. */
  readonly knownAt: Date;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly closedAt: Date | null;
  /** When each authority or group was told, ISO 8601. */
  readonly notices: Readonly<Record<string, string>>;
  readonly record: RecordId;
}

export type NewIncident = Pick<Incident, 'id' | 'summary' | 'knownAt' | 'beganAt' | 'endedAt' | 'record'>;

export interface IncidentRepository {
  add(scope: Scope, incident: NewIncident): Promise<Incident>;
  list(scope: Scope): Promise<readonly Incident[]>;
  find(scope: Scope, id: string): Promise<Incident | undefined>;
  /** False when it is not in this scope. */
  notice(scope: Scope, id: string, notice: { readonly to: string; readonly at: Date }): Promise<boolean>;
  close(scope: Scope, id: string, at: Date): Promise<boolean>;
}

export function newIncidentId(): string {
  return `inc_${randomBytes(6).toString('hex')}`;
}

export function createIncidentRepository(database: Kysely<Database>): IncidentRepository {
  const find = (scope: Scope, id: string): Promise<Incident | undefined> =>
    withStore(async () => {
      const row = await database
        .selectFrom('incidents')
        .selectAll()
        .where('organisation_id', '=', scope.organisationId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : present(row);
    });
  const change = (scope: Scope, id: string) =>
    database.updateTable('incidents').where('organisation_id', '=', scope.organisationId).where('id', '=', id);
  return {
    find,
    add: (scope, incident) =>
      withStore(async () =>
        present(
          await database
            .insertInto('incidents')
            .values({
              id: incident.id,
              organisation_id: scope.organisationId,
              summary: incident.summary,
              known_at: incident.knownAt,
              began_at: incident.beganAt,
              ended_at: incident.endedAt,
              record: incident.record,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      ),
    list: (scope) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('incidents')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId)
          .orderBy('known_at', 'desc')
          .execute();
        return rows.map(present);
      }),
    notice: (scope, id, { to, at }) =>
      withStore(async () => {
        const found = await find(scope, id);
        if (found === undefined) return false;
        const notices = JSON.stringify({ ...found.notices, [to]: at.toISOString() });
        const { numUpdatedRows } = await change(scope, id).set({ notices }).executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    close: (scope, id, at) =>
      withStore(async () => {
        const { numUpdatedRows } = await change(scope, id).set({ closed_at: at }).executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
  };
}

function present(row: Selectable<Database['incidents']>): Incident {
  return {
    id: row.id,
    summary: row.summary,
    knownAt: row.known_at,
    beganAt: row.began_at,
    endedAt: row.ended_at,
    closedAt: row.closed_at,
    notices: row.notices,
    record: row.record,
  };
}
