import type { Scope } from '../caller.ts';
import type { CollectionId, DocumentId, FileBatchId, FileId, ProjectId } from '../ids.ts';

/** What a program says a file is for. Riad keeps it and lists by it. */
export const uploadPurposes = ['assistants', 'batch', 'evals', 'fine-tune', 'ocr', 'user_data', 'vision'] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

/** A file that a program uploaded. It is found by nothing until it is put into a collection. */
export interface UploadedFile {
  readonly id: FileId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly purpose: UploadPurpose;
  readonly mimeType: string | null;
  readonly bytes: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  readonly fileKey: string;
  readonly createdAt: Date;
}

export type NewUpload = Omit<UploadedFile, 'id' | 'createdAt'>;

/** Documents that were put into a collection together. */
export interface FileBatch {
  readonly id: FileBatchId;
  readonly collectionId: CollectionId;
  readonly documents: readonly DocumentId[];
  readonly cancelledAt: Date | null;
  readonly createdAt: Date;
}

/** Files and batches, within a scope. Fails with `file.not_found` and `file_batch.not_found`. */
export interface UploadRepository {
  add(scope: Scope, input: NewUpload): Promise<UploadedFile>;
  get(scope: Scope, id: FileId): Promise<UploadedFile>;
  /** Oldest first. */
  list(scope: Scope): Promise<readonly UploadedFile[]>;
  /** Takes the documents made of it along. Returns the keys of content that nothing refers to any more. */
  remove(scope: Scope, id: FileId): Promise<readonly string[]>;

  addBatch(
    scope: Scope,
    input: { readonly collectionId: CollectionId; readonly documents: readonly DocumentId[] },
  ): Promise<FileBatch>;
  getBatch(scope: Scope, id: FileBatchId): Promise<FileBatch>;
  cancelBatch(scope: Scope, id: FileBatchId): Promise<FileBatch>;
}
