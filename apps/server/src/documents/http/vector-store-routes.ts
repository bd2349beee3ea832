import { PlatformError, type Collection, type Scope, type StoredDocument } from '@riad/contracts';
import type { SearchHit } from '@riad/knowledge';
import { z } from 'zod';

import type { Library } from '../../knowledge/library.ts';
import type { DocumentServices } from './document-services.ts';
import { attributeFilter, scalarsOf } from './attribute-filter.ts';
import { isGiven, ok, type DocumentCall, type DocumentRoute } from './document-route.ts';
import { fileId } from './read-ids.ts';
import { cursorPage, listQuery, pageOf, seconds } from './pages-of-lists.ts';

const MOST_FILES = 500;
const LIST_SIZE = 20;
const metadata = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((entries) => Object.keys(entries).length <= 16, 'at most 16 entries');
const createSchema = z.object({
  name: z.string().trim().min(1).max(120).nullish(),
  description: z.string().max(2000).nullish(),
  metadata: metadata.nullish(),
  file_ids: z.array(z.string()).max(MOST_FILES).nullish(),
  expires_after: z.unknown().optional(),
});
const updateSchema = createSchema.omit({ file_ids: true });
const searchSchema = z.object({
  query: z.union([z.string().trim().min(1).max(4096), z.array(z.string().trim().min(1).max(4096)).min(1).max(16)]),
  max_num_results: z.int().min(1).max(50).default(10),
  filters: attributeFilter.nullish(),
  ranking_options: z.looseObject({ score_threshold: z.number().min(0).max(1).default(0) }).nullish(),
});

/** `/vector_stores` of OpenAI's clients: a vector store is a collection. */
export function createVectorStoreRoutes({ library, uploads }: DocumentServices): readonly DocumentRoute[] {
  return [
    {
      method: 'POST',
      path: '/vector_stores',
      async handle({ scope, json }) {
        const input = await json(createSchema);
        refuseExpiry(input.expires_after);
        const files = await Promise.all((input.file_ids ?? []).map((id) => uploads.repository.get(scope, fileId(id))));
        const { id } = await library.documents.createNewCollection(scope, {
          projectId: scope.projectId,
          name: input.name ?? 'vector store',
          description: input.description ?? null,
          metadata: input.metadata ?? {},
        });
        for (const file of files) await uploads.attach(scope, file.id, { collectionId: id });
        return ok(await presentStore(library, scope, id));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores',
      async handle({ scope, query }) {
        const items = await library.documents.listCollections(scope);
        const page = pageOf({ items, idOf: ({ id }) => id, query: query(listQuery), defaultSize: LIST_SIZE });
        const documents = await library.documents.list(scope);
        const data = page.data.map((collection) => present(collection, documents));
        return ok(cursorPage({ ...page, data }));
      },
    },
    {
      method: 'GET',
      path: '/vector_stores/:store',
      handle: async ({ scope, param }) => ok(await presentStore(library, scope, param('store'))),
    },
    {
      method: 'POST',
      path: '/vector_stores/:store',
      async handle({ scope, param, json }) {
        const input = await json(updateSchema);
        refuseExpiry(input.expires_after);
        const { id } = await library.documents.getCollection(scope, param('store'));
        await library.documents.updateCollection(scope, id, {
          ...(isGiven(input.name) ? { name: input.name } : {}),
          ...(isGiven(input.metadata) ? { metadata: input.metadata } : {}),
        });
        return ok(await presentStore(library, scope, id));
      },
    },
    {
      method: 'DELETE',
      path: '/vector_stores/:store',
      async handle({ scope, param }) {
        const { id } = await library.documents.getCollection(scope, param('store'));
        await library.removeCollection(scope, id);
        return ok({ id, object: 'vector_store.deleted', deleted: true });
      },
    },
    { method: 'POST', path: '/vector_stores/:store/search', handle: (call) => search(library, call) },
  ];
}

async function search(library: Library, { scope, param, json }: DocumentCall) {
  const { query, max_num_results: limit, filters, ranking_options: ranking } = await json(searchSchema);
  const { id } = await library.documents.getCollection(scope, param('store'));
  const documents = new Map((await library.documents.list(scope, id)).map((document) => [document.id, document]));
  const allowed = [...documents.values()].filter(({ attributes }) => !isGiven(filters) || filters(attributes));
  const queries = [query].flat();
  const found = await Promise.all(
    queries.map((text) =>
      library.search(scope, {
        collection: id,
        text,
        limit,
        ...(isGiven(filters) ? { documents: allowed.map((document) => document.id) } : {}),
      }),
    ),
  );
  const best = bestOf(found.flat());
  const data = best
    .filter(({ score }) => score >= (ranking?.score_threshold ?? 0))
    .slice(0, limit)
    .map(({ passage, score }) => {
      const document = documents.get(passage.documentId);
      return {
        file_id: document?.fileId ?? passage.documentId,
        filename: passage.documentName,
        score,
        attributes: scalarsOf(document?.attributes ?? {}),
        content: [{ type: 'text', text: passage.text }],
      };
    });
  return ok({
    object: 'vector_store.search_results.page',
    search_query: queries,
    data,
    has_more: false,
    next_page: null,
  });
}

/** A passage that several questions found counts by its best place. */
function bestOf(hits: readonly SearchHit[]): readonly { passage: SearchHit['passage']; score: number }[] {
  const best = new Map<string, SearchHit>();
  for (const hit of hits)
    if ((best.get(hit.passage.passageId)?.score ?? 0) < hit.score) best.set(hit.passage.passageId, hit);
  return [...best.values()]
    .map(({ passage, score }) => ({ passage, score: shareOfBest(score) }))
    .toSorted((left, right) => right.score - left.score);
}

/** Rank fusion gives 2/61 to what is first by words and by meaning; clients expect 0 to 1. */
function shareOfBest(score: number): number {
  return Math.min(1, (score * 61) / 2);
}

async function presentStore(library: Library, scope: Scope, idOrName: string) {
  const collection = await library.documents.getCollection(scope, idOrName);
  return present(collection, await library.documents.list(scope, collection.id));
}

function present(
  { id, name, metadata: noted, bytes, createdAt, updatedAt }: Collection,
  documents: readonly StoredDocument[],
) {
  const counts = countsOf(documents.filter(({ collectionId }) => collectionId === id));
  return {
    id,
    object: 'vector_store',
    created_at: seconds(createdAt),
    name,
    usage_bytes: bytes,
    file_counts: counts,
    status: counts.in_progress > 0 ? 'in_progress' : 'completed',
    expires_after: null,
    expires_at: null,
    last_active_at: seconds(updatedAt),
    metadata: noted,
  };
}

export type FileStatus = 'in_progress' | 'completed' | 'failed';

export function statusOf({ state }: StoredDocument): FileStatus {
  if (state === 'ready') return 'completed';
  return state === 'failed' ? 'failed' : 'in_progress';
}

export function countsOf(
  documents: readonly StoredDocument[],
): Readonly<Record<FileStatus | 'cancelled' | 'total', number>> {
  const of = (status: FileStatus): number => documents.filter((document) => statusOf(document) === status).length;
  return {
    in_progress: of('in_progress'),
    completed: of('completed'),
    failed: of('failed'),
    cancelled: 0,
    total: documents.length,
  };
}

function refuseExpiry(expiresAfter: unknown): void {
  if (expiresAfter === undefined || expiresAfter === null) return;
  throw new PlatformError('request.unsupported', 'a collection is kept until it is deleted', {
    field: 'expires_after',
    remedy: 'Leave it out, and delete the vector store when it is no longer needed.',
  });
}
