import { findEntry } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { presentInstalled, type InstalledModelFile } from './installed-model-file.ts';
import type { PullOptions } from './model-store-options.ts';
import { pullModel } from './pull-model.ts';
import type { Expected } from './sources/fetch-context.ts';
import { modelNotFound, type SourceFailure } from './store-failures.ts';
import { findStored, isIntact, recordModel, withModelLock, type StoreParts } from './store-parts.ts';

export interface PullResult {
  readonly model: InstalledModelFile;
  readonly alreadyInstalled: boolean;
  /** Sources that failed before one succeeded. */
  readonly failures: readonly SourceFailure[];
}

/** Pulls a model of the catalogue, unless it is there. Whoever comes second waits and finds it there. */
export async function pullIntoStore(parts: StoreParts, name: string, pull: PullOptions): Promise<PullResult> {
  const entry = findEntry(parts.catalogue, name);
  if (entry === undefined)
    throw modelNotFound(
      name,
      parts.catalogue.entries.map((candidate) => candidate.name),
    );
  const onWait = (): void =>
    pull.onProgress?.({ model: entry.name, source: '', phase: 'waiting', receivedBytes: 0, totalBytes: 0 });
  return withModelLock(parts, { name: entry.name, signal: pull.signal, onWait }, async () => {
    const stored = findStored(parts, entry.name);
    const wanted = entry.file.sha256 ?? stored?.sha256;
    if (stored !== undefined && stored.sha256 === wanted && isIntact(parts, stored)) {
      return { model: presentInstalled(stored, parts.blobs.path), alreadyInstalled: true, failures: [] };
    }
    const pulled = await pullModel(entry, knownFile(parts, entry), { ...parts, pull });
    const { digestFrom } = entry.file;
    const model = await recordModel(parts, { entry, pulled, type: 'model.pulled', digestFrom });
    return { model, alreadyInstalled: false, failures: pulled.failures };
  });
}

/** The catalogue's word, else the one that was written down at the first pull. */
function knownFile({ index }: StoreParts, { name, file }: CatalogueEntry): Partial<Expected> {
  const { sha256, bytes } = file.sha256 === undefined ? (index.digestLock(name) ?? file) : file;
  return { ...(sha256 === undefined ? {} : { sha256 }), ...(bytes === undefined ? {} : { bytes }) };
}
