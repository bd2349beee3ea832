import type { FinishReason, PlatformError } from '@riad/contracts';
import { expect, test } from 'vitest';

import type { WireGenerateRequest } from '../protocol/messages.ts';
import type { LogitIndex, NativeContext, NativeSampler } from './driver/addon.ts';
import { createScheduler, type Job } from './scheduler.ts';
import type { Vocabulary } from './vocabulary.ts';

const WORD = 7;

/** A context that computes nothing and remembers its batches; a test may act while one is decoded. */
function contextWith(whileDecoding: (batch: number) => void = () => undefined) {
  const batches: { readonly sequence: number; readonly count: number }[][] = [];
  const context: NativeContext = {
    init: async () => true,
    initBatch: () => void batches.push([]),
    addToBatch(...[sequence, , tokens, logits]) {
      batches.at(-1)?.push({ sequence, count: tokens.length });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any number names a row of this context
      return [...logits] as unknown as LogitIndex[];
    },
    async decodeBatch() {
      whileDecoding(batches.length);
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- logprobs are not asked for here
    sampleToken: (async () => WORD) as unknown as NativeContext['sampleToken'],
    disposeSequence: () => undefined,
    removeTokenCellsFromSequence: () => true,
    getSequenceKvCacheMinPosition: () => 0,
    copySequenceStateFromOtherSequence: async () => 0,
    getEmbedding: () => new Float64Array(),
    setThreads: () => undefined,
    setLoras: () => undefined,
  };
  return { batches, context };
}

function schedulerWith(context: NativeContext, slots: number) {
  const sampler: NativeSampler = { applyConfig: () => undefined, dispose: () => undefined };
  return createScheduler({
    context,
    createSampler: () => sampler,
    loadAdapter: () => Promise.reject(new Error('there is none')),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that the scheduler asks of it
    vocabulary: { endsGeneration: () => false } as unknown as Vocabulary,
    slots,
    contextLength: 100_000,
    batchSize: 512,
    threads: 1,
    threadsAdapt: false,
    idleEraseMs: 600_000,
    onProgress: () => undefined,
  });
}

interface Ended {
  readonly finish?: FinishReason;
  readonly error?: PlatformError;
}

/** A job, and how it ends. Prompts of different jobs share nothing. */
function jobWith({ prompt, maxTokens, start }: { prompt: number; maxTokens: number; start: number }) {
  const ended = Promise.withResolvers<Ended>();
  const request: WireGenerateRequest = {
    prompt: { kind: 'tokens', tokens: [] },
    sampling: { temperature: 0, topP: 1 },
    maxTokens,
    stop: [],
    format: { kind: 'text' },
    echo: false,
    cacheKey: 'a',
  };
  const job: Job = {
    prompt: Array.from({ length: prompt }, (_, index) => start + index),
    request,
    grammarState: undefined,
    onStart: () => undefined,
    onEcho: () => undefined,
    onToken: () => true,
    onEnd: (finish) => ended.resolve({ finish }),
    onError: (error) => ended.resolve({ error }),
  };
  return { job, ended: ended.promise };
}

test('a batch holds its sequences in a row, whoever came first', async () => {
  const { context, batches } = contextWith();
  const scheduler = schedulerWith(context, 6);
  // Those that end early leave gaps, which the later ones fill.
  const lengths = [9, 2, 9, 2, 9, 9, 9, 9];
  const jobs = lengths.map((maxTokens, index) => jobWith({ prompt: 3, maxTokens, start: 1000 * index }));
  for (const { job } of jobs) scheduler.submit(job);
  await Promise.all(jobs.map(({ ended }) => ended));
  for (const batch of batches) {
    const ids = batch.map(({ sequence }) => sequence);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  }
  expect(batches.filter((batch) => batch.length === 6).length).toBeGreaterThan(5);
});

test('who leaves while a long prompt is read, or while words are written, frees the sequence before the next batch', async () => {
  for (const { prompt, at } of [
    { prompt: 50_000, at: 2 },
    { prompt: 5, at: 4 },
  ]) {
    let leave = (): void => undefined;
    const { context, batches } = contextWith((batch) => {
      if (batch === at) leave();
    });
    const scheduler = schedulerWith(context, 1);
    const first = jobWith({ prompt, maxTokens: 1000, start: 0 });
    const second = jobWith({ prompt: 5, maxTokens: 1, start: 900_000 });
    const run = scheduler.submit(first.job);
    leave = () => run.abort();
    scheduler.submit(second.job);
    expect(await first.ended).toMatchObject({ error: { code: 'request.cancelled' } });
    expect(await second.ended).toEqual({ finish: 'length' });
    expect(batches).toHaveLength(at + 1);
  }
});

test('who leaves while waiting is told so after the batch that runs, and is never read', async () => {
  let leave = (): void => undefined;
  const { context, batches } = contextWith((batch) => {
    if (batch === 1) leave();
  });
  const scheduler = schedulerWith(context, 1);
  const first = jobWith({ prompt: 5, maxTokens: 3, start: 0 });
  const waiting = jobWith({ prompt: 400, maxTokens: 3, start: 900_000 });
  scheduler.submit(first.job);
  const run = scheduler.submit(waiting.job);
  leave = () => run.abort();
  expect(await waiting.ended).toMatchObject({ error: { code: 'request.cancelled' } });
  expect(batches).toHaveLength(1);
  expect(await first.ended).toEqual({ finish: 'length' });
  expect(batches.flat().every(({ count }) => count <= 5)).toBe(true);
});
