import {
  parseId,
  PlatformError,
  type CollectionId,
  type FileBatch,
  type Scope,
  type StoredDocument,
} from '@riad/contracts';
import { z } from 'zod';

import type { Library } from '../../knowledge/library.ts';
import type { Uploads } from '../uploads.ts';
import type { DocumentServices } from './document-services.ts';
import { attributesSchema, scalarsOf } from './attribute-filter.ts';
import { isGiven, ok, type DocumentCall, type DocumentReply, type DocumentRoute } from './document-route.ts';
import { textOf } from './document-text.ts';
import { fileId } from './read-ids.ts';
import { cursorPage, listQuery, pageOf, seconds } from './pages-of-lists.ts';
import { countsOf, statusOf } from './vector-store-routes.ts';

const LIST_SIZE = 20;
const MOST_FILES = 500;
const attributes = attributesSchema.nullish();
const attachSchema = z.object({ file_id: z.string(), attributes });
const batchSchema = z
  .object({
    file_ids: z.array(z.string()).min(1).max(MOST_FILES).optional(),
    files: z.array(attachSchema).min(1).max(MOST_FILES).optional(),
    attributes,
  })
  .refine((body) => (body.file_ids === undefined) !== (body.files === undefined), 'give either file_ids or files');
const filesQuery = listQuery.extend({ filter: z.enum(['in_progress', 'completed', 'failed', 'cancelled']).optional() });

