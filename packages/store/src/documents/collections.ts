import { randomBytes } from 'node:crypto';

import {
  makeId,
  PlatformError,
  type Collection,
  type CollectionId,
  type DocumentRepository,
  type NewCollection,
  type Scope,
} from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { presentCollection, type CollectionRow } from './present-document.ts';
import { unusedFiles } from './unused-files.ts';

type Collections = Pick<
  DocumentRepository,
  | 'getCollection'
  | 'createCollection'
  | 'createNewCollection'
  | 'updateCollection'
  | 'listCollections'
  | 'removeCollection'
>;

export function createCollections(database: Kysely<Database>): Collections {
  const list = (scope: Scope): Promise<readonly Collection[]> =>
    withStore(async () => (await rows(database, scope)).map(presentCollection));
  const getCollection = async (scope: Scope, idOrName: string): Promise<Collection> => {
    const all = await list(scope);
    const found = all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => name === idOrName);
    if (found !== undefined) return found;
    throw new PlatformError('collection.not_found', `there is no collection ${idOrName.slice(0, 80)}`, {
      field: 'collection',
      remedy:
        all.length === 0
          ? 'There is none yet: ./riad documents add FILE makes one.'
          : `Known collections: ${all
              .slice(0, 10)
              .map(({ name }) => name)
              .join(', ')}`,
    });
  };
  return {
    listCollections: list,
    getCollection,
    createCollection: (scope, input) =>
      withStore(async () => (await insert(database, scope, input)) ?? getCollection(scope, input.name)),
    createNewCollection: (scope, input) =>
      withStore(async () => {
        for (let number = 1; ; number++) {
          const name = number === 1 ? input.name : `${input.name} (${number})`;
          const made = await insert(database, scope, { ...input, name });
          if (made !== undefined) return made;
        }
      }),
    updateCollection: (scope, id, { metadata, ...input }) =>
      withStore(async () => {
        const all = await list(scope);
        const known = await getCollection(scope, id);
        if (
          all.some(
            ({ id: other, name, projectId }) => other !== id && name === input.name && projectId === known.projectId,
          )
        ) {
          throw new PlatformError('collection.name_taken', `another collection is called ${input.name?.slice(0, 80)}`, {
            field: 'name',
            remedy: 'Choose another name.',
          });
        }
        await database
          .updateTable('collections')
          .set({
            ...input,
            ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
            updated_at: new Date(),
          })
          .where('id', '=', id)
          .execute();
        return getCollection(scope, id);
      }),
    removeCollection: (scope, id) =>
      withStore(async () => {
        const { id: known } = await getCollection(scope, id);
        return database.transaction().execute(async (transaction) => {
          const files = await transaction
            .deleteFrom('documents')
            .where('collection_id', '=', known)
            .returning('file_key')
            .execute();
          await transaction.deleteFrom('collections').where('id', '=', known).execute();
          return unusedFiles(
            transaction,
            files.map((row) => row.file_key),
          );
        });
      }),
  };
}

/** Undefined: the project has one of this name. */
async function insert(
  database: Kysely<Database>,
  scope: Scope,
  { projectId, name, description, metadata = {} }: NewCollection,
): Promise<Collection | undefined> {
  if (scope.projectId !== undefined && scope.projectId !== projectId)
    throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
  const owner = await database
    .selectFrom('projects')
    .select(['id', 'organisation_id'])
    .where('id', '=', projectId)
    .where('organisation_id', '=', scope.organisationId)
    .executeTakeFirst();
  if (owner === undefined)
    throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
  const made = await database
    .insertInto('collections')
    .values({
      id: makeId('col', randomBytes(12).toString('hex')),
      organisation_id: owner.organisation_id,
      project_id: owner.id,
      name,
      description,
      metadata: JSON.stringify(metadata),
    })
    .onConflict((conflict) => conflict.columns(['project_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return made === undefined ? undefined : presentCollection({ ...made, documents: 0, bytes: 0 });
}

async function rows(database: Kysely<Database>, scope: Scope): Promise<CollectionRow[]> {
  let query = database
    .selectFrom('collections')
    .selectAll('collections')
    .select((expression) => [
      expression
        .selectFrom('documents')
        .select((count) => count.fn.countAll().as('count'))
        .whereRef('collection_id', '=', 'collections.id')
        .as('documents'),
      expression
        .selectFrom('documents')
        .select((sum) => sum.fn.sum('documents.bytes').as('sum'))
        .whereRef('collection_id', '=', 'collections.id')
        .as('bytes'),
    ])
    .where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  const found = await query.orderBy('created_at').orderBy('id').execute();
  return found.map((row) => ({ ...row, documents: row.documents ?? 0 }));
}

/** What can be found in the collection has changed. Returns the new revision. */
export async function raiseRevision(database: Kysely<Database>, id: CollectionId): Promise<number> {
  const row = await database
    .updateTable('collections')
    .set({ revision: sql`revision + 1`, updated_at: new Date() })
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirst();
  return Number(row?.revision ?? 0);
}
