import { randomBytes } from 'node:crypto';

import { PlatformError, type Consent, type DeclaredPurpose, type PurposeRepository, type Scope } from '@riad/contracts';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** Consents read with one statement. */
const CHANGES = 10_000;
/** Any constant: changes of consents are numbered in the order in which they are committed. */
const CHANGE_LOCK = 7_421_050;

/** A new id: `cns_` and random characters; it says nothing about the person. */
export function newConsentId(): string {
  return `cns_${randomBytes(9).toString('base64url')}`;
}

/** Purposes and consents belong to an organisation as a whole. */
export function createPurposeRepository(database: Kysely<Database>): PurposeRepository {
  return {
    declare: (scope, purpose) => withStore(() => declare(database, scope, purpose)),
    list: ({ organisationId }) =>
      withStore(async () => {
        const rows = await declared(database).where('organisation_id', '=', organisationId).execute();
        return rows.map(presentPurpose);
      }),
    remove: ({ organisationId }, projectId, purpose) =>
      withStore(async () => {
        const { numDeletedRows } = await database
          .deleteFrom('project_purposes')
          .where('organisation_id', '=', organisationId)
          .where('project_id', '=', projectId)
          .where('purpose', '=', purpose)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),
    give: ({ organisationId }, { id, purpose, projectId, subject, expiresAt, record }) =>
      changing(database, async (transaction) =>
        presentConsent(
          await transaction
            .insertInto('consents')
            .values({
              id,
              organisation_id: organisationId,
              project_id: projectId ?? null,
              purpose,
              subject: Buffer.from(subject),
              expires_at: expiresAt ?? null,
              record,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      ),
    consents: ({ organisationId }, subject) =>
      withStore(async () => {
        let query = database.selectFrom('consents').selectAll().where('organisation_id', '=', organisationId);
        if (subject !== undefined) query = query.where('subject', '=', Buffer.from(subject));
        return (await query.orderBy('given_at', 'desc').orderBy('id').execute()).map(presentConsent);
      }),
    withdraw: ({ organisationId }, id) =>
      changing(database, async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('consents')
          .set({ withdrawn_at: sql<Date>`now()`, change: sql<string>`nextval('consent_changes')` })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .where('withdrawn_at', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    declarations: () =>
      withStore(async () => {
        const rows = await declared(database).execute();
        return rows.map((row) => ({ ...presentPurpose(row), organisationId: row.organisation_id }));
      }),
    changesAfter: (change) =>
      withStore(async () => {
        const rows = await database
          .selectFrom('consents')
          .selectAll()
          .where('change', '>', change.toString())
          .orderBy('change')
          .limit(CHANGES)
          .execute();
        return rows.map((row) => ({
          ...presentConsent(row),
          organisationId: row.organisation_id,
          change: BigInt(row.change),
        }));
      }),
  };
}

function declared(database: Kysely<Database>) {
  return database.selectFrom('project_purposes').selectAll().orderBy('project_id').orderBy('purpose');
}

async function declare(database: Kysely<Database>, scope: Scope, declaration: DeclaredPurpose): Promise<void> {
  const { projectId, purpose, description, consentRequired } = declaration;
  const project = await database
    .selectFrom('projects')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', projectId)
    .executeTakeFirst();
  if (project === undefined)
    throw new PlatformError('request.invalid', 'there is no such project', { field: 'project' });
  const values = { description, consent_required: consentRequired };
  await database
    .insertInto('project_purposes')
    .values({ organisation_id: scope.organisationId, project_id: projectId, purpose, ...values })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'project_id', 'purpose']).doUpdateSet(values))
    .execute();
}

/** A reader who has seen a change has seen every earlier one: numbers are committed in their order. */
function changing<T>(database: Kysely<Database>, work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> {
  return withStore(() =>
    database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${CHANGE_LOCK})`.execute(transaction);
      return work(transaction);
    }),
  );
}

function presentPurpose(row: Selectable<Database['project_purposes']>): DeclaredPurpose {
  return {
    projectId: row.project_id,
    purpose: row.purpose,
    description: row.description,
    consentRequired: row.consent_required,
  };
}

function presentConsent(row: Selectable<Database['consents']>): Consent {
  return {
    id: row.id,
    purpose: row.purpose,
    projectId: row.project_id,
    givenAt: row.given_at,
    expiresAt: row.expires_at,
    withdrawnAt: row.withdrawn_at,
    record: row.record,
  };
}