/** Files of a vector store, alone and in batches. */
export function createVectorStoreFileRoutes({ library, uploads }: DocumentServices): readonly DocumentRoute[] {
  return [
    {
      method: 'POST',
      path: '/vector_stores/:store/files',
      async handle({ scope, param, json }) {
        const input = await json(attachSchema);
        const { id: collectionId } = await library.documents.getCollection(scope, param('store'));
        const { document } = await uploads.attach(scope, fileId(input.file_id), {
          collectionId,
          ...(isGiven(input.attributes) ? { attributes: input.attributes } : {}),
        });
        return ok(presentFile(document, input.file_id));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store/files',
      async handle({ scope, param, query }) {
        const { id } = await library.documents.getCollection(scope, param('store'));
        return listFiles(await library.documents.list(scope, id), query(filesQuery));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store/files/:file',
      handle: async (call) => ok(presentFile(await findDocument({ library, uploads }, call), call.param('file'))),
    },
    {
      method: 'POST',
      path: '/vector_stores/:store/files/:file',
      async handle(call) {
        const input = await call.json(z.object({ attributes: attributesSchema.nullable() }));
        const { id } = await findDocument({ library, uploads }, call);
        const changed = await library.documents.change(call.scope, id, { attributes: input.attributes ?? {} });
        return ok(presentFile(changed, call.param('file')));
      },
    },
    {
      method: 'DELETE',
      path: '/vector_stores/:store/files/:file',
      async handle(call) {
        await library.remove(call.scope, (await findDocument({ library, uploads }, call)).id);
        return ok({ id: call.param('file'), object: 'vector_store.file.deleted', deleted: true });
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store/files/:file/content',
      async handle(call) {
        const { id } = await findDocument({ library, uploads }, call);
        const text = textOf(await library.documents.pages(call.scope, id));
        return ok({
          object: 'vector_store.file_content.page',
          data: [{ type: 'text', text }],
          has_more: false,
          next_page: null,
        });
      },
    },
    ...createBatchRoutes({ library, uploads }),
  ];
}

function createBatchRoutes({
  library,
  uploads,
}: Pick<DocumentServices, 'library' | 'uploads'>): readonly DocumentRoute[] {
  async function find({ scope, param }: DocumentCall): Promise<FileBatch> {
    const id = parseId('vsfb', param('batch'));
    const { id: store } = await library.documents.getCollection(scope, param('store'));
    const batch = id === undefined ? undefined : await uploads.repository.getBatch(scope, id);
    if (batch?.collectionId === store) return batch;
    throw new PlatformError('file_batch.not_found', 'there is no such batch in this vector store');
  }
  async function membersOf(scope: Scope, { collectionId, documents }: FileBatch): Promise<readonly StoredDocument[]> {
    const members = new Set(documents);
    return (await library.documents.list(scope, collectionId)).filter(({ id }) => members.has(id));
  }
  return [
    {
      method: 'POST',
      path: '/vector_stores/:store/file_batches',
      async handle({ scope, param, json }) {
        const input = await json(batchSchema);
        const { id: collectionId } = await library.documents.getCollection(scope, param('store'));
        const wanted =
          input.files ?? (input.file_ids ?? []).map((id) => ({ file_id: id, attributes: input.attributes }));
        // All are looked up before any is added: a batch with a stranger's file adds nothing.
        for (const { file_id: id } of wanted) await uploads.repository.get(scope, fileId(id));
        const documents = [];
        for (const { file_id: id, attributes: noted } of wanted) {
          const { document } = await uploads.attach(scope, fileId(id), {
            collectionId,
            ...(isGiven(noted) ? { attributes: noted } : {}),
          });
          documents.push(document.id);
        }
        const batch = await uploads.repository.addBatch(scope, { collectionId, documents: [...new Set(documents)] });
        return ok(presentBatch(batch, await membersOf(scope, batch)));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store/file_batches/:batch',
      async handle(call) {
        const batch = await find(call);
        return ok(presentBatch(batch, await membersOf(call.scope, batch)));
      },
    },
    {
      method: 'POST',
      path: '/vector_stores/:store/file_batches/:batch/cancel',
      async handle(call) {
        const batch = await find(call);
        for (const document of await membersOf(call.scope, batch))
          if (statusOf(document) === 'in_progress') await library.remove(call.scope, document.id);
        const cancelled = await uploads.repository.cancelBatch(call.scope, batch.id);
        return ok(presentBatch(cancelled, await membersOf(call.scope, batch)));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store/file_batches/:batch/files',
      async handle(call) {
        return listFiles(await membersOf(call.scope, await find(call)), call.query(filesQuery));
      },
    },
  ];
}

function listFiles(
  documents: readonly StoredDocument[],
  { filter, ...query }: z.infer<typeof filesQuery>,
): DocumentReply {
  const items = documents
    .filter((document) => filter === undefined || statusOf(document) === filter)
    .map((document) => presentFile(document, document.fileId ?? document.id));
  return ok(cursorPage(pageOf({ items, idOf: ({ id }) => id, query, defaultSize: LIST_SIZE })));
}

/** By the id of the file it was made of, of any file with its content, or its own. */
async function findDocument(
  { library, uploads }: { readonly library: Library; readonly uploads: Uploads },
  { scope, param }: DocumentCall,
): Promise<StoredDocument> {
  const { id: store } = await library.documents.getCollection(scope, param('store'));
  const asked = param('file');
  const found = await documentOf(library, scope, { store, asked });
  if (found !== undefined) return found;
  const file = parseId('file', asked);
  const sha256 = file === undefined ? undefined : (await uploads.repository.get(scope, file)).sha256;
  const same = (await library.documents.list(scope, store)).find((document) => document.sha256 === sha256);
  if (same !== undefined) return same;
  throw new PlatformError('document.not_found', 'this file is not in this vector store', { field: 'file_id' });
}

async function documentOf(
  library: Library,
  scope: Scope,
  { store, asked }: { readonly store: CollectionId; readonly asked: string },
): Promise<StoredDocument | undefined> {
  return (await library.documents.list(scope, store)).find(({ id, fileId: file }) => id === asked || file === asked);
}

function presentFile(document: StoredDocument, id: string) {
  const { collectionId, bytes, createdAt, problem, attributes: noted } = document;
  return {
    id,
    object: 'vector_store.file',
    created_at: seconds(createdAt),
    usage_bytes: bytes,
    vector_store_id: collectionId,
    status: statusOf(document),
    last_error: document.state === 'failed' && problem !== null ? lastError(problem) : null,
    attributes: scalarsOf(noted),
    chunking_strategy: { type: 'other' },
  };
}

function lastError({ code, message, remedy }: NonNullable<StoredDocument['problem']>) {
  const ours = { 'document.unsupported': 'unsupported_file', 'server.internal': 'server_error' }[code];
  return { code: ours ?? 'invalid_file', message: [message, remedy].filter((part) => part !== null).join('. ') };
}

function presentBatch(
  { id, collectionId, documents, cancelledAt, createdAt }: FileBatch,
  members: readonly StoredDocument[],
) {
  const counts = countsOf(members);
  const gone = documents.length - members.length;
  const open = counts.in_progress > 0 ? 'in_progress' : 'completed';
  return {
    id,
    object: 'vector_store.files_batch',
    created_at: seconds(createdAt),
    vector_store_id: collectionId,
    status: cancelledAt === null ? open : 'cancelled',
    file_counts: { ...counts, cancelled: cancelledAt === null ? 0 : gone, total: documents.length },
  };
}
