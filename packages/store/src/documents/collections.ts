import { randomBytes } from 'node:crypto';

import {
  makeId,
  PlatformError,
  type Collection,
  type CollectionId,
  type DocumentRepository,
  type Scope,
} from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { presentCollection, type CollectionRow } from './present-document.ts';
import { unusedFiles } from './unused-files.ts';

type Collections = Pick<
  DocumentRepository,
  'getCollection' | 'createCollection' | 'updateCollection' | 'listCollections' | 'removeCollection'
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
      withStore(async () => {
        if (scope.projectId !== undefined && scope.projectId !== input.projectId)
          throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
        const made = await database
          .insertInto('collections')
          .columns(['id', 'organisation_id', 'project_id', 'name', 'description'])
          .expression(
            database
              .selectFrom('projects')
              .select((expression) => [
                expression.val<CollectionId>(makeId('col', randomBytes(12).toString('hex'))).as('id'),
                'organisation_id',
                'id as project_id',
                expression.val(input.name).as('name'),
                expression.val(input.description).as('description'),
              ])
              .where('id', '=', input.projectId)
              .where('organisation_id', '=', scope.organisationId),
          )
          .onConflict((conflict) => conflict.columns(['project_id', 'name']).doNothing())
          .returningAll()
          .executeTakeFirst();
        return made === undefined
          ? getCollection(scope, input.name)
          : presentCollection({ ...made, documents: 0, bytes: 0 });
      }),
    updateCollection: (scope, id, input) =>
      withStore(async () => {
        await getCollection(scope, id);
        await database
          .updateTable('collections')
          .set({ ...input, updated_at: new Date() })
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
