import { PlatformError, type CollectionId, type DocumentAttributes, type StoredDocument } from '@riad/contracts';
import { z } from 'zod';

import { shownName } from '../../knowledge/library.ts';
import type { DocumentServices } from './document-services.ts';
import { attributesSchema } from './attribute-filter.ts';
import { isGiven, ok, type DocumentCall, type DocumentReply, type DocumentRoute } from './document-route.ts';
import { textOf } from './document-text.ts';
import { documentId } from './read-ids.ts';
import { listQuery, pageOf, paginationOf } from './pages-of-lists.ts';

const LIST_SIZE = 100;
const LINK_HOURS = 1;
const sortable = ['created_at', 'name', 'size'] as const;
const documentsQuery = listQuery.extend({
  search: z.string().optional(),
  sort_by: z.enum(sortable).default('created_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
  /** JSON: attribute → value. */
  filters_attributes: z.string().optional(),
});
const updateSchema = z.object({
  name: z.string().trim().min(1).max(255).nullish(),
  attributes: attributesSchema.nullish(),
  expires_at: z.string().nullish(),
});
const textQuery = z.object({
  page_start: z.coerce.number().int().min(0).optional(),
  page_end: z.coerce.number().int().min(0).optional(),
});

/** Documents of a library, in the shapes of Mistral's clients. */
export function createLibraryDocumentRoutes(services: DocumentServices): readonly DocumentRoute[] {
  const { library, links } = services;
  const base = '/libraries/:library/documents';

  async function find({ scope, param }: DocumentCall): Promise<StoredDocument> {
    const { id: collection } = await library.documents.getCollection(scope, param('library'));
    return getIn(services, scope, { collection, asked: param('document') });
  }
  async function update(call: DocumentCall): Promise<DocumentReply> {
    const { name, attributes, expires_at: expires } = await call.json(updateSchema);
    if (isGiven(expires))
      throw new PlatformError('request.unsupported', 'a document is kept until it is deleted', { field: 'expires_at' });
    const { id } = await find(call);
    const changed = await library.documents.change(call.scope, id, {
      ...(isGiven(name) ? { name: shownName(name) } : {}),
      ...(attributes === undefined ? {} : { attributes: attributes ?? {} }),
    });
    return ok(present(changed));
  }
  async function link(call: DocumentCall, kind: 'document' | 'text'): Promise<DocumentReply> {
    const { id } = await find(call);
    return ok(call.address + links.create({ scope: call.scope, kind, id }, LINK_HOURS));
  }

  return [
    {
      method: 'POST',
      path: base,
      async handle({ scope, param, upload }) {
        const { id: collectionId } = await library.documents.getCollection(scope, param('library'));
        const { file, name } = await upload();
        const { document, existed } = await library.addFile(scope, { collectionId, name, file });
        return { status: existed ? 200 : 201, json: present(document) };
      },
    },
    {
      method: 'GET',
      path: base,
      async handle({ scope, param, query }) {
        const { search, sort_by: by, sort_order: order, filters_attributes: filter, ...walk } = query(documentsQuery);
        const { id } = await library.documents.getCollection(scope, param('library'));
        const wanted = filter === undefined ? {} : readAttributes(filter);
        const items = (await library.documents.list(scope, id))
          .filter(
            ({ name, attributes }) =>
              (search === undefined || name.toLowerCase().includes(search.toLowerCase())) && holds(attributes, wanted),
          )
          .toSorted(comparing(by));
        const page = pageOf({
          items,
          idOf: (document) => document.id,
          query: { ...walk, order },
          defaultSize: LIST_SIZE,
        });
        return ok({ pagination: paginationOf(page), data: page.data.map(present) });
      },
    },
    { method: 'GET', path: `${base}/:document`, handle: async (call) => ok(present(await find(call))) },
    { method: 'PATCH', path: `${base}/:document`, handle: update },
    { method: 'PUT', path: `${base}/:document`, handle: update },
    {
      method: 'DELETE',
      path: `${base}/:document`,
      async handle(call) {
        await library.remove(call.scope, (await find(call)).id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: `${base}/:document/status`,
      async handle(call) {
        const document = await find(call);
        return ok({ document_id: document.id, ...processing(document) });
      },
    },
    {
      method: 'GET',
      path: `${base}/:document/text_content`,
      async handle(call) {
        const { page_start: from = 0, page_end: to = Infinity } = call.query(textQuery);
        const pages = await library.documents.pages(call.scope, (await find(call)).id);
        return ok({ text: textOf(pages.filter(({ number }) => number - 1 >= from && number - 1 <= to)) });
      },
    },
    {
      method: 'POST',
      path: `${base}/:document/reprocess`,
      async handle(call) {
        await library.reprocess(call.scope, (await find(call)).id);
        return { status: 204 };
      },
    },
    { method: 'GET', path: `${base}/:document/signed-url`, handle: (call) => link(call, 'document') },
    { method: 'GET', path: `${base}/:document/extracted-text-signed-url`, handle: (call) => link(call, 'text') },
  ];
}

async function getIn(
  { library }: DocumentServices,
  scope: DocumentCall['scope'],
  { collection, asked }: { readonly collection: CollectionId; readonly asked: string },
): Promise<StoredDocument> {
  const document = await library.documents.get(scope, documentId(asked));
  if (document.collectionId === collection) return document;
  throw new PlatformError('document.not_found', 'this document is not in this library');
}

function readAttributes(text: string): DocumentAttributes {
  try {
    return attributesSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new PlatformError('request.invalid', 'filters_attributes is a JSON object of attributes and values', {
      field: 'filters_attributes',
      cause: error,
    });
  }
}

function holds(attributes: DocumentAttributes, wanted: DocumentAttributes): boolean {
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(attributes[key]) === JSON.stringify(value));
}

function comparing(by: (typeof sortable)[number]): (left: StoredDocument, right: StoredDocument) => number {
  switch (by) {
    case 'created_at':
      return (left, right) => left.createdAt.getTime() - right.createdAt.getTime();
    case 'name':
      return (left, right) => left.name.localeCompare(right.name);
    case 'size':
      return (left, right) => left.bytes - right.bytes;
  }
}

const processStatus = {
  queued: 'todo',
  extracting: 'in_progress',
  indexing: 'in_progress',
  ready: 'done',
  failed: 'error',
} as const;

/** `processing_status` is what their examples wait on: anything that is not over is "Running". */
function processing({ state }: StoredDocument) {
  const over = { ready: 'Completed', failed: 'Failed' } as const;
  return {
    process_status: processStatus[state],
    processing_status: state === 'ready' || state === 'failed' ? over[state] : 'Running',
  };
}

function present(document: StoredDocument) {
  const { id, collectionId, projectId, sha256, format, bytes, name, createdAt, updatedAt, pages, attributes } =
    document;
  return {
    id,
    library_id: collectionId,
    hash: sha256,
    mime_type: null,
    extension: name.includes('.') ? (name.split('.').at(-1) ?? null) : format,
    size: bytes,
    name,
    summary: null,
    created_at: createdAt.toISOString(),
    last_processed_at: document.state === 'ready' ? updatedAt.toISOString() : null,
    number_of_pages: pages === 0 ? null : pages,
    ...processing(document),
    uploaded_by_id: projectId,
    uploaded_by_type: 'Workspace',
    tokens_processing_main_content: null,
    tokens_processing_summary: null,
    tokens_processing_total: 0,
    url: null,
    attributes,
    expires_at: null,
  };
}
