import {
  PlatformError,
  type Clock,
  type EmbedResult,
  type EngineModelState,
  type EnginePrompt,
  type EngineRun,
  type EngineSink,
  type EngineThroughput,
  type GenerateRequest,
  type Logger,
  type TokenizerInfo,
} from '@riad/contracts';

import type { FromWorker, ToWorker, WireError, WorkerFacts, WorkerSetup } from '../protocol/messages.ts';
import { startWorkerProcess, type WorkerProcess, type WorkerRuntime } from './worker-process.ts';

/** When a worker counts as sick, and how it is brought back. Milliseconds. */
export interface Patience {
  /** Waits before a crashed worker is started again; after the last one it is given up until somebody loads it. */
  readonly backOff: readonly number[];
  /** A worker that ran this long starts again from the first wait. */
  readonly stableAfter: number;
  /** Longest silence while it has work. */
  readonly silence: number;
  /** Longest time to load a model. */
  readonly loading: number;
  /** How long a worker may take to leave by itself. */
  readonly leaving: number;
}

export const defaultPatience: Patience = {
  backOff: [250, 1000, 4000, 15_000],
  stableAfter: 60_000,
  silence: 120_000,
  loading: 600_000,
  leaving: 2000,
};

export interface ModelWorkerOptions {
  readonly name: string;
  readonly setup: WorkerSetup;
  readonly runtime: WorkerRuntime;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Requests that may wait or run at one time. */
  readonly queueLimit: number;
}

/** How often a worker with work is looked at: who waits is told of its end this soon. */
const LOOK_MS = 20;

type Answer = Extract<FromWorker, { readonly id: number }>;
type Reply = Exclude<Answer, { type: 'event' | 'error' }>;

interface Pending {
  onMessage(message: Answer): void;
  onError(error: PlatformError): void;
}

/** One model's process and everything that was asked of it. A crash fails what was running, at once, and starts it again. */
export class ModelWorker {
  readonly #options: ModelWorkerOptions;
  readonly #pending = new Map<number, Pending>();
  #process: WorkerProcess | undefined;
  #ready: PromiseWithResolvers<WorkerFacts> | undefined;
  #restart: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #lookout: NodeJS.Timeout | undefined;
  #nextId = 1;
  #crashes = 0;
  #startedAt = 0;
  #heardAt = 0;
  #state: EngineModelState = 'available';
  #failure: PlatformError | undefined;
  #facts: WorkerFacts | undefined;
  #throughput: EngineThroughput | undefined;
  /** When it was last asked for anything, by the clock's monotonic time. */
  lastUsed = 0;

  constructor(options: ModelWorkerOptions) {
    this.#options = options;
  }

  get setup(): WorkerSetup {
    return this.#options.setup;
  }

  get state(): EngineModelState {
    return this.#state;
  }

  /** Why it is `failed`. */
  get failure(): PlatformError | undefined {
    return this.#failure;
  }

  get facts(): WorkerFacts | undefined {
    return this.#facts;
  }

  get throughput(): EngineThroughput | undefined {
    return this.#throughput;
  }

  /** Requests that run or wait in the process. */
  get active(): number {
    return this.#pending.size;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  memoryBytes(): number {
    return this.#process?.memoryBytes() ?? 0;
  }

