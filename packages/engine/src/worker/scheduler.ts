import { randomInt } from 'node:crypto';

import {
  PlatformError,
  type EngineThroughput,
  type FinishReason,
  type TokenLogprob,
  type TokenUsage,
} from '@riad/contracts';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import { createAdapters, type Adapters } from './adapters.ts';
import { planBatch } from './batch-plan.ts';
import type { LogitIndex, NativeAdapter, NativeContext, NativeSampler } from './driver/addon.ts';
import { FairQueue, type Waiting } from './fair-queue.ts';
import { createScorer, MAX_SEED, samplerConfig, type SampledToken, type Scorer } from './sampling.ts';
import { SequenceCache, type Sequence, type Wanted } from './sequence-cache.ts';
import { createThreadGovernor, type ThreadGovernor } from './thread-governor.ts';
import { createThroughput, type Throughput } from './throughput.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A generation the scheduler works on. Callbacks run on its loop: they must be quick and must not throw. */
export interface Job {
  readonly prompt: readonly number[];
  readonly request: WireGenerateRequest;
  readonly grammarState: unknown;
  /** File of the adapter that answers; absent: the model as it is. */
  readonly adapter?: string;
  onStart(promptTokens: number, cachedTokens: number): void;
  /** The prompt's logprobs, when the request echoes with logprobs. The first token has none. */
  onEcho(logprobs: readonly (TokenLogprob | null)[]): void;
  /** False ends the generation: a stop string was met. */
  onToken(sampled: SampledToken): boolean;
  onEnd(finish: FinishReason, usage: TokenUsage): void;
  onError(error: PlatformError): void;
}

export interface Scheduler {
  submit(job: Job): { abort(): void };
  /** Forgets what sequences hold of everybody whose cache key begins like this, before the next batch. */
  forget(keyPrefix: string): void;
  throughput(): EngineThroughput;
}

export interface SchedulerOptions {
  readonly context: NativeContext;
  readonly createSampler: () => NativeSampler;
  readonly loadAdapter: (file: string) => Promise<NativeAdapter>;
  readonly vocabulary: Vocabulary;
  readonly slots: number;
  /** Tokens a slot holds. */
  readonly contextLength: number;
  readonly batchSize: number;
  readonly threads: number;
  /** Whether fewer threads may be used while other programs want the processor. */
  readonly threadsAdapt: boolean;
  /** Milliseconds after which an idle sequence is emptied. */
  readonly idleEraseMs: number;
  /** Called after every piece of work. */
  readonly onProgress: () => void;
}

interface Run extends Waiting, Wanted {
  readonly job: Job;
  /** The request's, with a seed drawn once when it gave none. */
  readonly sampling: WireGenerateRequest['sampling'];
  sampler: NativeSampler | undefined;
  readonly generated: number[];
  readonly echo: (TokenLogprob | null)[] | undefined;
  cached: number;
  aborted: boolean;
}

interface Live {
  readonly sequence: Sequence;
  readonly run: Run;
}

/**
 * Processor time of one piece of prompt while somebody else waits for it, and while nobody does: nothing can be aborted
 * meanwhile, and no other stream moves.
 */
const SHARED_PIECE_MS = 250;
const LONE_PIECE_MS = 1000;
/** Fewer tokens than this waste the batch's advantage: measured, 32 cost half as much again a token as 128. */
const LEAST_PIECE = 64;
/** An echoed prompt needs the logits of every position, a whole vocabulary of floats each. */
const ECHO_PIECE = 64;

