import {
  PlatformError,
  type NewPolicy,
  type PolicyRepository,
  type ProjectId,
  type Scope,
  type StoredPolicy,
} from '@riad/contracts';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** PostgreSQL's code for a row that exists already. */
const DUPLICATE = '23505';

export function createPolicyRepository(database: Kysely<Database>): PolicyRepository {
  return {
    list: (scope) =>
      withStore(async () => {
        const rows = await ofScope(database, scope).orderBy('version', 'desc').execute();
        return rows.map(present);
      }),
    add: (scope, policy) => withStore(() => add(database, scope, policy)),
    approve: (scope, version, approvedBy) => withStore(() => approve(database, scope, { version, approvedBy })),
    refuse: (scope, version) => withStore(() => refuse(database, scope, version)),
    inForce: () =>
      withStore(async () => {
        const rows = await database
          .selectFrom('policies')
          .selectAll()
          .where('state', 'in', ['in-force', 'replaced'])
          .orderBy('organisation_id')
          .orderBy('project_id')
          // What is in force before what it replaced.
          .orderBy('state')
          .orderBy('version', 'desc')
          .execute();
        return rows.map((row) => ({ ...present(row), scope: scopeOf(row) }));
      }),
    revision: () =>
      withStore(async () => {
        const row = await database
          .selectFrom('policies')
          .select(({ fn }) => [fn.max('revision').as('newest'), fn.countAll<string>().as('count')])
          .executeTakeFirstOrThrow();
        return `${row.newest ?? '0'}-${row.count}`;
      }),
  };
}

function ofScope(database: Kysely<Database>, scope: Scope) {
  return database
    .selectFrom('policies')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('project_id', '=', scope.projectId ?? '');
}

async function add(
  database: Kysely<Database>,
  scope: Scope,
  { projectId, state, policy, createdBy }: NewPolicy,
): Promise<boolean> {
  await requireProject(database, scope, projectId);
  const own: Scope = projectId === undefined ? { organisationId: scope.organisationId } : { ...scope, projectId };
  try {
    await database.transaction().execute(async (transaction) => {
      if (state === 'in-force') await replaceCurrent(transaction, own);
      await transaction
        .insertInto('policies')
        .values({
          organisation_id: own.organisationId,
          project_id: own.projectId ?? '',
          version: policy.version,
          state,
          document: JSON.stringify(policy),
          created_by: createdBy,
        })
        .execute();
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === DUPLICATE) return false;
    throw error;
  }
}

async function requireProject(
  database: Kysely<Database>,
  { organisationId, projectId: scoped }: Scope,
  projectId: ProjectId | undefined,
): Promise<void> {
  if (projectId === undefined && scoped === undefined) return;
  const found =
    projectId === undefined || (scoped !== undefined && scoped !== projectId)
      ? undefined
      : await database
          .selectFrom('projects')
          .select('id')
          .where('organisation_id', '=', organisationId)
          .where('id', '=', projectId)
          .executeTakeFirst();
  if (found === undefined)
    throw new PlatformError('access.denied', 'the policy is not of this scope', { field: 'project' });
}

async function approve(
  database: Kysely<Database>,
  scope: Scope,
  { version, approvedBy }: { readonly version: number; readonly approvedBy: string },
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const pending = await transaction
      .selectFrom('policies')
      .select('version')
      .where('organisation_id', '=', scope.organisationId)
      .where('project_id', '=', scope.projectId ?? '')
      .where('version', '=', version)
      .where('state', '=', 'pending')
      .forUpdate()
      .executeTakeFirst();
    if (pending === undefined) return false;
    await replaceCurrent(transaction, scope);
    await settle(transaction, scope, { version, state: 'in-force', approvedBy });
    return true;
  });
}

async function refuse(database: Kysely<Database>, scope: Scope, version: number): Promise<boolean> {
  return settle(database, scope, { version, state: 'refused', approvedBy: null });
}

async function settle(
  database: Kysely<Database> | Transaction<Database>,
  scope: Scope,
  {
    version,
    state,
    approvedBy,
  }: { readonly version: number; readonly state: 'in-force' | 'refused'; readonly approvedBy: string | null },
): Promise<boolean> {
  const result = await database
    .updateTable('policies')
    .set({ state, approved_by: approvedBy, revision: sql<string>`nextval('policy_revisions')` })
    .where('organisation_id', '=', scope.organisationId)
    .where('project_id', '=', scope.projectId ?? '')
    .where('version', '=', version)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

async function replaceCurrent(transaction: Transaction<Database>, scope: Scope): Promise<void> {
  await transaction
    .updateTable('policies')
    .set({ state: 'replaced' })
    .where('organisation_id', '=', scope.organisationId)
    .where('project_id', '=', scope.projectId ?? '')
    .where('state', '=', 'in-force')
    .execute();
}

function present(row: Selectable<Database['policies']>): StoredPolicy {
  return {
    version: row.version,
    projectId: row.project_id === '' ? undefined : row.project_id,
    state: row.state,
    document: row.document,
    createdAt: row.created_at,
    createdBy: row.created_by,
    approvedBy: row.approved_by,
  };
}

function scopeOf(row: Selectable<Database['policies']>): Scope {
  const { organisation_id: organisationId, project_id: projectId } = row;
  return projectId === '' ? { organisationId } : { organisationId, projectId };
}
