import { stat } from 'node:fs/promises';

import {
  modelName,
  PlatformError,
  type Clock,
  type EngineBackend,
  type EngineModelStatus,
  type Logger,
  type ModelName,
} from '@riad/contracts';

import type { InstalledModel } from './installed-model.ts';
import { readGgufHeader } from './model-store/gguf-header.ts';
import type { WorkerFacts, WorkerSetup } from './protocol/messages.ts';
import { availableMemory, defaultMemoryBudget, defaultThreads, estimateModelMemory } from './supervisor/memory.ts';
import { ModelPool } from './supervisor/model-pool.ts';
import { defaultPatience, type Patience } from './supervisor/model-worker.ts';
import type { DriverKind } from './worker/driver/driver.ts';
import { startRun } from './supervisor/supervised-run.ts';
import type { WorkerRuntime } from './supervisor/worker-process.ts';

export type { InstalledModel } from './installed-model.ts';

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
  /** Running and waiting requests per model before new ones are told `engine.busy`; 256 when absent. */
  readonly queueLimit?: number;
  /** Milliseconds after which an idle sequence forgets the conversation it holds; ten minutes when absent. */
  readonly idleEraseMs?: number;
  /** `public` for tests of the way around the native driver. */
  readonly driver?: DriverKind;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where worker processes come from; the package's own program when absent. */
  readonly runtime?: WorkerRuntime;
  /** When a worker counts as sick; the tests of the supervisor are in more of a hurry. */
  readonly patience?: Partial<Patience>;
}

const DEFAULT_QUEUE_LIMIT = 256;
const DEFAULT_IDLE_ERASE_MS = 10 * 60_000;

/** Models of this machine, each in a supervised process, loaded on first use within a memory budget. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EngineBackend {
  const threads = options.threads === 'auto' ? defaultThreads() : options.threads;
  const pool = new ModelPool({
    installed: options.installed,
    verify: options.verify,
    setupOf: (model) => setupOf(model, options, threads),
    estimate: (model) => estimate(model, setupOf(model, options, threads)),
    budget: options.memory === 'auto' ? defaultMemoryBudget() : options.memory,
    available: availableMemory,
    queueLimit: options.queueLimit ?? DEFAULT_QUEUE_LIMIT,
    runtime: options.runtime ?? {},
    patience: { ...defaultPatience, ...options.patience },
    clock: options.clock,
    logger: options.logger,
  });

  function statusOf(model: InstalledModel): EngineModelStatus {
    const { name, kind, supportsTools, supportsFim } = model;
    const { contextLength } = setupOf(model, options, threads);
    const worker = pool.peek(model);
    const idle = { memoryBytes: 0, activeRequests: 0, waitingRequests: 0 };
    const adapters = (model.adapters ?? []).map((adapter) => adapter.name);
    const known = { name, kind, contextLength, supportsTools, supportsFim, adapters };
    if (worker === undefined) return { ...known, ...idle, state: 'available' };
    const { facts, state, active, pid, failure } = worker;
    return {
      ...known,
      ...(facts === undefined ? {} : factsShown(facts)),
      state,
      memoryBytes: worker.memoryBytes(),
      ...(worker.throughput === undefined ? {} : { throughput: worker.throughput }),
      activeRequests: Math.min(active, options.parallel),
      waitingRequests: Math.max(0, active - options.parallel),
      ...(pid === undefined ? {} : { processId: pid }),
      ...(failure === undefined ? {} : { problem: failure.message }),
    };
  }

  /** `model:adapter` is the model with an adapter on it; a model's own name may hold no colon. */
  function resolve(name: ModelName): { readonly base: ModelName; readonly adapter?: { readonly adapter: string } } {
    const [base = '', wanted] = name.split(':', 2);
    if (wanted === undefined) return { base: name };
    const path = pool.find(modelName(base)).adapters?.find((adapter) => adapter.name === wanted)?.path;
    if (path !== undefined) return { base: modelName(base), adapter: { adapter: path } };
    throw new PlatformError('model.not_found', `${base} has no adapter ${wanted}`, {
      field: 'model',
      remedy: 'See ./riad models adapters list.',
    });
  }

  return {
    models() {
      pool.sweep();
      return options.installed().map(statusOf);
    },
    load: (name) => pool.load(resolve(name).base),
    unload: (name) => pool.unload(resolve(name).base),
    generate: (request, sink) =>
      startRun({
        request,
        sink,
        logger: options.logger,
        async put(sinkBelow) {
          const { base, adapter } = resolve(request.model);
          return pool.use(base, (worker) => worker.generate({ ...request, ...adapter }, sinkBelow));
        },
      }),
    embed: (name, texts) => pool.use(name, (worker) => worker.embed(texts)),
    tokenize: (name, prompt, addSpecial) =>
      pool.use(resolve(name).base, async (worker) => ({
        ...(await worker.tokenize(prompt, addSpecial)),
        contextLength: worker.facts?.contextLength ?? worker.setup.contextLength,
      })),
    detokenize: (name, tokens) => pool.use(resolve(name).base, (worker) => worker.detokenize(tokens)),
    tokenizerInfo: (name) => pool.use(resolve(name).base, (worker) => worker.info()),
    async forget(cacheKeyPrefix) {
      pool.forEach((worker) => worker.forget(cacheKeyPrefix));
    },
    close: () => pool.close(),
  };
}

/** Reads the header first: a file that is no GGUF, or a hostile one, goes no further. */
async function estimate({ name, path }: InstalledModel, { contextLength, parallel }: WorkerSetup): Promise<number> {
  const [{ cacheBytesPerToken }, { size }] = await Promise.all([readGgufHeader(path, name), stat(path)]);
  return estimateModelMemory({ fileBytes: size, cells: contextLength * parallel, cacheBytesPerToken });
}

function factsShown({ contextLength, supportsTools, supportsFim, driver }: WorkerFacts): Partial<EngineModelStatus> {
  return { contextLength, supportsTools, supportsFim, driver };
}

function setupOf(model: InstalledModel, options: EmbeddedEngineOptions, threads: number): WorkerSetup {
  const isChat = model.kind === 'chat';
  return {
    path: model.path,
    kind: model.kind,
    format: model.format,
    contextLength: isChat ? Math.min(model.contextLength, options.contextLength) : model.contextLength,
    parallel: isChat ? options.parallel : 1,
    threads,
    threadsAdapt: options.threads === 'auto',
    idleEraseMs: options.idleEraseMs ?? DEFAULT_IDLE_ERASE_MS,
    ...(options.driver === undefined ? {} : { driver: options.driver }),
    ...(model.embedding === undefined ? {} : { embedding: model.embedding }),
  };
}
