import { expect, test } from 'vitest';

import { SequenceCache, type Sequence, type Wanted } from './sequence-cache.ts';

/** A context that only remembers which tokens each sequence would hold. */
function cacheWith(sequences = 3): { cache: SequenceCache; log: string[] } {
  const log: string[] = [];
  const context = {
    disposeSequence: (id: number) => void log.push(`empty ${id}`),
    removeTokenCellsFromSequence: (id: number, start: number) => log.push(`cut ${id} at ${start}`) > 0,
    getSequenceKvCacheMinPosition: () => 0,
    copySequenceStateFromOtherSequence: async (target: number, source: number) =>
      log.push(`copy ${source} to ${target}`),
  };
  return { cache: new SequenceCache({ context, sequences, now: () => 0 }), log };
}

const range = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);
const wanted = (tokens: readonly number[], key = 'a'): Wanted => ({ key, tokens, reuse: true });

async function read(cache: SequenceCache, want: Wanted): Promise<{ id: number; kept: number }> {
  const sequence = await cache.claim(want);
  if (sequence === undefined) throw new Error('all are busy');
  const kept = sequence.evaluated;
  sequence.evaluated = sequence.tokens.length;
  cache.release(sequence);
  return { id: sequence.id, kept };
}

test('the same tokens under the same key are there already, but for the last one', async () => {
  const { cache } = cacheWith();
  const first = await read(cache, wanted(range(1, 100)));
  expect(first.kept).toBe(0);
  expect(await read(cache, wanted(range(1, 100)))).toEqual({ id: first.id, kept: 99 });
});

test('under another key nothing is there, and the sequence is emptied before it changes its owner', async () => {
  const { cache, log } = cacheWith(1);
  await read(cache, wanted(range(1, 100), 'a'));
  log.length = 0;
  expect(await read(cache, wanted(range(1, 100), 'b'))).toEqual({ id: 0, kept: 0 });
  expect(log).toEqual(['empty 0']);
});

test('a busy sequence’s beginning is copied into a free one', async () => {
  const { cache, log } = cacheWith();
  const busy = await cache.claim(wanted([...range(1, 80), 500]));
  if (busy === undefined) throw new Error('all are busy');
  busy.evaluated = busy.tokens.length;
  cache.hasRead(busy);
  const other = await cache.claim(wanted([...range(1, 80), 600]));
  expect(other).toMatchObject({ evaluated: 80 });
  expect(log).toContain(`copy ${busy.id} to ${other?.id}`);
});

test('a conversation that only shares its beginning with another one does not push it out while another is free', async () => {
  const { cache } = cacheWith();
  const long = [...range(1, 50), ...range(1000, 200)];
  await read(cache, wanted(long));
  expect(await read(cache, wanted([...range(1, 50), 7]))).toMatchObject({ kept: 50 });
  expect(await read(cache, wanted(long))).toMatchObject({ kept: long.length - 1 });
});

test('who shares a beginning that is just being read waits for it; who shares little does not', async () => {
  const { cache } = cacheWith();
  const reader = await cache.claim(wanted(range(1, 400)));
  if (reader === undefined) throw new Error('all are busy');
  reader.evaluated = 100;
  expect(cache.isBeingRead(wanted([...range(1, 300), 9]))).toBe(true);
  expect(cache.isBeingRead(wanted([...range(1, 110), 9]))).toBe(false);
  expect(cache.isBeingRead(wanted([...range(1, 300), 9], 'b'))).toBe(false);
});

test('what was asked to be forgotten is gone: at once when idle, at the end when busy, and nobody copies it meanwhile', async () => {
  const { cache, log } = cacheWith();
  const idle = await read(cache, wanted(range(1, 100), 'org/1/p'));
  const busy = await cache.claim(wanted(range(500, 100), 'org/2/p'));
  if (busy === undefined) throw new Error('all are busy');
  busy.evaluated = 100;
  cache.hasRead(busy);
  log.length = 0;
  cache.forget(({ key }) => key.startsWith('org/'));
  expect(log).toEqual([`empty ${idle.id}`]);
  expect(await cache.claim(wanted(range(500, 100), 'org/2/p'))).toMatchObject({ evaluated: 0 });
  cache.release(busy);
  expect(log).toContain(`empty ${busy.id}`);
});

test('an idle sequence is emptied after its time', async () => {
  const { cache, log } = cacheWith();
  await read(cache, wanted(range(1, 100)));
  log.length = 0;
  cache.forgetIdle(0);
  expect(log).toEqual([]);
  cache.forgetIdle(1);
  expect(log).toHaveLength(1);
});

test('who comes next gets a sequence beside those that work: llama.cpp decodes a row of them at once', async () => {
  const { cache } = cacheWith(6);
  const claim = async (start: number): Promise<Sequence> => {
    const sequence = await cache.claim(wanted(range(start, 10)));
    if (sequence === undefined) throw new Error('all are busy');
    return sequence;
  };
  const all: Sequence[] = [];
  for (let start = 0; start < 600; start += 100) all.push(await claim(start));
  for (const sequence of all.filter(({ id }) => [0, 3, 5].includes(id))) cache.release(sequence);
  expect((await claim(600)).id).toBe(3);
});
