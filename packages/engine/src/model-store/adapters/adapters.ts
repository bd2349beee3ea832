import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { PlatformError } from '@riad/contracts';

import { sha256OfFile } from '../blob-store.ts';
import { modelNameSchema } from '../catalogue-entry.ts';
import type { StoredAdapter, StoredModel } from '../store-index.ts';
import { getStored, partialFolderOf, withModelLock, type StoreParts } from '../store-parts.ts';
import { checkAdapter } from './check-adapter.ts';

/** An adapter on disk. */
export interface AdapterListing {
  /** `base:adapter`, the name that a request gives. */
  readonly id: string;
  readonly base: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly source: string;
}

export interface NewAdapter {
  /** The model it was trained on, or another name of it. */
  readonly base: string;
  readonly name: string;
  readonly path: string;
}

export function listAdapters({ index }: StoreParts): readonly AdapterListing[] {
  return index.models().flatMap((model) => (model.adapters ?? []).map((adapter) => present(model, adapter)));
}

/** Copies a LoRA into the store beside its model, once its header is found to fit. */
export async function addAdapter(parts: StoreParts, { base, name, path }: NewAdapter): Promise<AdapterListing> {
  const { name: model } = getStored(parts, base);
  if (!modelNameSchema.safeParse(name).success)
    throw new PlatformError('request.invalid', `${name} cannot name an adapter`, {
      field: 'name',
      remedy: 'Use lower-case letters, digits, dots and dashes, at most 64.',
    });
  return withModelLock(parts, { name: model }, async () => {
    const stored = getStored(parts, model);
    if (stored.kind !== 'chat') throw invalid(`${model} is no chat model`, 'base');
    if (stored.adapters?.some((adapter) => adapter.name === name) === true)
      throw invalid(`${model} has an adapter called ${name} already`, 'name');
    const adapter = await takeIn(parts, { stored, name, path });
    await record(parts, { type: 'model.imported', stored, adapter });
    await putAdapters(parts, stored, [...(stored.adapters ?? []), adapter]);
    return present(stored, adapter);
  });
}

/** Deletes an adapter by its whole name, `base:adapter`. */
export async function removeAdapter(parts: StoreParts, id: string): Promise<AdapterListing> {
  const found = listAdapters(parts).find((adapter) => adapter.id === id);
  if (found === undefined)
    throw new PlatformError('model.not_found', `there is no adapter ${id}`, {
      remedy: './riad models adapters list shows those that are there.',
    });
  return withModelLock(parts, { name: found.base }, async () => {
    const stored = getStored(parts, found.base);
    const [gone, kept] = [true, false].map((wanted) =>
      (stored.adapters ?? []).filter((adapter) => (present(stored, adapter).id === id) === wanted),
    );
    for (const adapter of gone ?? []) await record(parts, { type: 'model.removed', stored, adapter });
    await putAdapters(parts, stored, kept ?? []);
    await removeUnusedBlob(parts, found.sha256);
    return found;
  });
}

export async function removeUnusedBlob({ index, blobs }: StoreParts, sha256: string): Promise<void> {
  const used = index
    .models()
    .some((model) => model.sha256 === sha256 || model.adapters?.some((adapter) => adapter.sha256 === sha256) === true);
  if (!used) await blobs.remove(sha256);
}

interface Incoming {
  readonly stored: StoredModel;
  readonly name: string;
  readonly path: string;
}

/** What is checked is the copy: nobody can change it between the check and its use. */
async function takeIn(parts: StoreParts, { stored, name, path }: Incoming): Promise<StoredAdapter> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw invalid(`${path} is not there`, 'path');
  const folder = partialFolderOf(parts, stored.name);
  const copy = join(folder, `adapter-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await copyFile(path, copy);
    await checkAdapter(copy, parts.blobs.path(stored.sha256), path);
    const sha256 = await sha256OfFile(copy);
    await parts.blobs.place(copy, sha256);
    const { size } = await stat(parts.blobs.path(sha256));
    return { name, sha256, bytes: size, source: path, storedAt: new Date(parts.options.clock.now()).toISOString() };
  } finally {
    await rm(copy, { force: true });
  }
}

async function putAdapters(
  { index }: StoreParts,
  { adapters: _before, ...stored }: StoredModel,
  adapters: readonly StoredAdapter[],
): Promise<void> {
  await index.put(
    adapters.length === 0 ? stored : { ...stored, adapters },
    index.digestLock(stored.name)?.digestFrom ?? 'import',
  );
}

interface Change {
  readonly type: 'model.imported' | 'model.removed';
  readonly stored: StoredModel;
  readonly adapter: StoredAdapter;
}

/** Before it is visible, like everything that happens to a model. */
async function record({ options }: StoreParts, { type, stored, adapter }: Change): Promise<void> {
  const { sha256, bytes, source } = adapter;
  const name = present(stored, adapter).id;
  await options.onEvent({ type, name, sha256, bytes, source, licence: 'NOASSERTION', digestFrom: 'import' });
}

function present({ name }: StoredModel, adapter: StoredAdapter): AdapterListing {
  const { bytes, sha256, source } = adapter;
  return { id: `${name}:${adapter.name}`, base: name, bytes, sha256, source };
}

function invalid(message: string, field: string): PlatformError {
  return new PlatformError('request.invalid', message, { field });
}