  /** Resolves when the model is ready: at once, after loading, or after the restart that is due. */
  load(): Promise<WorkerFacts> {
    if (this.#ready === undefined) {
      if (this.#state === 'failed') this.#crashes = 0;
      this.#ready = unheard();
      this.#start();
    }
    return this.#ready.promise;
  }

  #start(): void {
    this.#state = this.#crashes > 0 ? 'restarting' : 'loading';
    this.#failure = undefined;
    this.#startedAt = this.#now();
    this.#heardAt = this.#startedAt;
    const worker = startWorkerProcess(this.#options.runtime, {
      onMessage: (message) => {
        if (this.#process === worker) this.#receive(message);
      },
      onEnd: (how) => {
        if (this.#process === worker) this.#ended(how);
      },
    });
    this.#process = worker;
    this.#watch = setInterval(() => this.#checkSilence(), Math.max(50, this.#options.patience.silence / 4));
    this.#watch.unref();
    worker.send({ type: 'setup', setup: this.#options.setup });
  }

  #receive(message: FromWorker): void {
    this.#heardAt = this.#now();
    if (message.type === 'alive') return;
    if (message.type === 'throughput') this.#throughput = message.throughput;
    else if (message.type === 'ready') this.#becomeReady(message.facts);
    else if (message.type === 'unusable') this.#giveUp(asError(message.error));
    else this.#answered(message);
  }

  #becomeReady(facts: WorkerFacts): void {
    this.#state = 'ready';
    this.#facts = facts;
    if (facts.driverReason !== undefined)
      this.#options.logger.warn('engine.public_driver', { model: this.#options.name, reason: facts.driverReason });
    this.#options.logger.info('engine.ready', {
      model: this.#options.name,
      loadMs: Math.round(this.#now() - this.#startedAt),
    });
    this.#ready?.resolve(facts);
  }

