import { PlatformError, type Clock, type Logger, type ModelName } from '@riad/contracts';

import type { InstalledModel } from '../installed-model.ts';
import type { WorkerSetup } from '../protocol/messages.ts';
import { ModelWorker, type Patience } from './model-worker.ts';
import type { WorkerRuntime } from './worker-process.ts';

export interface ModelPoolOptions {
  readonly installed: () => readonly InstalledModel[];
  readonly verify: (model: InstalledModel) => Promise<void>;
  readonly setupOf: (model: InstalledModel) => WorkerSetup;
  /** Bytes a model will take once loaded. Fails with `model.damaged` on a file that no worker should see. */
  readonly estimate: (model: InstalledModel) => Promise<number>;
  /** Bytes for all loaded models together. */
  readonly budget: number;
  /** Bytes the machine can give now. */
  readonly available: () => number;
  readonly queueLimit: number;
  readonly runtime: WorkerRuntime;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Entry {
  readonly worker: ModelWorker;
  /** Callers between asking for the worker and having put their request into it: it must not be unloaded under them. */
  users: number;
  /** What it was estimated to need when it was last loaded. */
  need: number;
  preparing: Promise<void> | undefined;
}

/** The workers of all models: loaded when first needed, within a memory budget, the longest unused one leaving first. */
export class ModelPool {
  readonly #options: ModelPoolOptions;
  readonly #entries = new Map<ModelName, Entry>();
  /** Decisions about memory are taken one after another. */
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: ModelPoolOptions) {
    this.#options = options;
  }

  find(name: ModelName): InstalledModel {
    const model = this.#options.installed().find((candidate) => candidate.name === name);
    if (model !== undefined) return model;
    throw new PlatformError('model.not_found', `there is no model ${name} on this machine`, {
      field: 'model',
      remedy: 'See ./riad models list.',
    });
  }

  /** The worker of a model when it has one; none is made. */
  peek(model: InstalledModel): ModelWorker | undefined {
    return this.#entries.get(model.name)?.worker;
  }

  forEach(tell: (worker: ModelWorker) => void): void {
    for (const { worker } of this.#entries.values()) tell(worker);
  }

  /** Puts something into a model's worker, which is loaded first if need be and stays loaded meanwhile. */
  async use<T>(name: ModelName, put: (worker: ModelWorker) => T | Promise<T>): Promise<T> {
    const model = this.find(name);
    const entry = this.#entry(model);
    if (entry.worker.failure !== undefined) throw entry.worker.failure;
    entry.users++;
    try {
      await this.#ensure(model, entry);
      return await put(entry.worker);
    } finally {
      entry.users--;
      entry.worker.lastUsed = this.#options.clock.monotonic();
    }
  }

  /** Loads a model, also one that was given up. */
  async load(name: ModelName): Promise<void> {
    const model = this.find(name);
    const entry = this.#entry(model);
    entry.worker.lastUsed = this.#options.clock.monotonic();
    await this.#ensure(model, entry);
  }

  async unload(name: ModelName): Promise<void> {
    this.find(name);
    await this.#entries.get(name)?.worker.unload();
  }

  /** Stops workers whose model was removed or replaced. */
  sweep(): void {
    const installed = new Map(this.#options.installed().map((model) => [model.name, model]));
    for (const [name, entry] of this.#entries) {
      const model = installed.get(name);
      if (model !== undefined && sameSetup(entry.worker.setup, this.#options.setupOf(model))) continue;
      this.#entries.delete(name);
      void entry.worker.unload();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#entries.values()].map((entry) => entry.worker.unload()));
  }

  #entry(model: InstalledModel): Entry {
    if (this.#closed) throw stopping();
    this.sweep();
    const known = this.#entries.get(model.name);
    if (known !== undefined) return known;
    const { queueLimit, runtime, patience, clock, logger, setupOf } = this.#options;
    const worker = new ModelWorker({
      name: model.name,
      setup: setupOf(model),
      queueLimit,
      runtime,
      patience,
      clock,
      logger,
    });
    const entry: Entry = { worker, users: 0, need: 0, preparing: undefined };
    this.#entries.set(model.name, entry);
    return entry;
  }

  async #ensure(model: InstalledModel, entry: Entry): Promise<void> {
    const { worker } = entry;
    if (worker.state === 'available' || worker.state === 'failed') {
      entry.preparing ??= this.#prepare(model, entry).finally(() => {
        entry.preparing = undefined;
      });
      await entry.preparing;
    }
    await worker.load();
  }

  /** Checks the file, makes room, and starts the process before anybody else may count the same memory. */
  async #prepare(model: InstalledModel, entry: Entry): Promise<void> {
    await this.#options.verify(model);
    entry.need = await this.#options.estimate(model);
    const turn = this.#turn.then(() => this.#startWithRoom(model, entry));
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  async #startWithRoom(model: InstalledModel, entry: Entry): Promise<void> {
    await this.#makeRoom(entry, model.name);
    if (this.#closed) throw stopping();
    // How it ends is told to whoever waits for the worker.
    entry.worker.load().catch(() => undefined);
  }

  /** Unloads idle models, longest unused first, until the model fits the budget and the machine. */
  async #makeRoom(wanted: Entry, name: ModelName): Promise<void> {
    for (;;) {
      const { used, promised } = this.#memory(wanted);
      const have = Math.min(this.#options.budget - used - promised, this.#options.available() - promised);
      if (wanted.need <= have) return;
      const idle = this.#longestUnused(wanted);
      if (idle === undefined) throw noMemory(name, wanted.need, have);
      this.#options.logger.info('engine.unloaded', { reason: `room for ${name}` });
      await idle.worker.unload();
    }
  }

  /** What the others hold, and what those that are still loading will take on top. */
  #memory(wanted: Entry): { readonly used: number; readonly promised: number } {
    let used = 0;
    let promised = 0;
    for (const entry of this.#entries.values()) {
      if (entry === wanted) continue;
      const held = entry.worker.memoryBytes();
      used += held;
      if (entry.worker.state === 'loading' || entry.worker.state === 'restarting')
        promised += Math.max(0, entry.need - held);
    }
    return { used, promised };
  }

  #longestUnused(wanted: Entry): Entry | undefined {
    return [...this.#entries.values()]
      .filter(
        (entry) => entry !== wanted && entry.users === 0 && entry.worker.active === 0 && entry.worker.state === 'ready',
      )
      .toSorted((left, right) => left.worker.lastUsed - right.worker.lastUsed)[0];
  }
}

function sameSetup(left: WorkerSetup, right: WorkerSetup): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function stopping(): PlatformError {
  return new PlatformError('server.stopping', 'the engine is stopping', { remedy: 'Try again in a moment.' });
}

function noMemory(name: string, need: number, have: number): PlatformError {
  const megabytes = (bytes: number): number => Math.ceil(Math.max(0, bytes) / 1e6);
  return new PlatformError(
    'model.no_memory',
    `${name} needs about ${megabytes(need)} MB of memory and ${megabytes(have)} MB are free`,
    {
      retryAfterSeconds: 30,
      remedy: 'Free memory, choose a smaller model, or lower engine.contextLength or engine.parallel.',
    },
  );
}
