import type { Clock, ProjectId, Scope } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** What only people know about the processing of a project; the rest is read from the live configuration. */
export interface ProcessingActivity {
  readonly projectId: ProjectId;
  readonly purpose: string;
  readonly legalBasis: string;
  /** Categories of persons concerned. */
  readonly people: readonly string[];
  /** Categories of data. */
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  /** Receipt or authorisation of the data-protection authority. */
  readonly authorityReference: string | null;
}

export interface Controller {
  readonly name: string;
  readonly address: string;
  /** Where persons turn to. */
  readonly contact: string;
}

export interface RegisterRepository {
  controller(scope: Scope): Promise<Controller | undefined>;
  setController(scope: Scope, controller: Controller): Promise<void>;
  activities(scope: Scope): Promise<readonly ProcessingActivity[]>;
  /** Fails with the database's error when the project is not of this organisation. */
  setActivity(scope: Scope, activity: ProcessingActivity): Promise<void>;
}

export function createRegisterRepository({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): RegisterRepository {
  return {
    controller: (scope) =>
      withStore(() =>
        database
          .selectFrom('register_controllers')
          .select(['name', 'address', 'contact'])
          .where('organisation_id', '=', scope.organisationId)
          .executeTakeFirst(),
      ),
    setController: (scope, controller) =>
      withStore(async () => {
        const values = { ...controller, updated_at: new Date(clock.now()) };
        await database
          .insertInto('register_controllers')
          .values({ organisation_id: scope.organisationId, ...values })
          .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(values))
          .execute();
      }),
    activities: (scope) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('processing_activities')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId)
          .execute();
        return rows.map((row) => ({
          projectId: row.project_id,
          purpose: row.purpose,
          legalBasis: row.legal_basis,
          people: row.people,
          categories: row.categories,
          recipients: row.recipients,
          authorityReference: row.authority_reference,
        }));
      }),
    setActivity: (scope, activity) =>
      withStore(async () => {
        const values = {
          purpose: activity.purpose,
          legal_basis: activity.legalBasis,
          people: JSON.stringify(activity.people),
          categories: JSON.stringify(activity.categories),
          recipients: JSON.stringify(activity.recipients),
          authority_reference: activity.authorityReference,
          updated_at: new Date(clock.now()),
        };
        await database
          .insertInto('processing_activities')
          .values({ organisation_id: scope.organisationId, project_id: activity.projectId, ...values })
          .onConflict((conflict) => conflict.columns(['organisation_id', 'project_id']).doUpdateSet(values))
          .execute();
      }),
  };
}
