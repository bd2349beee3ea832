import type { Scope } from '../caller.ts';
import type { CollectionId, DocumentId, FileId, ProjectId } from '../ids.ts';

/** Documents that are searched together. */
export interface Collection {
  readonly id: CollectionId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string | null;
  /** What programs noted on it; no meaning to Riad. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly documents: number;
  readonly bytes: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Raised with every change of what can be found in it. */
  readonly revision: number;
}

/** What programs note on a document, and search by. */
export type DocumentAttributes = Readonly<Record<string, AttributeValue>>;
export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** `ready`: found by words and by meaning. `indexing`: by words already. */
export const documentStates = ['queued', 'extracting', 'indexing', 'ready', 'failed'] as const;
export type DocumentState = (typeof documentStates)[number];

/** Below this quality the text of a page is not to be quoted without a look at the original. */
export const UNRELIABLE_BELOW = 0.6;

export interface StoredDocument {
  readonly id: DocumentId;
  readonly collectionId: CollectionId;
  readonly projectId: ProjectId;
  /** As it was called when it was added. */
  readonly name: string;
  readonly title: string | null;
  readonly format: string | null;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  readonly state: DocumentState;
  /** Catalogue code and sentence: why it failed, or what an `indexing` one waits for. */
  readonly problem: { readonly code: string; readonly message: string; readonly remedy: string | null } | null;
  readonly pages: number;
  readonly passages: number;
  /** Work done on the step under way. */
  readonly progress: { readonly done: number; readonly total: number };
  /** 0 to 1; null until it was read. */
  readonly quality: number | null;
  readonly qualityProblems: readonly string[];
  readonly attributes: DocumentAttributes;
  /** The uploaded file that it was made of, when a program uploaded one first. */
  readonly fileId: FileId | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Where a sentence of a passage stands. Offsets are UTF-16 units of the passage's text. */
export interface PlacedSentence {
  readonly start: number;
  readonly end: number;
  readonly page: number;
  /** `[left, top, right, bottom]` in points from the page's top left corner; none for formats without places. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

/** A piece of a document that is found and cited as one. */
export interface Passage {
  readonly ordinal: number;
  /** Headings above it, ` › ` between them. */
  readonly heading: string;
  readonly text: string;
  readonly page: number;
  readonly sentences: readonly PlacedSentence[];
  /** Laws and articles it belongs to or names, `law:55-19#12`. */
  readonly references: readonly string[];
}

export interface PageRecord {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly quality: number;
  readonly problems: readonly string[];
  readonly source: 'text' | 'ocr';
}

export interface IndexedContent {
  readonly title: string | null;
  readonly format: string;
  readonly quality: number;
  readonly qualityProblems: readonly string[];
  readonly pages: readonly PageRecord[];
  readonly passages: readonly Passage[];
  /** Version of the code that read and cut it; an older one is read again. */
  readonly version: number;
}

/** A passage as the search index loads it. */
export interface IndexRow {
  readonly passageId: string;
  readonly documentId: DocumentId;
  readonly heading: string;
  readonly text: string;
  readonly references: readonly string[];
  readonly vector: Float32Array | null;
}

export interface FoundPassage extends Passage {
  readonly passageId: string;
  readonly documentId: DocumentId;
  readonly collectionId: CollectionId;
  readonly documentName: string;
  readonly documentTitle: string | null;
  readonly quality: number;
}

export interface NewDocument {
  readonly collectionId: CollectionId;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where the file store keeps it. */
  readonly fileKey: string;
  readonly attributes?: DocumentAttributes;
  readonly fileId?: FileId;
}

export interface NewCollection {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface CollectionChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface DocumentChange {
  readonly name?: string;
  readonly attributes?: DocumentAttributes;
}

export interface DocumentWork {
  readonly document: StoredDocument;
  readonly scope: Scope;
  readonly fileKey: string;
  /** False: it was read and cut already; only vectors are missing. */
  readonly extract: boolean;
}

/** Collections and documents. Everything is looked up within a scope; the work queue belongs to the server itself. */
export interface DocumentRepository {
  /** By id or name within the scope; made when it is missing and `create` is set. Fails with `collection.not_found`. */
  getCollection(scope: Scope, idOrName: string): Promise<Collection>;
  /** The one of this name, made when the project has none. */
  createCollection(scope: Scope, input: NewCollection): Promise<Collection>;
  /** Always a new one: `name (2)` when the name is taken, as programs expect that make one on every run. */
  createNewCollection(scope: Scope, input: NewCollection): Promise<Collection>;
  /** Fails with `collection.name_taken`. */
  updateCollection(scope: Scope, id: CollectionId, input: CollectionChange): Promise<Collection>;
  listCollections(scope: Scope): Promise<readonly Collection[]>;
  /** Returns the keys of the files that nothing refers to any more. */
  removeCollection(scope: Scope, id: CollectionId): Promise<readonly string[]>;

