import type { EngineThroughput } from '@riad/contracts';

export interface Throughput {
  /** A decode is over: tokens in it, how many of them were prompt, and how long it took. */
  decoded(batch: { readonly tokens: number; readonly prompt: number; readonly ms: number }): void;
  /** A request was placed: how long its prompt is and how much of it was there already. */
  placed(prompt: number, cached: number): void;
  report(now: { readonly running: number; readonly waiting: number; readonly threads: number }): EngineThroughput;
}

/** Rates forget what is older than about this many decodes. */
const MEMORY = 64;

/** Counts since the model was loaded, and rates of the last decodes. */
export function createThroughput(): Throughput {
  const total = { promptTokens: 0, cachedTokens: 0, readTokens: 0, generatedTokens: 0, batches: 0, batchTokens: 0 };
  const reading = createRate();
  const generating = createRate();
  return {
    decoded({ tokens, prompt, ms }) {
      const generated = tokens - prompt;
      total.batches++;
      total.batchTokens += tokens;
      total.readTokens += prompt;
      total.generatedTokens += generated;
      // A batch that does both is mostly prompt, and its time says little about generating.
      if (prompt > 0) reading.add(prompt, ms);
      else generating.add(generated, ms);
    },
    placed(prompt, cached) {
      total.promptTokens += prompt;
      total.cachedTokens += cached;
    },
    report: (now) => ({
      ...now,
      ...total,
      promptTokensPerSecond: reading.perSecond(),
      generatedTokensPerSecond: generating.perSecond(),
    }),
  };
}

function createRate(): { add(tokens: number, ms: number): void; perSecond(): number } {
  let tokens = 0;
  let ms = 0;
  const keep = 1 - 1 / MEMORY;
  return {
    add(more, took) {
      tokens = tokens * keep + more;
      ms = ms * keep + took;
    },
    perSecond: () => (ms === 0 ? 0 : Math.round((tokens / ms) * 10_000) / 10),
  };
}
