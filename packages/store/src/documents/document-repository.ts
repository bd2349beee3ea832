import { randomBytes } from 'node:crypto';

import {
  makeId,
  PlatformError,
  type DocumentId,
  type DocumentRepository,
  type NewDocument,
  type Scope,
  type StoredDocument,
} from '@riad/contracts';
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { createCollections, raiseRevision } from './collections.ts';
import { presentDocument, presentPage, presentPassage, readVector } from './present-document.ts';
import { unusedFiles } from './unused-files.ts';
import { createWorkQueue } from './work-queue.ts';

export function createDocumentRepository(database: Kysely<Database>): DocumentRepository {
  return {
    ...createCollections(database),
    add: (scope, input) => withStore(() => add(database, scope, input)),
    get: (scope, id) => withStore(() => get(database, scope, id)),
    list: (scope, collectionId) =>
      withStore(async () => {
        let query = inScope(database, scope).selectAll('documents');
        if (collectionId !== undefined) query = query.where('documents.collection_id', '=', collectionId);
        const rows = await query.orderBy('documents.created_at').orderBy('documents.id').execute();
        return rows.map(presentDocument);
      }),
    change: (scope, id, { name, attributes }) =>
      withStore(async () => {
        await get(database, scope, id);
        const row = await database
          .updateTable('documents')
          .set({
            ...(name === undefined ? {} : { name }),
            ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
            updated_at: new Date(),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return presentDocument(row);
      }),
    fileKey: (scope, id) =>
      withStore(async () => {
        const row = await inScope(database, scope)
          .select(['documents.file_key', 'documents.original_removed_at'])
          .where('documents.id', '=', id)
          .executeTakeFirst();
        if (row === undefined) return failMissing(id);
        if (row.original_removed_at === null) return row.file_key;
        throw new PlatformError('document.original_removed', 'the original file was erased at a person’s request');
      }),
    unused: (fileKeys) => withStore(() => unusedFiles(database, fileKeys)),
    pages: (scope, id) =>
      withStore(async () => {
        await get(database, scope, id);
        const rows = await database
          .selectFrom('document_pages')
          .selectAll()
          .where('document_id', '=', id)
          .orderBy('number')
          .execute();
        return rows.map(presentPage);
      }),
    remove: (scope, id) => withStore(() => remove(database, scope, id)),
    reprocess: (scope, id) => withStore(() => reprocess(database, scope, id)),
    passages: (scope, ids) => withStore(() => passages(database, scope, ids)),
    passagesOf: (scope, id) =>
      withStore(async () => {
        const rows = await passageQuery(database, scope)
          .where('passages.document_id', '=', id)
          .orderBy('passages.ordinal')
          .execute();
        return rows.map(presentPassage);
      }),
    searchable: (scope, collectionId) =>
      withStore(async () => {
        const rows = await inScope(database, scope)
          .select(['documents.id', 'documents.found_at'])
          .where('documents.collection_id', '=', collectionId)
          .where('documents.found_at', 'is not', null)
          .execute();
        return rows.map((row) => ({ documentId: row.id, revision: Number(row.found_at) }));
      }),
    indexRows: (scope, id) => withStore(() => indexRows(database, scope, id)),
    work: createWorkQueue(database),
  };
}

function inScope(database: Kysely<Database>, scope: Scope): SelectQueryBuilder<Database, 'documents', object> {
  const query = database.selectFrom('documents').where('documents.organisation_id', '=', scope.organisationId);
  return scope.projectId === undefined ? query : query.where('documents.project_id', '=', scope.projectId);
}

function failMissing(id: string): never {
  throw new PlatformError('document.not_found', `there is no document ${id.slice(0, 80)}`, {
    remedy: './riad documents list shows them.',
  });
}

async function get(database: Kysely<Database>, scope: Scope, id: DocumentId): Promise<StoredDocument> {
  const row = await inScope(database, scope).selectAll('documents').where('documents.id', '=', id).executeTakeFirst();
  return row === undefined ? failMissing(id) : presentDocument(row);
}

async function add(
  database: Kysely<Database>,
  scope: Scope,
  input: NewDocument,
): Promise<{ document: StoredDocument; existed: boolean }> {
  const collection = await database
    .selectFrom('collections')
    .select(['id', 'project_id'])
    .where('id', '=', input.collectionId)
    .where('organisation_id', '=', scope.organisationId)
    .executeTakeFirst();
  if (collection === undefined || (scope.projectId !== undefined && scope.projectId !== collection.project_id)) {
    throw new PlatformError('collection.not_found', 'the collection is not in this scope');
  }
  const made = await database
    .insertInto('documents')
    .values({
      id: makeId('doc', randomBytes(12).toString('hex')),
      organisation_id: scope.organisationId,
      project_id: collection.project_id,
      collection_id: collection.id,
      name: input.name,
      bytes: input.bytes,
      sha256: input.sha256,
      file_key: input.fileKey,
      ...(input.attributes === undefined ? {} : { attributes: JSON.stringify(input.attributes) }),
      ...(input.fileId === undefined ? {} : { file_id: input.fileId }),
    })
    .onConflict((conflict) => conflict.columns(['collection_id', 'sha256']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (made !== undefined) return { document: presentDocument(made), existed: false };
  const found = await inScope(database, scope)
    .selectAll('documents')
    .where('documents.collection_id', '=', input.collectionId)
    .where('documents.sha256', '=', input.sha256)
    .executeTakeFirstOrThrow();
  return { document: presentDocument(found), existed: true };
}

async function remove(database: Kysely<Database>, scope: Scope, id: DocumentId): Promise<readonly string[]> {
  const document = await get(database, scope, id);
  return database.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom('documents')
      .where('id', '=', document.id)
      .returning('file_key')
      .execute();
    await raiseRevision(transaction, document.collectionId);
    return unusedFiles(
      transaction,
      gone.map((row) => row.file_key),
    );
  });
}

async function reprocess(database: Kysely<Database>, scope: Scope, id: DocumentId): Promise<StoredDocument> {
  await get(database, scope, id);
  const row = await database
    .updateTable('documents')
    .set({ state: 'queued', version: 0, attempts: 0, problem: null, lease_until: new Date(0), updated_at: new Date() })
    .where('id', '=', id)
    .where('rewritten_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return presentDocument(row);
  throw new PlatformError('document.rewritten', 'its text was changed at a person’s request');
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- the builder's type is long and inferred
function passageQuery(database: Kysely<Database>, scope: Scope) {
  const query = database
    .selectFrom('passages')
    .innerJoin('documents', 'documents.id', 'passages.document_id')
    .select([
      'passages.id',
      'passages.document_id',
      'passages.ordinal',
      'passages.heading',
      'passages.text',
      'passages.page',
      'passages.sentences',
      'passages.reference_keys',
      'documents.collection_id',
      'documents.name',
      'documents.title',
      'documents.quality',
    ])
    .where('passages.organisation_id', '=', scope.organisationId);
  return scope.projectId === undefined ? query : query.where('passages.project_id', '=', scope.projectId);
}

async function passages(
  database: Kysely<Database>,
  scope: Scope,
  ids: readonly string[],
): Promise<ReturnType<typeof presentPassage>[]> {
  if (ids.length === 0) return [];
  const rows = await passageQuery(database, scope)
    .where('passages.id', 'in', [...ids])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, presentPassage(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function indexRows(
  database: Kysely<Database>,
  scope: Scope,
  id: DocumentId,
): Promise<ReturnType<typeof presentRow>[]> {
  let query = database
    .selectFrom('passages')
    .select(['id', 'document_id', 'heading', 'text', 'reference_keys', 'vector'])
    .where('organisation_id', '=', scope.organisationId)
    .where('document_id', '=', id);
  if (scope.projectId !== undefined) query = query.where('project_id', '=', scope.projectId);
  return (await query.orderBy(sql`ordinal`).execute()).map(presentRow);
}

function presentRow(row: {
  id: string;
  document_id: DocumentId;
  heading: string;
  text: string;
  reference_keys: readonly string[];
  vector: Buffer | null;
}) {
  return {
    passageId: row.id,
    documentId: row.document_id,
    heading: row.heading,
    text: row.text,
    references: row.reference_keys,
    vector: row.vector === null || row.vector.length === 0 ? null : readVector(row.vector),
  };
}
