import { randomInt } from 'node:crypto';

import { PlatformError, type FinishReason, type TokenLogprob, type TokenUsage } from '@riad/contracts';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import type { LogitIndex, NativeContext, NativeSampler } from './native.ts';
import { createScorer, MAX_SEED, samplerConfig, type SampledToken, type Scorer } from './sampling.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A generation the scheduler works on. Callbacks run on its loop: they must be quick and must not throw. */
export interface Job {
  readonly prompt: readonly number[];
  readonly request: WireGenerateRequest;
  readonly grammarState: unknown;
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
}

interface SchedulerOptions {
  readonly context: NativeContext;
  readonly createSampler: () => NativeSampler;
  readonly vocabulary: Vocabulary;
  readonly slots: number;
  /** Tokens a slot holds. */
  readonly contextLength: number;
  readonly batchSize: number;
  /** Called after every piece of work. */
  readonly onProgress: () => void;
}

interface Slot {
  readonly id: number;
  cacheKey: string;
  /** What the sequence holds or is about to read. */
  tokens: number[];
  /** How many of them it has read. */
  evaluated: number;
  lastUsed: number;
  run: Run | undefined;
}

interface Run {
  readonly job: Job;
  /** The request's, with a seed drawn once when it gave none. */
  readonly sampling: WireGenerateRequest['sampling'];
  sampler: NativeSampler | undefined;
  readonly generated: number[];
  readonly echo: (TokenLogprob | null)[] | undefined;
  cached: number;
  aborted: boolean;
}

/** How long one piece of prompt may take: nothing can be aborted meanwhile, and nobody else's stream moves. */
const PIECE_MS = 250;
/** Fewer tokens than this waste the batch's advantage. */
const LEAST_PIECE = 32;
/** An echoed prompt needs the logits of every position, a whole vocabulary of floats each. */
const ECHO_PIECE = 64;

