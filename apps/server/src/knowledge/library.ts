import type { Readable } from 'node:stream';

import {
  PlatformError,
  type CollectionId,
  type DocumentAttributes,
  type DocumentId,
  type DocumentRepository,
  type FileId,
  type LedgerPort,
  type ProjectId,
  type Scope,
  type StoredDocument,
} from '@riad/contracts';
import {
  answerQuestion,
  type AnswerPorts,
  type DocumentAnswer,
  type Question,
  type Ingestion,
  type Search,
  type SearchHit,
} from '@riad/knowledge';
import type { FileStore, StoredFile } from '@riad/store';

import type { ModelPorts } from './model-ports.ts';

export interface Upload {
  readonly projectId: ProjectId;
  /** Made when the project has none of this name. */
  readonly collection: string;
  readonly name: string;
  readonly content: Readable;
}

export interface NewFile {
  readonly collectionId: CollectionId;
  readonly name: string;
  readonly file: StoredFile;
  readonly attributes?: DocumentAttributes;
  /** The upload that it is made of. */
  readonly fileId?: FileId;
}

export interface Added {
  readonly document: StoredDocument;
  /** The collection had this file already. */
  readonly existed: boolean;
}

/** Everything one can do with documents; what the commands and both APIs are made of. */
export interface Library {
  readonly documents: DocumentRepository;
  /** Scanned and kept, referred to by nothing yet. */
  receive(content: Readable): Promise<StoredFile>;
  /** Content that nothing refers to after all. */
  discard(file: StoredFile): Promise<void>;
  read(scope: Scope, id: DocumentId): Promise<Buffer>;
  add(scope: Scope, upload: Upload): Promise<Added>;
  addFile(scope: Scope, file: NewFile): Promise<Added>;
  remove(scope: Scope, id: DocumentId): Promise<void>;
  removeCollection(scope: Scope, id: CollectionId): Promise<void>;
  reprocess(scope: Scope, id: DocumentId): Promise<StoredDocument>;
  search(
    scope: Scope,
    request: {
      readonly collection?: string;
      readonly text: string;
      readonly limit: number;
      /** Only these. */
      readonly documents?: readonly DocumentId[];
    },
  ): Promise<readonly SearchHit[]>;
  ask(
    scope: Scope,
    request: { readonly collection?: string; readonly text: string; readonly model?: string },
  ): Promise<DocumentAnswer>;
  /** The same with a model asked on behalf of somebody. */
  askWith(chat: AnswerPorts['chat'], scope: Scope, question: Question): Promise<DocumentAnswer>;
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

  async function discard({ key }: StoredFile): Promise<void> {
    for (const unused of await documents.unused([key])) files.remove(unused);
  }

  async function receive(content: Readable): Promise<StoredFile> {
    const file = await files.add(content, maxBytes);
    if (file.bytes > 0) return file;
    await discard(file);
    throw new PlatformError('document.damaged', 'the file is empty', { field: 'file' });
  }

  async function addFile(scope: Scope, { file, name, ...input }: NewFile): Promise<Added> {
    const added = await documents.add(scope, {
      ...input,
      name: shownName(name),
      bytes: file.bytes,
      sha256: file.sha256,
      fileKey: file.key,
    });
    if (!added.existed) {
      const { id: document, collectionId: collection, bytes } = added.document;
      ledger.append({ type: 'document.added', facts: { document, collection, bytes } });
    }
    // The original of a document whose original was erased does not come back by being added again.
    else await discard(file);
    ingestion.wake();
    return added;
  }

  return {
    documents,
    receive,
    discard,
    addFile,
    read: async (scope, id) => files.read(await documents.fileKey(scope, id)),
    async add(scope, { projectId, collection: name, name: fileName, content }) {
      const file = await receive(content);
      const { id } = await documents.createCollection(scope, { projectId, name, description: null });
      return addFile(scope, { collectionId: id, name: fileName, file });
    },
    async remove(scope, id) {
      for (const key of await documents.remove(scope, id)) files.remove(key);
      ledger.append({ type: 'document.removed', facts: { document: id } });
    },
    async removeCollection(scope, id) {
      for (const key of await documents.removeCollection(scope, id)) files.remove(key);
      ledger.append({ type: 'collection.removed', facts: { collection: id } });
    },
    async reprocess(scope, id) {
      const document = await documents.reprocess(scope, id);
      ingestion.wake();
      return document;
    },
    async search(scope, { collection, ...request }) {
      return search.find(scope, { collections: await collectionIds(scope, collection), ...request });
    },
    async ask(scope, { collection, text, model }) {
      const collections = await collectionIds(scope, collection);
      return answerQuestion({ search, chat: ports.chat, embed: ports.embed }, scope, { text, collections, model });
    },
    askWith: (chat, scope, question) => answerQuestion({ search, chat, embed: ports.embed }, scope, question),
    async close() {
      await ingestion.close();
      await search.close();
    },
  };
}

/** A name is shown and never used as a path. */
export function shownName(name: string): string {
  const last =
    name
      .replaceAll(/\p{Cc}|\p{Cf}/gu, '')
      .split(/[/\\]/)
      .at(-1)
      ?.trim() ?? '';
  return last === '' ? 'document' : last.slice(-LONGEST_NAME);
}