  /** The same file in the same collection is returned instead of added twice. */
  add(scope: Scope, input: NewDocument): Promise<{ readonly document: StoredDocument; readonly existed: boolean }>;
  get(scope: Scope, id: DocumentId): Promise<StoredDocument>;
  list(scope: Scope, collectionId?: CollectionId): Promise<readonly StoredDocument[]>;
  change(scope: Scope, id: DocumentId, input: DocumentChange): Promise<StoredDocument>;
  /** Fails with `document.original_removed` after an erasure. */
  fileKey(scope: Scope, id: DocumentId): Promise<string>;
  /** Of these, the content that no document and no uploaded file is kept in. */
  unused(fileKeys: readonly string[]): Promise<readonly string[]>;
  pages(scope: Scope, id: DocumentId): Promise<readonly PageRecord[]>;
  /** Takes its passages, vectors and pages along. Returns the key of the file when nothing refers to it any more. */
  remove(scope: Scope, id: DocumentId): Promise<readonly string[]>;
  /** Reads it again from the file. Fails with `document.rewritten` when its text was changed at a person's request. */
  reprocess(scope: Scope, id: DocumentId): Promise<StoredDocument>;

  passages(scope: Scope, ids: readonly string[]): Promise<readonly FoundPassage[]>;
  passagesOf(scope: Scope, id: DocumentId): Promise<readonly FoundPassage[]>;

  /** Documents of a collection that can be found, with the revision at which each became so. */
  searchable(
    scope: Scope,
    collectionId: CollectionId,
  ): Promise<readonly { readonly documentId: DocumentId; readonly revision: number }[]>;
  indexRows(scope: Scope, documentId: DocumentId): Promise<readonly IndexRow[]>;

  readonly work: DocumentWorkQueue;
}

/** Work that any server may take up, and take over from one that died. */
export interface DocumentWorkQueue {
  /** Leases the oldest waiting document for `leaseMs`. */
  claim(options: { readonly version: number; readonly leaseMs: number }): Promise<DocumentWork | undefined>;
  /** False: the document was removed or taken over meanwhile; stop. */
  progress(
    id: DocumentId,
    step: { readonly state: DocumentState; readonly done: number; readonly total: number; readonly leaseMs: number },
  ): Promise<boolean>;
  /** Replaces what was known of the content. False: removed meanwhile. */
  saveContent(id: DocumentId, content: IndexedContent): Promise<boolean>;
  /** Passages that have no vector of this model yet, in order. */
  withoutVectors(
    id: DocumentId,
    model: string,
    limit: number,
  ): Promise<readonly { readonly passageId: string; readonly text: string }[]>;
  /** An empty vector says that there is none to be had. */
  saveVectors(
    model: string,
    vectors: readonly { readonly passageId: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  finish(id: DocumentId): Promise<void>;
  fail(id: DocumentId, problem: NonNullable<StoredDocument['problem']>): Promise<void>;
  /** Not now: tried again after `delayMs`. `problem` says what it waits for. */
  release(id: DocumentId, delayMs: number, problem?: NonNullable<StoredDocument['problem']>): Promise<void>;
}
