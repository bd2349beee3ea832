import type {
  Caller,
  CollectionId,
  DocumentAttributes,
  FileId,
  LedgerPort,
  Scope,
  UploadedFile,
  UploadPurpose,
  UploadRepository,
} from '@riad/contracts';
import type { FileStore, StoredFile } from '@riad/store';

import { shownName, type Added, type Library } from '../knowledge/library.ts';

/** Files that programs upload, and what becomes of them in collections. */
export interface Uploads {
  readonly repository: UploadRepository;
  add(
    caller: Caller,
    upload: {
      readonly file: StoredFile;
      readonly name: string;
      readonly purpose: UploadPurpose;
      readonly mimeType: string | null;
    },
  ): Promise<UploadedFile>;
  read(scope: Scope, id: FileId): Promise<{ readonly file: UploadedFile; readonly content: Buffer }>;
  /** Takes the documents made of it along, in every collection. */
  remove(scope: Scope, id: FileId): Promise<void>;
  /** Makes a document of it. The same content is in a collection once. */
  attach(
    scope: Scope,
    id: FileId,
    to: { readonly collectionId: CollectionId; readonly attributes?: DocumentAttributes },
  ): Promise<Added>;
}

export interface UploadsOptions {
  readonly repository: UploadRepository;
  readonly library: Library;
  readonly files: FileStore;
  readonly ledger: LedgerPort;
}

export function createUploads({ repository, library, files, ledger }: UploadsOptions): Uploads {
  return {
    repository,
    async add({ organisationId, projectId }, { file, name, purpose, mimeType }) {
      const added = await repository.add(
        { organisationId, projectId },
        {
          projectId,
          name: shownName(name),
          purpose,
          mimeType,
          bytes: file.bytes,
          sha256: file.sha256,
          fileKey: file.key,
        },
      );
      ledger.append({ type: 'file.added', facts: { file: added.id, project: projectId, bytes: file.bytes } });
      return added;
    },
    async read(scope, id) {
      const file = await repository.get(scope, id);
      return { file, content: await files.read(file.fileKey) };
    },
    async remove(scope, id) {
      for (const key of await repository.remove(scope, id)) files.remove(key);
      ledger.append({ type: 'file.removed', facts: { file: id } });
    },
    async attach(scope, id, { collectionId, attributes }) {
      const { name, bytes, sha256, fileKey } = await repository.get(scope, id);
      return library.addFile(scope, {
        collectionId,
        name,
        file: { key: fileKey, bytes, sha256 },
        fileId: id,
        ...(attributes === undefined ? {} : { attributes }),
      });
    },
  };
}
