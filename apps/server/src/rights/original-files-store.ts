import type { DocumentId, Scope } from '@riad/contracts';
import type { FileStore, OriginalFiles } from '@riad/store';

import type { PersonalStore, PersonalText, Subject, Unsearched } from './personal-store.ts';

const PLACE = 'documents.original';

export interface OriginalFilesStoreOptions {
  readonly originals: OriginalFiles;
  readonly files: Pick<FileStore, 'remove'>;
}

/**
 * The files that documents were made from, searched by what was read from them. A file cannot be changed in one place: it
 * is removed as a whole, and its passages stay without the person. Must be asked before the texts of pages are erased.
 */
export function createOriginalFilesStore({ originals, files }: OriginalFilesStoreOptions): PersonalStore {
  async function* find(scope: Scope, { match }: Subject): AsyncGenerator<PersonalText & { readonly id: DocumentId }> {
    const pages = new Map<DocumentId, number[]>();
    for await (const { document, number, text } of originals.pages(scope)) {
      if (match(text).length > 0) pages.set(document, [...(pages.get(document) ?? []), number]);
    }
    if (pages.size === 0) return;
    const names = new Map((await originals.list(scope, [])).map(({ id, name }) => [id, name]));
    for (const [id, numbers] of pages)
      yield { place: PLACE, id, text: `${names.get(id) ?? ''}: ${numbers.join(', ')}` };
  }

  return {
    name: 'originals',
    find,
    async erase(scope, subject, { holds }) {
      const named = new Set<DocumentId>();
      for await (const { id } of find(scope, subject)) named.add(id);
      const found = (await originals.list(scope, holds)).filter(({ id }) => named.has(id));
      const going = found.filter(({ hold }) => hold === null);
      const ids = going.map(({ id }) => id);
      const shared = new Set(
        await originals.usedByOthers(
          ids,
          going.map(({ fileKey }) => fileKey),
        ),
      );
      // Removed before it is said: a crash in between leaves the request open, never a file that nobody knows of.
      for (const { fileKey } of going) if (!shared.has(fileKey)) files.remove(fileKey);
      await originals.markRemoved(scope, ids);
      return {
        erased: ids.map((id) => ({ place: PLACE, id })),
        kept: found.flatMap(({ id, hold }) => (hold === null ? [] : [{ place: PLACE, id, hold }])),
      };
    },
    async unsearched(scope) {
      const unread: Unsearched[] = [];
      for (const { id, state } of await originals.list(scope, [])) {
        const waits = state === 'queued' || state === 'extracting';
        if (waits || state === 'failed')
          unread.push({ place: PLACE, id, why: waits ? 'not read yet' : 'could not be read', waits });
      }
      return unread;
    },
  };
}
