import type { Readable } from 'node:stream';

import {
  PlatformError,
  type Collection,
  type CollectionId,
  type DocumentId,
  type DocumentRepository,
  type LedgerPort,
  type ProjectId,
  type Scope,
  type StoredDocument,
} from '@riad/contracts';
import {
  answerQuestion,
  openPdf,
  type DocumentAnswer,
  type Ingestion,
  type Search,
  type SearchHit,
} from '@riad/knowledge';
import type { FileStore } from '@riad/store';

import type { ModelPorts } from './model-ports.ts';

export interface Upload {
  readonly projectId: ProjectId;
  /** Made when the project has none of this name. */
  readonly collection: string;
  readonly name: string;
  readonly content: Readable;
}

/** Everything one can do with documents; what the commands and both APIs are made of. */
export interface Library {
  readonly documents: DocumentRepository;
  add(scope: Scope, upload: Upload): Promise<{ readonly document: StoredDocument; readonly existed: boolean }>;
  addTo(
    scope: Scope,
    collection: Collection,
    file: { readonly name: string; readonly content: Readable },
  ): Promise<{ readonly document: StoredDocument; readonly existed: boolean }>;
  remove(scope: Scope, id: DocumentId): Promise<void>;
  removeCollection(scope: Scope, id: CollectionId): Promise<void>;
  reprocess(scope: Scope, id: DocumentId): Promise<StoredDocument>;
  file(scope: Scope, id: DocumentId): Promise<Buffer>;
  /** A page as an image, PPM-free: raw pixels and their size. PDF alone has pages that can be drawn. */
  pageImage(
    scope: Scope,
    id: DocumentId,
    page: number,
  ): Promise<{ readonly data: Uint8Array; readonly width: number; readonly height: number }>;
  search(
    scope: Scope,
    request: { readonly collection?: string; readonly text: string; readonly limit: number },
  ): Promise<readonly SearchHit[]>;
  ask(
    scope: Scope,
    request: { readonly collection?: string; readonly text: string; readonly model?: string },
  ): Promise<DocumentAnswer>;
  close(): Promise<void>;
}

export interface LibraryOptions {
  readonly documents: DocumentRepository;
  readonly files: FileStore;
  readonly search: Search;
  readonly ingestion: Ingestion;
  readonly ports: ModelPorts;
  readonly ledger: LedgerPort;
  readonly maxBytes: number;
}

const LONGEST_NAME = 255;
/** Dots per point of a page image: 144 dpi. */
const IMAGE_SCALE = 2;

export function createLibrary({
  documents,
  files,
  search,
  ingestion,
  ports,
  ledger,
  maxBytes,
}: LibraryOptions): Library {
  const addTo: Library['addTo'] = async (scope, collection, { name, content }) => {
    const file = await files.add(content, maxBytes);
    if (file.bytes === 0) throw new PlatformError('document.damaged', 'the file is empty');
    const added = await documents.add(scope, {
      collectionId: collection.id,
      name: fileName(name),
      bytes: file.bytes,
      sha256: file.sha256,
      fileKey: file.key,
    });
    if (!added.existed)
      record('document.added', { document: added.document.id, collection: collection.id, bytes: file.bytes });
    ingestion.wake();
    return added;
  };

  function record(type: string, facts: Readonly<Record<string, string | number>>): void {
    ledger.append({ type, facts });
  }

  async function collectionIds(scope: Scope, idOrName: string | undefined): Promise<readonly CollectionId[]> {
    if (idOrName !== undefined) return [(await documents.getCollection(scope, idOrName)).id];
    return (await documents.listCollections(scope)).map(({ id }) => id);
  }

  return {
    documents,
    addTo,
    async add(scope, { projectId, collection, name, content }) {
      return addTo(scope, await documents.createCollection(scope, { projectId, name: collection, description: null }), {
        name,
        content,
      });
    },
    async remove(scope, id) {
      for (const key of await documents.remove(scope, id)) files.remove(key);
      record('document.removed', { document: id });
    },
    async removeCollection(scope, id) {
      for (const key of await documents.removeCollection(scope, id)) files.remove(key);
      record('collection.removed', { collection: id });
    },
    async reprocess(scope, id) {
      const document = await documents.reprocess(scope, id);
      ingestion.wake();
      return document;
    },
    async file(scope, id) {
      return files.read(await documents.fileKey(scope, id));
    },
    async pageImage(scope, id, page) {
      const document = await documents.get(scope, id);
      if (document.format !== 'pdf')
        throw new PlatformError('request.unsupported', 'only pages of a PDF can be shown as images');
      if (page < 1 || page > document.pages)
        throw new PlatformError('request.invalid', `this document has pages 1 to ${document.pages}`, { field: 'page' });
      const file = await openPdf(await files.read(await documents.fileKey(scope, id)));
      try {
        return await file.page(page - 1).render(IMAGE_SCALE);
      } finally {
        file.close();
      }
    },
    async search(scope, { collection, text, limit }) {
      return search.find(scope, { collections: await collectionIds(scope, collection), text, limit });
    },
    async ask(scope, { collection, text, model }) {
      const collections = await collectionIds(scope, collection);
      return answerQuestion({ search, chat: ports.chat, embed: ports.embed }, scope, { text, collections, model });
    },
    async close() {
      await ingestion.close();
      await search.close();
    },
  };
}

/** A name is shown and never used as a path. */
function fileName(name: string): string {
  const last =
    name
      .replaceAll(/\p{Cc}|\p{Cf}/gu, '')
      .split(/[/\\]/)
      .at(-1)
      ?.trim() ?? '';
  return last === '' ? 'document' : last.slice(-LONGEST_NAME);
}