/**
 * Continuous batching in one loop: every running sequence's next token and as much waiting prompt as fits are decoded
 * together. Who comes next is the fair queue's business, what can be reused the sequence cache's.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  return new BatchScheduler(options);
}

class BatchScheduler implements Scheduler {
  readonly #options: SchedulerOptions;
  readonly #context: NativeContext;
  readonly #scorer: Scorer;
  readonly #cache: SequenceCache;
  readonly #adapters: Adapters;
  readonly #governor: ThreadGovernor;
  readonly #counts: Throughput = createThroughput();
  readonly #queue = new FairQueue<Run>();
  readonly #live = new Map<Sequence, Run>();
  /** Key prefixes to forget once the native context is not busy. */
  readonly #forgotten: string[] = [];
  #running = false;
  /** Prompt tokens that this machine reads in a millisecond when it has the processor, as measured last. */
  #pace = LEAST_PIECE / LONE_PIECE_MS;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#context = options.context;
    this.#scorer = createScorer(options);
    this.#cache = new SequenceCache({
      context: options.context,
      sequences: options.slots,
      now: () => performance.now(),
    });
    this.#adapters = createAdapters(options);
    this.#governor = createThreadGovernor({ most: options.threads, adapts: options.threadsAdapt });
    setInterval(() => this.#eraseIdle(), Math.max(1000, options.idleEraseMs / 4)).unref();
  }

  submit(job: Job): { abort(): void } {
    const { request } = job;
    const echo = request.echo && request.topLogprobs !== undefined ? [null] : undefined;
    const run: Run = {
      job,
      key: job.adapter === undefined ? request.cacheKey : `${request.cacheKey}\n${job.adapter}`,
      tokens: job.prompt,
      reuse: echo === undefined,
      tenant: request.tenant ?? request.cacheKey,
      priority: request.priority ?? 'interactive',
      sampling: { ...request.sampling, seed: request.sampling.seed ?? randomInt(MAX_SEED) },
      sampler: undefined,
      generated: [],
      echo,
      cached: 0,
      aborted: false,
    };
    this.#queue.push(run);
    this.#wake();
    return {
      abort() {
        run.aborted = true;
      },
    };
  }

  forget(keyPrefix: string): void {
    this.#forgotten.push(keyPrefix);
    this.#wake();
  }

  throughput(): EngineThroughput {
    return this.#counts.report({
      running: this.#live.size,
      waiting: this.#queue.length,
      threads: this.#governor.threads(),
    });
  }

  #eraseIdle(): void {
    const limit = performance.now() - this.#options.idleEraseMs;
    // Between two decodes only: the native context is busy otherwise.
    if (!this.#running) this.#cache.forgetIdle(limit);
  }

  #wake(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => void this.#loop());
  }

  async #loop(): Promise<void> {
    try {
      for (;;) {
        this.#dropAborted();
        for (const prefix of this.#forgotten.splice(0)) this.#cache.forget(({ key }) => key.startsWith(prefix));
        await this.#admit();
        if (this.#live.size === 0) break;
        await this.#step();
        this.#options.onProgress();
        // Lets frames from the other side in: new work, aborts.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      this.#failAll(error);
    }
    this.#running = false;
    if (this.#queue.length > 0 || this.#forgotten.length > 0) this.#wake();
  }

  #dropAborted(): void {
    const cancelled = new PlatformError('request.cancelled', 'the request was cancelled');
    for (const run of this.#queue.remove((waiting) => waiting.aborted)) run.job.onError(cancelled);
    for (const [sequence, run] of this.#live) if (run.aborted) this.#fail(sequence, run, cancelled);
  }

  async #admit(): Promise<void> {
    while (this.#queue.length > 0 && this.#live.size < this.#options.slots) {
      const run = this.#queue.take((waiting) => !this.#cache.isBeingRead(waiting));
      if (run === undefined) return;
      if (!(await this.#hasAdapter(run.job))) continue;
      const sequence = await this.#cache.claim(run);
      if (sequence === undefined) return this.#queue.push(run);
      this.#live.set(sequence, run);
      const { job } = run;
      run.cached = sequence.evaluated;
      run.sampler = this.#options.createSampler();
      run.sampler.applyConfig(samplerConfig(run.sampling, job.grammarState, this.#options.contextLength));
      this.#counts.placed(job.prompt.length, run.cached);
      job.onStart(job.prompt.length, run.cached);
    }
  }

  /** An adapter that does not load fails its own request only. */
  async #hasAdapter(job: Job): Promise<boolean> {
    if (job.adapter === undefined) return true;
    try {
      await this.#adapters.load(job.adapter);
      return true;
    } catch (cause) {
      job.onError(new PlatformError('model.damaged', 'the adapter does not fit this model', { cause, field: 'model' }));
      return false;
    }
  }

  async #step(): Promise<void> {
    const takes = this.#takes(
      await this.#adapters.choose([...this.#live].map(([sequence, run]) => ({ sequence, run }))),
    );
    const total = takes.reduce((sum, { count }) => sum + count, 0);
    this.#context.initBatch(total);
    const wanted: (Live & { readonly position: number; readonly index: LogitIndex })[] = [];
    for (const { sequence, run, count } of takes) {
      const start = sequence.evaluated;
      const positions = logitPositions(sequence, run, count);
      const tokens = Uint32Array.from(sequence.tokens.slice(start, start + count));
      const rows = this.#context.addToBatch(sequence.id, start, tokens, Uint32Array.from(positions));
      positions.forEach((position, order) => {
        const index = rows[order];
        if (index !== undefined) wanted.push({ sequence, run, position: start + position, index });
      });
    }
    const ms = await this.#decode(total);
    for (const { sequence, run, count } of takes) {
      sequence.evaluated += count;
      // What was just read of a prompt can be copied from now on; an answer only once it is complete.
      if (sequence.evaluated <= run.job.prompt.length) this.#cache.hasRead(sequence);
      this.#queue.charge(run.tenant, (ms * count) / total);
    }
    this.#counts.decoded({ tokens: total, prompt: promptTokens(takes), ms });
    for (const { sequence, run, position, index } of wanted)
      if (position < sequence.tokens.length - 1) await this.#scorePromptToken({ sequence, run }, position, index);
    await this.#nextTokens(wanted.filter(({ sequence, position }) => position === sequence.tokens.length - 1));
  }

  /** In the order of the sequences: llama.cpp runs through the model once for each row of consecutive ones in a batch. */
  #takes(live: readonly Live[]): (Live & { readonly count: number })[] {
    const alone = live.length === 1 && this.#queue.length === 0;
    const affordable = Math.round(this.#pace * (alone ? LONE_PIECE_MS : SHARED_PIECE_MS));
    const counts = planBatch(
      live.map(({ sequence, run }) => ({
        left: sequence.tokens.length - sequence.evaluated,
        background: run.priority === 'background',
        most: run.echo === undefined ? this.#options.batchSize : ECHO_PIECE,
      })),
      { batch: this.#options.batchSize, reading: Math.max(LEAST_PIECE, affordable) },
    );
    return live
      .map((one, index) => ({ ...one, count: counts[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => one.sequence.id - other.sequence.id);
  }

  async #decode(tokens: number): Promise<number> {
    const started = performance.now();
    const processor = process.cpuUsage();
    await this.#context.decodeBatch();
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(processor);
    const used = (user + system) / 1000;
    const before = this.#governor.threads();
    // Only a piece of prompt tells how fast prompts are read. Other programs make it slower, but not cheaper in small pieces.
    if (tokens >= LEAST_PIECE) this.#pace = (tokens * before) / used;
    const threads = this.#governor.observe(ms, used);
    if (threads !== before) this.#context.setThreads(threads);
    return ms;
  }

  async #scorePromptToken({ sequence, run }: Live, position: number, index: LogitIndex): Promise<void> {
    const following = sequence.tokens[position + 1];
    if (run.echo === undefined || run.aborted || following === undefined) return;
    run.echo.push(await this.#scorer.score(index, following, run.job.request.topLogprobs ?? 0));
  }

  /** Draws the next token of every sequence at once, then asks for logprobs where they are wanted. */
  async #nextTokens(rows: readonly (Live & { readonly index: LogitIndex })[]): Promise<void> {
    const drawn = await Promise.all(
      rows.map(async (row) => {
        const sampler = row.run.job.request.maxTokens === 0 ? undefined : row.run.sampler;
        return { ...row, token: sampler && (await this.#context.sampleToken(row.index, sampler)) };
      }),
    );
    for (const { sequence, run, index, token } of drawn) {
      if (run.generated.length === 0 && run.echo !== undefined) run.job.onEcho(run.echo);
      if (run.aborted) continue;
      if (token === undefined) this.#finish(sequence, run, 'length');
      else if (token < 0) this.#fail(sequence, run, noTokenFits());
      else this.#accept(sequence, run, await this.#withLogprob(run, index, token));
    }
  }

  async #withLogprob(run: Run, index: LogitIndex, token: number): Promise<SampledToken> {
    const { topLogprobs } = run.job.request;
    if (topLogprobs === undefined) return { token };
    return { token, logprob: await this.#scorer.score(index, token, topLogprobs) };
  }

  #accept(sequence: Sequence, run: Run, sampled: SampledToken): void {
    const { job, generated } = run;
    if (this.#options.vocabulary.endsGeneration(sampled.token)) return this.#finish(sequence, run, 'stop');
    generated.push(sampled.token);
    if (!job.onToken(sampled)) return this.#finish(sequence, run, 'stop');
    const most = job.request.maxTokens ?? Number.POSITIVE_INFINITY;
    if (generated.length >= most || sequence.tokens.length + 1 > this.#options.contextLength)
      return this.#finish(sequence, run, 'length');
    sequence.tokens.push(sampled.token);
  }

  #finish(sequence: Sequence, run: Run, reason: FinishReason): void {
    this.#release(sequence, run);
    run.job.onEnd(reason, {
      promptTokens: run.job.prompt.length,
      completionTokens: run.generated.length,
      cachedTokens: run.cached,
      reasoningTokens: 0,
    });
  }

  #fail(sequence: Sequence, run: Run, error: PlatformError): void {
    this.#release(sequence, run);
    run.job.onError(error);
  }

  #release(sequence: Sequence, run: Run): void {
    this.#live.delete(sequence);
    run.sampler?.dispose();
    this.#cache.release(sequence);
  }

  #failAll(cause: unknown): void {
    const error = new PlatformError('engine.crashed', 'the model failed while it was working', {
      cause,
      retryAfterSeconds: 1,
    });
    for (const [sequence, run] of this.#live) this.#fail(sequence, run, error);
    this.#cache.eraseAll();
    for (const run of this.#queue.remove(() => true)) run.job.onError(error);
  }
}

/** Positions within a piece whose logits are needed: all of an echoed prompt, else only the end of what there is to read. */
function logitPositions(sequence: Sequence, run: Run, count: number): readonly number[] {
  if (run.echo !== undefined) return Array.from({ length: count }, (_, position) => position);
  return sequence.evaluated + count === sequence.tokens.length ? [count - 1] : [];
}

/** Tokens of prompt in a batch; what is left are answers' own. */
function promptTokens(takes: readonly (Live & { readonly count: number })[]): number {
  return takes.reduce((sum, { run, count }) => sum + (run.generated.length === 0 ? count : 0), 0);
}

function noTokenFits(): PlatformError {
  return new PlatformError('engine.output_invalid', 'no token satisfies the form that was asked for', {
    remedy: 'Ask again, or simplify the schema.',
  });
}