/**
 * Continuous batching in one loop: every running sequence's next token and as much waiting prompt as fits are decoded
 * together. A sequence is reused only for an exact common prefix under the same cache key; nothing is ever shifted.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  return new BatchScheduler(options);
}

class BatchScheduler implements Scheduler {
  readonly #context: NativeContext;
  readonly #vocabulary: Vocabulary;
  readonly #createSampler: () => NativeSampler;
  readonly #scorer: Scorer;
  readonly #contextLength: number;
  readonly #batchSize: number;
  readonly #onProgress: () => void;
  readonly #slots: readonly Slot[];
  readonly #queue: Run[] = [];
  #running = false;
  #turn = 0;
  /** Prompt tokens this machine reads in `PIECE_MS`, as measured last. */
  #piece = LEAST_PIECE;

  constructor(options: SchedulerOptions) {
    this.#context = options.context;
    this.#vocabulary = options.vocabulary;
    this.#createSampler = options.createSampler;
    this.#contextLength = options.contextLength;
    this.#batchSize = options.batchSize;
    this.#onProgress = options.onProgress;
    this.#scorer = createScorer(options);
    this.#slots = Array.from({ length: options.slots }, (_, id) => ({
      id,
      cacheKey: '',
      tokens: [],
      evaluated: 0,
      lastUsed: 0,
      run: undefined,
    }));
  }

  submit(job: Job): { abort(): void } {
    const echo = job.request.echo && job.request.topLogprobs !== undefined ? [null] : undefined;
    const sampling = { ...job.request.sampling, seed: job.request.sampling.seed ?? randomInt(MAX_SEED) };
    const run: Run = { job, sampling, sampler: undefined, generated: [], echo, cached: 0, aborted: false };
    this.#queue.push(run);
    if (!this.#running) {
      this.#running = true;
      setImmediate(() => void this.#loop());
    }
    return {
      abort() {
        run.aborted = true;
      },
    };
  }

  async #loop(): Promise<void> {
    try {
      for (;;) {
        this.#dropAborted();
        this.#admit();
        const live = this.#slots.filter((slot) => slot.run !== undefined);
        if (live.length === 0) break;
        await this.#step(live);
        this.#onProgress();
        // Lets frames from the other side in: new work, aborts.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      this.#failAll(
        new PlatformError('engine.crashed', 'the model failed while it was working', {
          cause: error,
          retryAfterSeconds: 1,
        }),
      );
    }
    this.#running = false;
    if (this.#queue.length > 0) {
      this.#running = true;
      setImmediate(() => void this.#loop());
    }
  }

  #dropAborted(): void {
    const cancelled = (run: Run): void => {
      run.sampler?.dispose();
      run.job.onError(new PlatformError('request.cancelled', 'the request was cancelled'));
    };
    for (let index = this.#queue.length - 1; index >= 0; index--) {
      const run = this.#queue[index];
      if (run?.aborted === true) {
        this.#queue.splice(index, 1);
        cancelled(run);
      }
    }
    for (const slot of this.#slots) {
      if (slot.run?.aborted !== true) continue;
      const run = slot.run;
      this.#release(slot);
      cancelled(run);
    }
  }

  #admit(): void {
    while (this.#queue.length > 0) {
      const free = this.#slots.filter((slot) => slot.run === undefined);
      const run = this.#queue[0];
      if (free.length === 0 || run === undefined) return;
      this.#queue.shift();
      this.#place(run, this.#bestSlot(run, free));
    }
  }

  #place(run: Run, slot: Slot): void {
    const { prompt, request } = run.job;
    // The last prompt token is always read again: its logits give the first answer token. Echoed prompts are read whole.
    const reusable =
      slot.cacheKey === request.cacheKey && run.echo === undefined
        ? Math.min(commonPrefix(slot, prompt), prompt.length - 1)
        : 0;
    const kept = this.#forget(slot, reusable);
    slot.cacheKey = request.cacheKey;
    slot.tokens = [...prompt];
    slot.evaluated = kept;
    slot.run = run;
    run.sampler = this.#createSampler();
    run.sampler.applyConfig(samplerConfig(run.sampling, run.job.grammarState, this.#contextLength));
    run.cached = kept;
    run.job.onStart(prompt.length, kept);
  }

  #bestSlot(run: Run, free: readonly Slot[]): Slot {
    const reuse = (slot: Slot): number =>
      slot.cacheKey === run.job.request.cacheKey ? commonPrefix(slot, run.job.prompt) : 0;
    return free.reduce((best, slot) => {
      const difference = reuse(slot) - reuse(best);
      return difference > 0 || (difference === 0 && slot.lastUsed < best.lastUsed) ? slot : best;
    });
  }

  /** Erases all but the first `keep` tokens of a sequence; returns how many really stay. */
  #forget(slot: Slot, keep: number): number {
    // A sliding window lets go of early cells: a shorter prefix would then attend to what is no longer there.
    const whole = keep > 0 && this.#context.getSequenceKvCacheMinPosition(slot.id) === 0;
    if (
      keep > 0 &&
      (slot.evaluated === keep || (whole && this.#context.removeTokenCellsFromSequence(slot.id, keep, slot.evaluated)))
    )
      return keep;
    this.#context.disposeSequence(slot.id);
    return 0;
  }

  async #step(live: readonly Slot[]): Promise<void> {
    const takes = this.#planBatch(live);
    this.#context.initBatch(takes.reduce((sum, take) => sum + take.count, 0));
    const wanted: { readonly slot: Slot; readonly position: number; readonly index: LogitIndex }[] = [];
    for (const { slot, count } of takes) {
      const start = slot.evaluated;
      const positions = this.#logitPositions(slot, start, count);
      const rows = this.#context.addToBatch(
        slot.id,
        start,
        Uint32Array.from(slot.tokens.slice(start, start + count)),
        Uint32Array.from(positions),
      );
      positions.forEach((position, order) => {
        const index = rows[order];
        if (index !== undefined) wanted.push({ slot, position: start + position, index });
      });
    }
    await this.#decode(takes.reduce((sum, take) => sum + take.count, 0));
    for (const { slot, count } of takes) slot.evaluated += count;
    for (const { slot, position, index } of wanted)
      if (position < slot.tokens.length - 1) await this.#scorePromptToken(slot, position, index);
    await this.#nextTokens(wanted.filter(({ slot, position }) => position === slot.tokens.length - 1));
  }

  async #decode(tokens: number): Promise<void> {
    const started = performance.now();
    await this.#context.decodeBatch();
    // Only a piece of prompt tells how fast prompts are read.
    if (tokens < LEAST_PIECE) return;
    const affordable = Math.round((tokens / (performance.now() - started)) * PIECE_MS);
    this.#piece = Math.max(LEAST_PIECE, Math.min(affordable, this.#batchSize));
  }

  #planBatch(live: readonly Slot[]): { readonly slot: Slot; readonly count: number }[] {
    const decoding = live.filter((slot) => slot.tokens.length - slot.evaluated === 1);
    const reading = live.filter((slot) => slot.tokens.length - slot.evaluated > 1);
    const takes = decoding.map((slot) => ({ slot, count: 1 }));
    let room = Math.min(this.#batchSize - takes.length, this.#piece);
    for (const [position, slot] of reading.entries()) {
      // Everybody who reads gets an equal share: a short prompt does not wait for the end of a long one.
      const share = Math.ceil(room / (reading.length - position));
      const most = slot.run?.echo === undefined ? share : Math.min(share, ECHO_PIECE);
      const count = Math.min(most, slot.tokens.length - slot.evaluated);
      if (count <= 0) break;
      takes.push({ slot, count });
      room -= count;
    }
    return takes;
  }

  #logitPositions(slot: Slot, start: number, count: number): readonly number[] {
    if (slot.run?.echo !== undefined) return Array.from({ length: count }, (_, position) => position);
    return start + count === slot.tokens.length ? [count - 1] : [];
  }

  async #scorePromptToken(slot: Slot, position: number, index: LogitIndex): Promise<void> {
    const { run } = slot;
    const following = slot.tokens[position + 1];
    if (run?.echo === undefined || run.aborted || following === undefined) return;
    run.echo.push(await this.#scorer.score(index, following, run.job.request.topLogprobs ?? 0));
  }

  /** Draws the next token of every sequence at once, then asks for logprobs where they are wanted. */
  async #nextTokens(rows: readonly { readonly slot: Slot; readonly index: LogitIndex }[]): Promise<void> {
    const drawn = await Promise.all(
      rows.map(async ({ slot, index }) => {
        const sampler = slot.run?.job.request.maxTokens === 0 ? undefined : slot.run?.sampler;
        return { slot, index, token: sampler && (await this.#context.sampleToken(index, sampler)) };
      }),
    );
    for (const { slot, index, token } of drawn) {
      const { run } = slot;
      if (run === undefined) continue;
      if (run.generated.length === 0 && run.echo !== undefined) run.job.onEcho(run.echo);
      if (run.aborted) continue;
      if (token === undefined) this.#finish(slot, 'length');
      else if (token < 0) this.#fail(slot, noTokenFits());
      else this.#accept(slot, run, await this.#withLogprob(run, index, token));
    }
  }

  async #withLogprob(run: Run, index: LogitIndex, token: number): Promise<SampledToken> {
    const { topLogprobs } = run.job.request;
    if (topLogprobs === undefined) return { token };
    return { token, logprob: await this.#scorer.score(index, token, topLogprobs) };
  }

  #accept(slot: Slot, run: Run, sampled: SampledToken): void {
    const { job, generated } = run;
    if (this.#vocabulary.endsGeneration(sampled.token)) return this.#finish(slot, 'stop');
    generated.push(sampled.token);
    if (!job.onToken(sampled)) return this.#finish(slot, 'stop');
    if (generated.length >= (job.request.maxTokens ?? Number.POSITIVE_INFINITY)) return this.#finish(slot, 'length');
    if (slot.tokens.length + 1 > this.#contextLength) return this.#finish(slot, 'length');
    slot.tokens.push(sampled.token);
  }

  #finish(slot: Slot, reason: FinishReason): void {
    const run = slot.run;
    if (run === undefined) return;
    this.#release(slot);
    run.sampler?.dispose();
    run.job.onEnd(reason, {
      promptTokens: run.job.prompt.length,
      completionTokens: run.generated.length,
      cachedTokens: run.cached,
      reasoningTokens: 0,
    });
  }

  #fail(slot: Slot, error: PlatformError): void {
    const run = slot.run;
    if (run === undefined) return;
    this.#release(slot);
    run.sampler?.dispose();
    run.job.onError(error);
  }

  #release(slot: Slot): void {
    slot.run = undefined;
    slot.tokens.length = Math.min(slot.tokens.length, slot.evaluated);
    slot.lastUsed = ++this.#turn;
  }

  #failAll(error: PlatformError): void {
    for (const slot of this.#slots) {
      this.#fail(slot, error);
      this.#context.disposeSequence(slot.id);
      slot.tokens = [];
      slot.evaluated = 0;
    }
    for (const run of this.#queue.splice(0)) run.job.onError(error);
  }
}

function noTokenFits(): PlatformError {
  return new PlatformError('engine.output_invalid', 'no token satisfies the form that was asked for', {
    remedy: 'Ask again, or simplify the schema.',
  });
}

function commonPrefix(slot: Slot, prompt: readonly number[]): number {
  const most = Math.min(slot.evaluated, prompt.length);
  let length = 0;
  while (length < most && slot.tokens[length] === prompt[length]) length++;
  return length;
}