  #answered(message: Answer): void {
    const pending = this.#pending.get(message.id);
    if (message.type !== 'event' || message.event.type === 'end') this.#pending.delete(message.id);
    pending?.onMessage(message);
  }

  #look(): void {
    if (this.#pending.size > 0) {
      this.#process?.look();
      return;
    }
    clearInterval(this.#lookout);
    this.#lookout = undefined;
  }

  #checkSilence(): void {
    const { silence, loading } = this.#options.patience;
    const limit = this.#state === 'ready' ? silence : loading;
    const waits = this.#state !== 'ready' || this.#pending.size > 0;
    if (!waits || this.#now() - this.#heardAt <= limit) return;
    this.#process?.kill();
    this.#ended(`no sign of life for ${Math.round(limit / 1000)} s`);
  }

  /** The model cannot be used: no restart until somebody loads it again. */
  #giveUp(failure: PlatformError): void {
    this.#state = 'failed';
    this.#failure = failure;
    this.#process?.kill();
    this.#settle(failure);
  }

  #ended(how: string): void {
    const { name, logger, patience } = this.#options;
    logger.error('engine.crashed', { model: name, how, lastWords: this.#process?.lastWords() });
    if (this.#now() - this.#startedAt > patience.stableAfter) this.#crashes = 0;
    const wait = patience.backOff[this.#crashes];
    this.#crashes++;
    if (wait === undefined) {
      this.#giveUp(
        new PlatformError('engine.crashed', `the process of ${name} ended ${this.#crashes} times in a row (${how})`, {
          remedy: `./riad models load ${name} tries again; ./riad logs tells more.`,
        }),
      );
      return;
    }
    this.#state = 'restarting';
    this.#settle(
      new PlatformError('engine.crashed', `the process of ${name} ended (${how}); it is being started again`, {
        retryAfterSeconds: Math.ceil(wait / 1000) + 1,
        remedy: 'Try again in a moment.',
      }),
    );
    this.#ready = unheard();
    this.#restart = setTimeout(() => this.#start(), wait);
  }

  /** The process is gone or on its way out: everybody who waits is told why. */
  #settle(error: PlatformError): void {
    clearInterval(this.#watch);
    clearTimeout(this.#restart);
    this.#process = undefined;
    this.#throughput = undefined;
    const ready = this.#ready;
    this.#ready = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.onError(error);
    ready?.reject(error);
  }

  /** Stops the process and waits until it is gone; what was running is told `server.stopping`. */
  async unload(): Promise<void> {
    const worker = this.#process;
    const { leaving } = this.#options.patience;
    this.#state = 'available';
    this.#failure = undefined;
    this.#crashes = 0;
    const left = worker === undefined ? Promise.resolve() : waitForExit(worker, leaving);
    this.#settle(
      new PlatformError('server.stopping', `${this.#options.name} was unloaded`, { remedy: 'Try again in a moment.' }),
    );
    await left;
  }

  /** `adapter`: the file of the one that answers. */
  generate({ adapter, ...request }: GenerateRequest & { readonly adapter?: string }, sink: EngineSink): EngineRun {
    const id = this.#nextId++;
    const { sampling, deadlineMs: _deadline, model: _model, ...rest } = request;
    const { logitBias, ...plain } = sampling;
    this.#admit(id, {
      onMessage(message) {
        if (message.type === 'event') sink.onEvent(message.event);
        else if (message.type === 'error') sink.onError(asError(message.error));
      },
      onError: (error) => sink.onError(error),
    });
    this.#process?.send({
      type: 'generate',
      id,
      request: {
        ...rest,
        ...(adapter === undefined ? {} : { adapter }),
        sampling: { ...plain, ...(logitBias === undefined ? {} : { logitBias: [...logitBias] }) },
      },
    });
    return {
      abort: () => {
        if (this.#pending.has(id)) this.#process?.send({ type: 'abort', id });
      },
    };
  }

  forget(cacheKeyPrefix: string): void {
    if (this.#state === 'ready') this.#process?.send({ type: 'forget', cacheKeyPrefix });
  }

  async embed(inputs: readonly (string | readonly number[])[]): Promise<EmbedResult> {
    const reply = await this.#ask((id) => ({ type: 'embed', id, inputs }));
    if (reply.type !== 'embedded') throw unexpected(reply);
    return { promptTokens: reply.promptTokens, vectors: reply.vectors.map(decodeVector) };
  }

  async tokenize(
    prompt: EnginePrompt,
    addSpecial: boolean,
  ): Promise<{ readonly tokens: readonly number[]; readonly texts: readonly string[] }> {
    const reply = await this.#ask((id) => ({ type: 'tokenize', id, prompt, addSpecial }));
    if (reply.type !== 'tokenized') throw unexpected(reply);
    return { tokens: reply.tokens, texts: reply.texts };
  }

  async detokenize(tokens: readonly number[]): Promise<string> {
    const reply = await this.#ask((id) => ({ type: 'detokenize', id, tokens }));
    if (reply.type !== 'detokenized') throw unexpected(reply);
    return reply.text;
  }

  async info(): Promise<TokenizerInfo> {
    const reply = await this.#ask((id) => ({ type: 'info', id }));
    if (reply.type !== 'described') throw unexpected(reply);
    return reply.info;
  }

  #ask(message: (id: number) => ToWorker): Promise<Reply> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#admit(id, {
      onMessage(reply) {
        if (reply.type === 'error') reject(asError(reply.error));
        else if (reply.type !== 'event') resolve(reply);
      },
      onError: reject,
    });
    this.#process?.send(message(id));
    return promise;
  }

  #admit(id: number, pending: Pending): void {
    const { name, queueLimit } = this.#options;
    if (this.#state !== 'ready')
      throw new PlatformError('engine.busy', `${name} is ${this.#state}`, { retryAfterSeconds: 2 });
    if (this.#pending.size >= queueLimit) {
      throw new PlatformError('engine.busy', `${queueLimit} requests already run or wait for ${name}`, {
        retryAfterSeconds: 5,
        remedy: 'Try again later, or raise engine.parallel.',
      });
    }
    // Silence counts from the first request on: an idle worker has nothing to say.
    if (this.#pending.size === 0) this.#heardAt = this.#now();
    this.#pending.set(id, pending);
    this.#lookout ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}

/** A promise that may be rejected without anybody listening: a restart that nobody waits for. */
function unheard(): PromiseWithResolvers<WorkerFacts> {
  const ready = Promise.withResolvers<WorkerFacts>();
  ready.promise.catch(() => undefined);
  return ready;
}

async function waitForExit(worker: WorkerProcess, leavingMs: number): Promise<void> {
  worker.stop();
  const force = setTimeout(() => worker.kill(), leavingMs);
  await worker.exited;
  clearTimeout(force);
}

function asError(error: WireError): PlatformError {
  return new PlatformError(error.code, error.message, error.options);
}

function unexpected(reply: Reply): PlatformError {
  return new PlatformError('server.internal', `the worker answered ${reply.type}`);
}

function decodeVector(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
