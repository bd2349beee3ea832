import { randomBytes } from 'node:crypto';

import {
  makeId,
  PlatformError,
  type FileBatch,
  type FileBatchId,
  type FileId,
  type NewUpload,
  type Scope,
  type UploadedFile,
  type UploadRepository,
} from '@riad/contracts';
import type { Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { raiseRevision } from './collections.ts';
import { unusedFiles } from './unused-files.ts';

export function createUploadRepository(database: Kysely<Database>): UploadRepository {
  return {
    add: (scope, input) => withStore(() => add(database, scope, input)),
    get: (scope, id) => withStore(() => get(database, scope, id)),
    list: (scope) =>
      withStore(async () => {
        let query = database
          .selectFrom('uploaded_files')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId);
        if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
        return (await query.orderBy('created_at').orderBy('id').execute()).map(present);
      }),
    remove: (scope, id) => withStore(() => remove(database, scope, id)),
    addBatch: (scope, input) => withStore(() => addBatch(database, scope, input)),
    getBatch: (scope, id) => withStore(() => getBatch(database, scope, id)),
    cancelBatch: (scope, id) =>
      withStore(async () => {
        await getBatch(database, scope, id);
        await database.updateTable('file_batches').set({ cancelled_at: new Date() }).where('id', '=', id).execute();
        return getBatch(database, scope, id);
      }),
  };
}

async function add(database: Kysely<Database>, scope: Scope, input: NewUpload): Promise<UploadedFile> {
  if (scope.projectId !== undefined && scope.projectId !== input.projectId)
    throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
  const row = await database
    .insertInto('uploaded_files')
    .values({
      id: makeId('file', randomBytes(12).toString('hex')),
      organisation_id: scope.organisationId,
      project_id: input.projectId,
      name: input.name,
      purpose: input.purpose,
      mime_type: input.mimeType,
      bytes: input.bytes,
      sha256: input.sha256,
      file_key: input.fileKey,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return present(row);
}

async function get(database: Kysely<Database>, scope: Scope, id: FileId): Promise<UploadedFile> {
  let query = database
    .selectFrom('uploaded_files')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  const row = await query.executeTakeFirst();
  if (row !== undefined) return present(row);
  throw new PlatformError('file.not_found', `there is no file ${id.slice(0, 80)}`, {
    field: 'file_id',
    remedy: 'GET /v1/files lists them.',
  });
}

async function remove(database: Kysely<Database>, scope: Scope, id: FileId): Promise<readonly string[]> {
  const file = await get(database, scope, id);
  return database.transaction().execute(async (transaction) => {
    const documents = await transaction
      .deleteFrom('documents')
      .where('file_id', '=', id)
      .returning('collection_id')
      .execute();
    for (const collection of new Set(documents.map((row) => row.collection_id)))
      await raiseRevision(transaction, collection);
    await transaction.deleteFrom('uploaded_files').where('id', '=', id).execute();
    return unusedFiles(transaction, [file.fileKey]);
  });
}

async function addBatch(
  database: Kysely<Database>,
  scope: Scope,
  { collectionId, documents }: Parameters<UploadRepository['addBatch']>[1],
): Promise<FileBatch> {
  let owner = database
    .selectFrom('collections')
    .select('project_id')
    .where('id', '=', collectionId)
    .where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) owner = owner.where('project_id', '=', scope.projectId);
  const collection = await owner.executeTakeFirst();
  if (collection === undefined) throw new PlatformError('collection.not_found', 'the collection is not in this scope');
  const row = await database
    .insertInto('file_batches')
    .values({
      id: makeId('vsfb', randomBytes(12).toString('hex')),
      organisation_id: scope.organisationId,
      project_id: collection.project_id,
      collection_id: collectionId,
      documents: JSON.stringify(documents),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return presentBatch(row);
}

async function getBatch(database: Kysely<Database>, scope: Scope, id: FileBatchId): Promise<FileBatch> {
  let query = database
    .selectFrom('file_batches')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', scope.organisationId);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  const row = await query.executeTakeFirst();
  if (row !== undefined) return presentBatch(row);
  throw new PlatformError('file_batch.not_found', `there is no batch ${id.slice(0, 80)}`);
}

function present(row: Selectable<Database['uploaded_files']>): UploadedFile {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    purpose: row.purpose,
    mimeType: row.mime_type,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    fileKey: row.file_key,
    createdAt: row.created_at,
  };
}

function presentBatch(row: Selectable<Database['file_batches']>): FileBatch {
  return {
    id: row.id,
    collectionId: row.collection_id,
    documents: row.documents,
    cancelledAt: row.cancelled_at,
    createdAt: row.created_at,
  };
}
