import { describeSource, type CatalogueEntry } from './catalogue-entry.ts';
import { findEntry, type Expectation } from './catalogue.ts';
import { hasPartial } from './files/partial-file.ts';
import type { DigestLock, StoredModel } from './store-index.ts';
import { isIntact, partialFolderOf, type StoreParts } from './store-parts.ts';

export interface ModelListing {
  readonly id: string;
  readonly kind: 'chat' | 'embedding';
  /** `partial`: begun and interrupted. `damaged`: installed, but its file is gone or has another size. */
  readonly state: 'installed' | 'partial' | 'available' | 'damaged';
  /** Null until the registry has stated it. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** SPDX identifier; `NOASSERTION` for a file that brought none. */
  readonly licence: string;
  /** Where it came from; for what is not here yet, the first place it is tried. */
  readonly source: string;
  readonly aliases: readonly string[];
  readonly contextLength: number;
  readonly languages: readonly string[];
  /** Who states the digest. */
  readonly digestFrom: DigestLock['digestFrom'];
  /** What to expect of it; null for a model that is not in the catalogue. */
  readonly expectation: Expectation | null;
}

/** Everything installed and everything in the catalogue, by name. */
export async function listModels(parts: StoreParts): Promise<readonly ModelListing[]> {
  const stored = parts.index.models();
  const others = parts.catalogue.entries.filter((entry) => !stored.some((model) => model.name === entry.name));
  const available = await Promise.all(others.map(async (entry) => presentAvailable(parts, entry)));
  const all = [...stored.map((model) => presentStored(parts, model)), ...available];
  return all.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

async function presentAvailable(parts: StoreParts, entry: CatalogueEntry): Promise<ModelListing> {
  const lock = parts.index.digestLock(entry.name);
  const first = entry.sources[0];
  return {
    id: entry.name,
    kind: entry.kind,
    state: (await hasPartial(partialFolderOf(parts, entry.name))) ? 'partial' : 'available',
    bytes: entry.file.bytes ?? lock?.bytes ?? null,
    sha256: entry.file.sha256 ?? lock?.sha256 ?? null,
    licence: entry.licence,
    source: first === undefined ? '' : describeSource(first),
    aliases: entry.aliases,
    contextLength: entry.contextLength,
    languages: entry.languages,
    digestFrom: entry.file.digestFrom,
    expectation: parts.catalogue.expectations.get(entry.expect) ?? null,
  };
}

function presentStored(parts: StoreParts, model: StoredModel): ModelListing {
  const entry = findEntry(parts.catalogue, model.name);
  return {
    id: model.name,
    kind: model.kind,
    state: isIntact(parts, model) ? 'installed' : 'damaged',
    bytes: model.bytes,
    sha256: model.sha256,
    licence: model.licence,
    source: model.source,
    aliases: model.aliases,
    contextLength: model.contextLength,
    languages: model.languages,
    digestFrom: parts.index.digestLock(model.name)?.digestFrom ?? 'import',
    expectation: (entry && parts.catalogue.expectations.get(entry.expect)) ?? null,
  };
}
