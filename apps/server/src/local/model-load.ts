import type { EngineModelStatus, EngineThroughput } from '@riad/contracts';
import { z } from 'zod';

/** What a model of this machine does at the moment; rates are those of its last batches. */
export const modelLoadSchema = z.object({
  memoryBytes: z.number(),
  driver: z.enum(['native', 'public']).nullable(),
  running: z.number(),
  waiting: z.number(),
  threads: z.number().nullable(),
  promptTokensPerSecond: z.number().nullable(),
  generatedTokensPerSecond: z.number().nullable(),
  /** Share of prompt tokens that were there already, from 0 to 1. */
  cacheHitRate: z.number().nullable(),
  /** Tokens computed together, on average. */
  batchTokens: z.number().nullable(),
});
export type ModelLoad = z.infer<typeof modelLoadSchema>;

const notMeasured = {
  threads: null,
  promptTokensPerSecond: null,
  generatedTokensPerSecond: null,
  cacheHitRate: null,
  batchTokens: null,
};
const notLoaded = { memoryBytes: 0, driver: null, running: 0, waiting: 0, ...notMeasured };

export function presentModelLoad(model: EngineModelStatus | undefined): ModelLoad {
  if (model === undefined) return notLoaded;
  const { memoryBytes, driver = null, activeRequests: running, waitingRequests: waiting, throughput } = model;
  return { memoryBytes, driver, running, waiting, ...(throughput === undefined ? notMeasured : measured(throughput)) };
}

function measured(throughput: EngineThroughput): Omit<ModelLoad, 'memoryBytes' | 'driver' | 'running' | 'waiting'> {
  const { threads, promptTokensPerSecond, generatedTokensPerSecond } = throughput;
  return {
    threads,
    promptTokensPerSecond,
    generatedTokensPerSecond,
    cacheHitRate: share(throughput.cachedTokens, throughput.promptTokens),
    batchTokens: share(throughput.batchTokens, throughput.batches),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000;
}

/** Models whose native code is driven the slower way: what `doctor` says of them. */
export function slowerDrivers(models: readonly EngineModelStatus[]) {
  return models
    .filter(({ driver }) => driver === 'public')
    .map(({ name }) => ({
      name: `model ${name}`,
      state: 'warning' as const,
      message: 'driven through the library, not directly: slower, no logprobs',
      remedy: 'The log says why (engine.public_driver).',
    }));
}
