import {
  PlatformError,
  type ApiKey,
  type Clock,
  type KeyId,
  type KeyRepository,
  type NewKey,
  type Scope,
} from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { drawSecret } from './secret.ts';

interface KeyRepositoryOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}

export function createKeyRepository({ database, clock }: KeyRepositoryOptions): KeyRepository {
  return {
    create: (scope, input) => withStore(() => create(database, scope, input)),
    list: (scope) => withStore(() => list(database, scope)),
    revoke: (scope, id) => withStore(() => revoke(database, scope, { id, at: new Date(clock.now()) })),
  };
}

async function create(
  database: Kysely<Database>,
  scope: Scope,
  input: NewKey,
): Promise<{ key: ApiKey; secret: string }> {
  const project = await database
    .selectFrom('projects')
    .select('name')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', input.projectId)
    .executeTakeFirst();
  if (project === undefined || (scope.projectId !== undefined && scope.projectId !== input.projectId)) {
    throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
  }
  const drawn = drawSecret();
  const row = await database
    .insertInto('api_keys')
    .values({
      id: drawn.id,
      organisation_id: scope.organisationId,
      project_id: input.projectId,
      name: input.name,
      hint: drawn.hint,
      secret_hash: drawn.hash,
      limits: JSON.stringify(input.limits),
      expires_at: input.expiresAt ?? null,
      role: input.role,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { secret: drawn.secret, key: presentKey(row, project.name) };
}

async function list(database: Kysely<Database>, scope: Scope): Promise<readonly ApiKey[]> {
  let query = database
    .selectFrom('api_keys')
    .innerJoin('projects', 'projects.id', 'api_keys.project_id')
    .selectAll('api_keys')
    .select('projects.name as project_name')
    .where('api_keys.organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('api_keys.project_id', '=', scope.projectId);
  const rows = await query.orderBy('api_keys.created_at').orderBy('api_keys.id').execute();
  return rows.map((row) => presentKey(row, row.project_name));
}

async function revoke(
  database: Kysely<Database>,
  scope: Scope,
  { id, at }: { readonly id: KeyId; readonly at: Date },
): Promise<boolean> {
  let query = database
    .updateTable('api_keys')
    .set((expression) => ({ revoked_at: expression.fn.coalesce('revoked_at', expression.val(at)) }))
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', id);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  const result = await query.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** What may leave. The hash stays. */
function presentKey(row: Selectable<Database['api_keys']>, projectName: string): ApiKey {
  return {
    id: row.id,
    name: row.name,
    projectId: row.project_id,
    projectName,
    hint: row.hint,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    limits: row.limits,
    role: row.role,
  };
}
