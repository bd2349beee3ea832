import { statSync } from 'node:fs';
import { mkdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { createBlobStore, type BlobStore } from './blob-store.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { loadCatalogue, type Catalogue } from './catalogue.ts';
import { acquireFileLock, type LockOptions } from './files/file-lock.ts';
import { createHttpClient, type HttpClient } from './http.ts';
import { presentInstalled, type InstalledModelFile } from './installed-model-file.ts';
import type { ModelStoreOptions, StoreEvent } from './model-store-options.ts';
import type { Pulled } from './pull-model.ts';
import { createPipRunner, type PipRunner } from './sources/pip.ts';
import { modelNotFound, pullInterrupted } from './store-failures.ts';
import { openStoreIndex, type DigestLock, type StoredModel, type StoreIndex } from './store-index.ts';

/** What the operations of a store work on. */
export interface StoreParts {
  readonly options: ModelStoreOptions;
  readonly catalogue: Catalogue;
  readonly index: StoreIndex;
  readonly blobs: BlobStore;
  readonly http: HttpClient;
  readonly pip: PipRunner;
  readonly freeDisk: (folder: string) => Promise<number>;
  /** Aborted when the store closes. */
  readonly closing: AbortController;
  /** Work in progress that closing waits for. */
  readonly active: Set<Promise<unknown>>;
}

export async function openStoreParts(options: ModelStoreOptions): Promise<StoreParts> {
  await mkdir(join(options.folder, 'locks'), { recursive: true, mode: 0o700 });
  return {
    options,
    catalogue: await loadCatalogue(options.catalogueFolder),
    index: await openStoreIndex(options.folder),
    blobs: createBlobStore(options.folder),
    http: createHttpClient({ egress: options.egress, dispatcher: options.dispatcher }),
    pip: createPipRunner({
      python: options.sources.python ?? 'python3',
      environment: options.environment,
      index: options.sources.pythonIndex,
    }),
    freeDisk: options.freeDisk ?? freeBytes,
    closing: new AbortController(),
    active: new Set(),
  };
}

/** Interrupts all work at its last safe point and waits for it. */
export async function closeStoreParts({ closing, active, http }: StoreParts): Promise<void> {
  closing.abort();
  await Promise.allSettled(active);
  await http.close();
}

/** Runs work that ends early when its caller or the store wants it to. */
export async function interruptible<T>(
  { closing, active }: StoreParts,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const running = work(signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]));
  active.add(running);
  try {
    return await running;
  } finally {
    active.delete(running);
  }
}

export function findStored({ index }: StoreParts, name: string): StoredModel | undefined {
  return index.models().find((model) => model.name === name || model.aliases.includes(name));
}

export function getStored(parts: StoreParts, name: string): StoredModel {
  const found = findStored(parts, name);
  if (found !== undefined) return found;
  throw modelNotFound(
    name,
    parts.index.models().map((model) => model.name),
  );
}

/** Whether the model's file is there and has its size. */
export function isIntact({ blobs }: StoreParts, model: StoredModel): boolean {
  return statSync(blobs.path(model.sha256), { throwIfNoEntry: false })?.size === model.bytes;
}

/** Where a model's unfinished files are. */
export function partialFolderOf({ options }: StoreParts, name: string): string {
  return join(options.folder, 'partial', name);
}

/** Works on one model while nobody else does, in this process or another. */
export async function withModelLock<T>(
  parts: StoreParts,
  { name, ...waiting }: LockOptions & { readonly name: string },
  work: () => Promise<T>,
): Promise<T> {
  const path = join(parts.options.folder, 'locks', `${name}.lock`);
  const lock = await acquireFileLock(path, waiting).catch((error: unknown) => {
    throw waiting.signal?.aborted === true ? pullInterrupted(name) : error;
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

export interface NewModel {
  readonly entry: CatalogueEntry;
  readonly pulled: Pulled;
  readonly type: 'model.pulled' | 'model.imported';
  readonly digestFrom: DigestLock['digestFrom'];
}

/** Tells the ledger, then makes the model visible. */
export async function recordModel(
  parts: StoreParts,
  { entry, pulled, ...facts }: NewModel,
): Promise<InstalledModelFile> {
  const path = parts.blobs.path(pulled.sha256);
  const before = findStored(parts, entry.name);
  const model: StoredModel = {
    name: entry.name,
    aliases: entry.aliases,
    kind: entry.kind,
    licence: entry.licence,
    languages: entry.languages,
    contextLength: entry.contextLength,
    format: entry.format,
    capabilities: entry.capabilities,
    ...(entry.embedding === undefined ? {} : { embedding: entry.embedding }),
    sha256: pulled.sha256,
    bytes: pulled.bytes,
    modifiedMs: (await stat(path)).mtimeMs,
    source: pulled.source,
    storedAt: new Date(parts.options.clock.now()).toISOString(),
    // Of the same bytes: what was trained on them still fits.
    ...(before?.adapters === undefined || before.sha256 !== pulled.sha256 ? {} : { adapters: before.adapters }),
  };
  await parts.options.onEvent(eventOf(facts.type, model, facts.digestFrom));
  await parts.index.put(model, facts.digestFrom);
  return presentInstalled(model, parts.blobs.path);
}

export function eventOf(type: StoreEvent['type'], model: StoredModel, digestFrom: string): StoreEvent {
  const { name, sha256, bytes, source, licence } = model;
  return { type, name, sha256, bytes, source, licence, digestFrom };
}

/** Free bytes for ordinary users on the disk that holds a folder, or will hold it. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT' || parent === folder) throw error;
    return freeBytes(parent);
  }
}
