import type { Scope, UploadRepository } from '@riad/contracts';
import { defaultExtractionLimits, extractApart } from '@riad/knowledge';
import type { FileStore, LegalHold, OriginalFiles, UnattachedUpload } from '@riad/store';

import type { PersonalStore, PersonalText, Subject, Unsearched } from './personal-store.ts';

const PLACE = 'uploaded_files.content';

export interface UploadsStoreOptions {
  readonly originals: Pick<OriginalFiles, 'unattached'>;
  readonly uploads: Pick<UploadRepository, 'remove'>;
  readonly files: Pick<FileStore, 'read' | 'remove'>;
}

/**
 * Files that a program uploaded and put into no collection. Nothing was read from them yet: each is read when a person is looked for, in a
 * process of its own, like a document. One that names the person is removed as a whole.
 */
export function createUploadsStore({ originals, uploads, files }: UploadsStoreOptions): PersonalStore {
  /** By content, which never changes: whether it can be read at all. */
  const readable = new Map<string, boolean>();

  async function read({ name, fileKey }: UnattachedUpload): Promise<string | undefined> {
    const text = await textOf(name, () => files.read(fileKey));
    readable.set(fileKey, text !== undefined);
    return text;
  }

  async function* naming(scope: Scope, { match }: Subject): AsyncGenerator<UnattachedUpload> {
    for (const upload of await originals.unattached(scope)) {
      const text = readable.get(upload.fileKey) === false ? undefined : await read(upload);
      if (text !== undefined && match(text).length > 0) yield upload;
    }
  }

  return {
    name: 'uploads',
    async *find(scope, subject): AsyncGenerator<PersonalText> {
      for await (const { id, name } of naming(scope, subject)) yield { place: PLACE, id, text: name };
    },
    async erase(scope, subject, { holds }) {
      const erased: { place: string; id: string }[] = [];
      const kept: { place: string; id: string; hold: string }[] = [];
      for await (const upload of naming(scope, subject)) {
        const { id } = upload;
        const hold = holdOf(upload, holds);
        if (hold !== undefined) {
          kept.push({ place: PLACE, id, hold });
          continue;
        }
        for (const key of await uploads.remove(scope, id)) files.remove(key);
        erased.push({ place: PLACE, id });
      }
      return { erased, kept };
    },
    async unsearched(scope) {
      const unread: Unsearched[] = [];
      for (const upload of await originals.unattached(scope)) {
        if (!readable.has(upload.fileKey)) await read(upload);
        if (readable.get(upload.fileKey) === false)
          unread.push({ place: PLACE, id: upload.id, why: 'could not be read', waits: false });
      }
      return unread;
    },
  };
}

/** Undefined: no reader can. */
async function textOf(name: string, bytes: () => Promise<Uint8Array>): Promise<string | undefined> {
  try {
    const { pages } = await extractApart({ bytes: await bytes(), name, limits: defaultExtractionLimits });
    return pages.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join('\n');
  } catch {
    return undefined;
  }
}

/** Uploads have no class of their own: what keeps everything keeps them. */
function holdOf({ projectId }: UnattachedUpload, holds: readonly LegalHold[]): string | undefined {
  return holds.find(
    (hold) =>
      hold.class === 'all' &&
      hold.personRecord === null &&
      hold.collectionId === null &&
      (hold.projectId === null || hold.projectId === projectId),
  )?.id;
}
