import type { KeyObject } from 'node:crypto';

import { PlatformError } from '@riad/contracts';

import {
  addAdapter,
  listAdapters,
  removeAdapter,
  removeUnusedBlob,
  type AdapterListing,
  type NewAdapter,
} from './adapters/adapters.ts';
import type { Catalogue } from './catalogue.ts';
import { removeFolder } from './files/partial-file.ts';
import { importIntoStore } from './import-into-store.ts';
import type { ImportOptions } from './import-model.ts';
import { presentInstalled, type InstalledModelFile } from './installed-model-file.ts';
import { listModels, type ModelListing } from './model-listing.ts';
import type { ModelStoreOptions, PullOptions } from './model-store-options.ts';
import { pullFirst, type FirstPull } from './pull-first.ts';
import { pullIntoStore, type PullResult } from './pull-into-store.ts';
import { writeSignedFolder } from './signed-folder.ts';
import {
  closeStoreParts,
  eventOf,
  findStored,
  getStored,
  interruptible,
  isIntact,
  openStoreParts,
  partialFolderOf,
  withModelLock,
  type StoreParts,
} from './store-parts.ts';
import { verifyModel } from './verify-model.ts';

/** Models on disk and models that can be had. Methods that take a name take an alias as well. */
export interface ModelStore {
  readonly catalogue: Catalogue;
  /** Everything installed and everything in the catalogue, by name. */
  list(): Promise<readonly ModelListing[]>;
  /** What the engine can load. Cheap: the index is read again only after it changed. */
  installed(): readonly InstalledModelFile[];
  /** Brings a model here, going on where an earlier attempt stopped. Two callers, or two processes, share one download. */
  pull(name: string, options?: PullOptions): Promise<PullResult>;
  /** Brings the first model of the default list that fits and can be had, unless one of the list is installed. */
  pullFirstDefault(options?: FirstPullOptions): Promise<FirstPull>;
  /** Deletes a model; `model.in_use` while the engine has it loaded. */
  remove(name: string): Promise<void>;
  /** Takes in a GGUF file, or a folder that a trusted key has signed. */
  importPath(path: string, options?: ImportOptions): Promise<InstalledModelFile>;
  adapters(): readonly AdapterListing[];
  /** Takes in a LoRA for an installed chat model; requests then name `base:adapter`. */
  addAdapter(adapter: NewAdapter): Promise<AdapterListing>;
  removeAdapter(id: string): Promise<AdapterListing>;
  /** Writes `<directory>/<name>/`, signed, and gives its path. */
  exportTo(name: string, directory: string, options: ExportOptions): Promise<string>;
  /** Fails with `model.damaged` when the file is not what was stored. Quick reads the file only when its stamp changed. */
  verify(name: string, depth?: 'quick' | 'full'): Promise<void>;
  /** Interrupts running pulls where they can go on later, and waits for them. */
  close(): Promise<void>;
}

export interface FirstPullOptions extends PullOptions {
  /** `chat` when absent. */
  readonly kind?: 'chat' | 'embedding';
}

export interface ExportOptions {
  /** Private Ed25519 key. */
  readonly signingKey: KeyObject;
}

/** Opens the store in `options.folder`, creating it when it is not there. */
export async function createModelStore(options: ModelStoreOptions): Promise<ModelStore> {
  const parts = await openStoreParts(options);
  const { catalogue, index, blobs } = parts;

  async function pullNamed(name: string, pull: PullOptions = {}): Promise<PullResult> {
    return interruptible(parts, pull.signal, async (signal) => pullIntoStore(parts, name, { ...pull, signal }));
  }

  async function pullFirstDefault({ kind = 'chat', ...pull }: FirstPullOptions = {}): Promise<FirstPull> {
    return pullFirst({
      catalogue,
      kind,
      isInstalled: (name) => findStored(parts, name) !== undefined,
      pull: async (name) => pullNamed(name, pull),
      freeMemory: options.freeMemory,
    });
  }

  async function exportTo(name: string, directory: string, { signingKey }: ExportOptions): Promise<string> {
    // Adapters are files of their own: they stay.
    const { adapters: _stay, ...model } = getStored(parts, name);
    const event = eventOf('model.exported', model, index.digestLock(model.name)?.digestFrom ?? 'import');
    return writeSignedFolder(model, blobs.path(model.sha256), {
      directory,
      signingKey,
      announce: async () => options.onEvent(event),
    });
  }

  return {
    catalogue,
    list: async () => listModels(parts),
    installed: () =>
      index
        .models()
        .filter((model) => isIntact(parts, model))
        .map((model) => presentInstalled(model, blobs.path)),
    pull: pullNamed,
    pullFirstDefault,
    remove: async (name) => removeModel(parts, name),
    importPath: async (path, importing = {}) =>
      interruptible(parts, importing.signal, async (signal) => importIntoStore(parts, path, { ...importing, signal })),
    adapters: () => listAdapters(parts),
    addAdapter: async (adapter) => addAdapter(parts, adapter),
    removeAdapter: async (id) => removeAdapter(parts, id),
    exportTo,
    verify: async (name, depth = 'quick') => verifyModel(parts, name, depth),
    close: async () => closeStoreParts(parts),
  };
}

async function removeModel(parts: StoreParts, nameOrAlias: string): Promise<void> {
  const { options, index } = parts;
  const { name } = getStored(parts, nameOrAlias);
  if (options.isInUse?.(name) === true)
    throw new PlatformError('model.in_use', `${name} is loaded`, {
      remedy: `./riad models unload ${name} first.`,
      retryAfterSeconds: 10,
    });
  await withModelLock(parts, { name }, async () => {
    const model = getStored(parts, name);
    await options.onEvent(eventOf('model.removed', model, index.digestLock(name)?.digestFrom ?? 'import'));
    await index.remove(name);
    for (const { sha256 } of [model, ...(model.adapters ?? [])]) await removeUnusedBlob(parts, sha256);
    await removeFolder(partialFolderOf(parts, name));
  });
}
