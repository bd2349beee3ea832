import { fileURLToPath } from 'node:url';

import type { Clock, Egress, EngineBackend, Logger, ModelName, Settings } from '@riad/contracts';
import { createEmbeddedEngine, createModelStore, type ModelStore } from '@riad/engine';
import type { Ledger } from '@riad/store';

import type { DataFolder } from '../data-folder/data-folder.ts';
import { recordModelEvent } from './model-records.ts';

const catalogueFolder = fileURLToPath(new URL('../../../../content/models', import.meta.url));

export interface Models {
  readonly models: ModelStore;
  readonly engine: EngineBackend;
  /** The chat model that is asked when a request names none. */
  defaultModel(): ModelName | undefined;
  /** Loads it, unless the settings say to wait for the first request. What goes wrong is logged, and told to who asks. */
  preload(): void;
  close(): Promise<void>;
}

export interface ModelsOptions {
  readonly folder: DataFolder;
  readonly settings: Settings;
  /** The default model that the settings name, asked each time: they may change. */
  readonly wanted: () => string | undefined;
  readonly egress: Egress;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Models on disk and the processes that run them. They need no database: they load while it starts. */
export async function openModels(options: ModelsOptions): Promise<Models> {
  const { folder, settings, wanted, egress, ledger, clock, logger } = options;
  const compileCache = process.env['NODE_COMPILE_CACHE'];
  let engine: EngineBackend | undefined;
  const models = await createModelStore({
    folder: folder.models,
    catalogueFolder,
    egress,
    clock,
    environment: process.env,
    sources: {
      order: settings.models.sources,
      huggingFace: settings.models.huggingFace,
      ollama: settings.models.ollama,
      ...(settings.models.mirror === undefined ? {} : { mirror: settings.models.mirror }),
      ...(settings.models.folder === undefined ? {} : { localFolders: [settings.models.folder] }),
    },
    onEvent: (event) => recordModelEvent(ledger, event),
    isInUse: (name) => engine?.models().some((model) => model.name === name && model.activeRequests > 0) ?? false,
  });
  const backend = createEmbeddedEngine({
    installed: () => models.installed(),
    verify: (model) => models.verify(model.name, 'quick'),
    threads: settings.engine.threads,
    memory: settings.engine.memory,
    contextLength: settings.engine.contextLength,
    parallel: settings.engine.parallel,
    clock,
    logger,
    runtime: compileCache === undefined ? {} : { compileCache },
  });
  engine = backend;

  function defaultModel(): ModelName | undefined {
    const chat = models.installed().filter((model) => model.kind === 'chat');
    const named = wanted();
    return (chat.find((model) => model.name === named) ?? chat.toSorted((left, right) => right.bytes - left.bytes)[0])
      ?.name;
  }

  return {
    models,
    engine: backend,
    defaultModel,
    preload() {
      const model = defaultModel();
      if (!settings.engine.preload || model === undefined) return;
      backend.load(model).catch((error: unknown) => logger.warn('engine.preload_failed', { model, error }));
    },
    async close() {
      await backend.close();
      await models.close();
    },
  };
}
