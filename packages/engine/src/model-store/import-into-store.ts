import { PlatformError } from '@riad/contracts';

import { planImport, type ImportOptions } from './import-model.ts';
import { presentInstalled, type InstalledModelFile } from './installed-model-file.ts';
import { pullModel } from './pull-model.ts';
import { findStored, isIntact, recordModel, withModelLock, type StoreParts } from './store-parts.ts';

/** Copies a file or a signed folder into the store by the same road as a pull: digest and header first, then visible. */
export async function importIntoStore(
  parts: StoreParts,
  path: string,
  importing: ImportOptions,
): Promise<InstalledModelFile> {
  const { entry, sha256, bytes, path: file } = await planImport(path, parts.catalogue, importing);
  const pull = importing.signal === undefined ? {} : { signal: importing.signal };
  return withModelLock(parts, { name: entry.name, ...pull }, async () => {
    const stored = findStored(parts, entry.name);
    if (stored !== undefined && stored.sha256 !== sha256)
      throw new PlatformError('request.invalid', `another model is called ${entry.name} already`, {
        field: 'name',
        remedy: 'Give it another name, or remove the other one first.',
      });
    if (stored !== undefined && isIntact(parts, stored)) return presentInstalled(stored, parts.blobs.path);
    const local = { ...entry, sources: [{ kind: 'file', path: file }] } as const;
    const sources = { ...parts.options.sources, order: ['file'], localFolders: [] } as const;
    const options = { ...parts.options, sources };
    const pulled = await pullModel(local, { sha256, bytes }, { ...parts, options, pull });
    return recordModel(parts, { entry, pulled, type: 'model.imported', digestFrom: 'import' });
  });
}
