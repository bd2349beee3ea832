import { randomBytes } from 'node:crypto';

import { makeId, PlatformError, type OrganisationId, type ProjectId, type Scope } from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

export interface Organisation {
  readonly id: OrganisationId;
  readonly name: string;
}

export interface Project {
  readonly id: ProjectId;
  readonly organisationId: OrganisationId;
  readonly name: string;
}

/** Organisations and their projects. */
export interface Tenancy {
  /** The first organisation and project, made at the first start. `created` tells whether this call made them. */
  ensureDefault(): Promise<{ readonly project: Project; readonly created: boolean }>;
  /** `undefined` when there is none of this id. */
  organisation(scope: Scope): Promise<Organisation | undefined>;
  /** Fails with `request.invalid` when the name is taken, `access.denied` in the scope of a single project. */
  createProject(scope: Scope, name: string): Promise<Project>;
  projects(scope: Scope): Promise<readonly Project[]>;
  /** By id or name, within the scope. Fails with `request.invalid` naming the known ones. */
  getProject(scope: Scope, idOrName: string): Promise<Project>;
}

const DEFAULT_ORGANISATION = 'Organisation';
const DEFAULT_PROJECT = 'default';
/** Any constant: serialises two servers that start on an empty database. */
const FIRST_START_LOCK = 7_421_001;

export function createTenancy(database: Kysely<Database>): Tenancy {
  return {
    ensureDefault: () => withStore(() => ensureDefault(database)),
    organisation: (scope) => withStore(() => findOrganisation(database, scope)),
    createProject: (scope, name) => withStore(() => createProject(database, scope, name)),
    projects: (scope) => withStore(() => listProjects(database, scope)),
    async getProject(scope, idOrName) {
      const projects = await withStore(() => listProjects(database, scope));
      const found = projects.find((project) => project.id === idOrName || project.name === idOrName);
      if (found !== undefined) return found;
      throw new PlatformError('request.invalid', `there is no project ${idOrName}`, {
        field: 'project',
        remedy: `Known projects: ${projects.map((project) => project.name).join(', ')}`,
      });
    },
  };
}

async function ensureDefault(database: Kysely<Database>): Promise<{ project: Project; created: boolean }> {
  return database.transaction().execute(async (transaction) => {
    await transaction
      .selectNoFrom((expression) =>
        expression.fn('pg_advisory_xact_lock', [expression.val(FIRST_START_LOCK)]).as('lock'),
      )
      .execute();
    const found = await transaction
      .selectFrom('projects')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (found !== undefined) return { project: presentProject(found), created: false };
    const organisation = makeId('org', randomBytes(8).toString('hex'));
    await transaction.insertInto('organisations').values({ id: organisation, name: DEFAULT_ORGANISATION }).execute();
    const project = await transaction
      .insertInto('projects')
      .values({
        id: makeId('prj', randomBytes(8).toString('hex')),
        organisation_id: organisation,
        name: DEFAULT_PROJECT,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { project: presentProject(project), created: true };
  });
}

async function findOrganisation(database: Kysely<Database>, scope: Scope): Promise<Organisation | undefined> {
  const row = await database
    .selectFrom('organisations')
    .select(['id', 'name'])
    .where('id', '=', scope.organisationId)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, name: row.name };
}

async function createProject(database: Kysely<Database>, scope: Scope, name: string): Promise<Project> {
  const organisation = await findOrganisation(database, scope);
  if (scope.projectId !== undefined || organisation === undefined) {
    throw new PlatformError('access.denied', 'a project is made in the scope of its organisation');
  }
  const row = await database
    .insertInto('projects')
    .values({ id: makeId('prj', randomBytes(8).toString('hex')), organisation_id: organisation.id, name })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return presentProject(row);
  throw new PlatformError('request.invalid', `there is a project named ${name} already`, {
    field: 'name',
    remedy: 'Choose another name.',
  });
}

async function listProjects(database: Kysely<Database>, scope: Scope): Promise<readonly Project[]> {
  let query = database.selectFrom('projects').selectAll().where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('id', '=', scope.projectId);
  const rows = await query.orderBy('created_at').orderBy('id').execute();
  return rows.map(presentProject);
}

function presentProject(row: Selectable<Database['projects']>): Project {
  return { id: row.id, organisationId: row.organisation_id, name: row.name };
}
