import type { Readable } from 'node:stream';

import {
  PlatformError,
  type CollectionId,
  type DocumentId,
  type DocumentRepository,
  type LedgerPort,
  type ProjectId,
  type Scope,
  type StoredDocument,
} from '@riad/contracts';
import { answerQuestion, type DocumentAnswer, type Ingestion, type Search, type SearchHit } from '@riad/knowledge';
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
  remove(scope: Scope, id: DocumentId): Promise<void>;
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

export function createLibrary(options: LibraryOptions): Library {
  const { documents, files, search, ingestion, ports, ledger, maxBytes } = options;

  async function collectionIds(scope: Scope, idOrName: string | undefined): Promise<readonly CollectionId[]> {
    if (idOrName !== undefined) return [(await documents.getCollection(scope, idOrName)).id];
    return (await documents.listCollections(scope)).map(({ id }) => id);
  }

  return {
    documents,
    async add(scope, { projectId, collection: name, name: fileName, content }) {
      const file = await files.add(content, maxBytes);
      if (file.bytes === 0) throw new PlatformError('document.damaged', 'the file is empty');
      const collection = await documents.createCollection(scope, { projectId, name, description: null });
      const added = await documents.add(scope, {
        collectionId: collection.id,
        name: shownName(fileName),
        bytes: file.bytes,
        sha256: file.sha256,
        fileKey: file.key,
      });
      const { id } = added.document;
      if (!added.existed)
        ledger.append({
          type: 'document.added',
          facts: { document: id, collection: collection.id, bytes: file.bytes },
        });
      // The original of a document whose original was erased does not come back by being added again.
      else for (const key of await documents.unused([file.key])) files.remove(key);
      ingestion.wake();
      return added;
    },
    async remove(scope, id) {
      for (const key of await documents.remove(scope, id)) files.remove(key);
      ledger.append({ type: 'document.removed', facts: { document: id } });
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
function shownName(name: string): string {
  const last =
    name
      .replaceAll(/\p{Cc}|\p{Cf}/gu, '')
      .split(/[/\\]/)
      .at(-1)
      ?.trim() ?? '';
  return last === '' ? 'document' : last.slice(-LONGEST_NAME);
}
