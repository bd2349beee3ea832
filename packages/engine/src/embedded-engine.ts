import {
  PlatformError,
  type Clock,
  type EngineBackend,
  type EngineModelStatus,
  type EngineRun,
  type EngineSink,
  type GenerateRequest,
  type Logger,
  type ModelName,
} from '@riad/contracts';

import type { ChatFormatName, EmbeddingConvention } from './protocol/messages.ts';
import { availableMemory, defaultMemoryBudget, defaultThreads, estimateModelMemory } from './supervisor/memory.ts';
import { ModelWorker } from './supervisor/model-worker.ts';

/** A model that is on disk and was verified. */
export interface InstalledModel {
  readonly name: ModelName;
  readonly kind: 'chat' | 'embedding';
  readonly path: string;
  readonly contextLength: number;
  readonly format: ChatFormatName;
  readonly embedding?: EmbeddingConvention;
  readonly supportsTools: boolean;
  readonly supportsFim: boolean;
}

export interface EmbeddedEngineOptions {
  readonly installed: () => readonly InstalledModel[];
  /** Fails with `model.damaged` when the file is not what was pulled. Called before every load. */
  readonly verify: (model: InstalledModel) => Promise<void>;
  readonly threads: number | 'auto';
  /** Bytes for all loaded models. */
  readonly memory: number | 'auto';
  /** Tokens per slot, at most the model's own. */
  readonly contextLength: number;
  /** Requests a chat model works on at one time. */
  readonly parallel: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Running and waiting requests per model before new ones are told `engine.busy`. */
const QUEUE_LIMIT = 512;

/** Models of this machine, each in a supervised process, loaded on first use within a memory budget. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EngineBackend {
  const threads = options.threads === 'auto' ? defaultThreads() : options.threads;
  const budget = options.memory === 'auto' ? defaultMemoryBudget() : options.memory;
  const workers = new Map<string, ModelWorker>();

  function find(name: ModelName): InstalledModel {
    const model = options.installed().find((candidate) => candidate.name === name);
    if (model !== undefined) return model;
    throw new PlatformError('model.not_found', `there is no model ${name} on this machine`, {
      field: 'model',
      remedy: 'See ./riad models list.',
    });
  }

  function contextOf(model: InstalledModel): number {
    return model.kind === 'embedding' ? model.contextLength : Math.min(model.contextLength, options.contextLength);
  }

  async function ready(name: ModelName): Promise<ModelWorker> {
    const model = find(name);
    const worker = workers.get(name) ?? addWorker(model);
    worker.lastUsed = options.clock.monotonic();
    if (worker.state === 'ready') return worker;
    if (worker.state === 'failed')
      throw new PlatformError('model.damaged', `${name} cannot be used: ${worker.problem ?? 'unknown'}`, {
        remedy: `./riad models load ${name} tries again; ./riad logs tells more.`,
      });
    if (worker.state === 'available') await prepare(model, worker);
    await worker.load();
    return worker;
  }

  function addWorker(model: InstalledModel): ModelWorker {
    const worker = new ModelWorker({
      name: model.name,
      logger: options.logger,
      queueLimit: QUEUE_LIMIT,
      setup: {
        path: model.path,
        kind: model.kind,
        format: model.format,
        contextLength: contextOf(model),
        parallel: model.kind === 'chat' ? options.parallel : 1,
        threads,
        ...(model.embedding === undefined ? {} : { embedding: model.embedding }),
      },
    });
    workers.set(model.name, worker);
    return worker;
  }

  async function prepare(model: InstalledModel, worker: ModelWorker): Promise<void> {
    await options.verify(model);
    const need = estimateModelMemory(model.path, contextOf(model) * (model.kind === 'chat' ? options.parallel : 1));
    await makeRoom(need, worker, model.name);
  }

  /** Unloads idle models, longest unused first, until `need` fits the budget and the machine. */
  async function makeRoom(need: number, wanted: ModelWorker, name: string): Promise<void> {
    for (;;) {
      const used = [...workers.values()].reduce((sum, worker) => sum + worker.memoryBytes(), 0);
      const have = Math.min(budget - used, availableMemory());
      if (need <= have) return;
      const idle = [...workers.values()]
        .filter((worker) => worker !== wanted && worker.state === 'ready' && worker.active === 0)
        .toSorted((left, right) => left.lastUsed - right.lastUsed)[0];
      if (idle === undefined) {
        throw new PlatformError(
          'model.no_memory',
          `${name} needs about ${megabytes(need)} MB of memory and ${megabytes(Math.max(0, have))} MB are free`,
          {
            retryAfterSeconds: 30,
            remedy: 'Free memory, choose a smaller model, or lower engine.contextLength or engine.parallel.',
          },
        );
      }
      await idle.unload();
    }
  }

  function generate(request: GenerateRequest, sink: EngineSink): EngineRun {
    let run: EngineRun | undefined;
    let aborted = false;
    void start();

    async function start(): Promise<void> {
      try {
        const worker = await ready(request.model);
        if (!aborted) run = worker.generate(request, sink);
      } catch (error) {
        if (!aborted) sink.onError(asPlatformError(error));
      }
    }
    return {
      abort() {
        if (aborted) return;
        aborted = true;
        if (run === undefined) sink.onError(new PlatformError('request.cancelled', 'the request was cancelled'));
        else run.abort();
      },
    };
  }

  function statusOf(model: InstalledModel): EngineModelStatus {
    const worker = workers.get(model.name) ?? addWorker(model);
    const facts = worker.facts ?? {
      contextLength: contextOf(model),
      supportsTools: model.supportsTools,
      supportsFim: model.supportsFim,
    };
    return {
      name: model.name,
      kind: model.kind,
      state: worker.state,
      contextLength: facts.contextLength,
      supportsTools: facts.supportsTools,
      supportsFim: facts.supportsFim,
      memoryBytes: worker.memoryBytes(),
      activeRequests: Math.min(worker.active, options.parallel),
      waitingRequests: Math.max(0, worker.active - options.parallel),
      ...(worker.problem === undefined ? {} : { problem: worker.problem }),
    };
  }

  return {
    models: () => options.installed().map(statusOf),
    async load(name) {
      const model = find(name);
      const worker = workers.get(name) ?? addWorker(model);
      if (worker.state === 'available' || worker.state === 'failed') await prepare(model, worker);
      await worker.load();
    },
    async unload(name) {
      find(name);
      await workers.get(name)?.unload();
    },
    generate,
    embed: async (model, texts) => (await ready(model)).embed(texts),
    async tokenize(model, prompt, addSpecial) {
      const worker = await ready(model);
      const result = await worker.tokenize(prompt, addSpecial);
      return { ...result, contextLength: worker.facts?.contextLength ?? contextOf(find(model)) };
    },
    detokenize: async (model, tokens) => (await ready(model)).detokenize(tokens),
    tokenizerInfo: async (model) => (await ready(model)).info(),
    async close() {
      await Promise.all([...workers.values()].map((worker) => worker.unload()));
    },
  };
}

function asPlatformError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('server.internal', 'the engine failed', { cause: error });
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
