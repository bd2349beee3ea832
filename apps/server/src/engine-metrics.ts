import type { EngineModelStatus, EngineThroughput } from '@riad/contracts';

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** `undefined` for a model that has no such value: it is not loaded, or makes embeddings. */
  readonly value: (model: EngineModelStatus) => number | undefined;
}

const fromThroughput =
  (key: keyof EngineThroughput) =>
  (model: EngineModelStatus): number | undefined =>
    model.throughput?.[key];

const families: readonly Family[] = [
  { name: 'riad_model_loaded', type: 'gauge', value: ({ state }) => (state === 'ready' ? 1 : 0) },
  { name: 'riad_model_native_driver', type: 'gauge', value: ({ driver }) => driver && Number(driver === 'native') },
  { name: 'riad_model_memory_bytes', type: 'gauge', value: ({ memoryBytes }) => memoryBytes },
  { name: 'riad_model_requests_running', type: 'gauge', value: ({ activeRequests }) => activeRequests },
  { name: 'riad_model_requests_waiting', type: 'gauge', value: ({ waitingRequests }) => waitingRequests },
  { name: 'riad_model_threads', type: 'gauge', value: fromThroughput('threads') },
  { name: 'riad_model_prompt_tokens_total', type: 'counter', value: fromThroughput('promptTokens') },
  { name: 'riad_model_cached_tokens_total', type: 'counter', value: fromThroughput('cachedTokens') },
  { name: 'riad_model_generated_tokens_total', type: 'counter', value: fromThroughput('generatedTokens') },
  { name: 'riad_model_batches_total', type: 'counter', value: fromThroughput('batches') },
  { name: 'riad_model_batch_tokens_total', type: 'counter', value: fromThroughput('batchTokens') },
  { name: 'riad_model_prompt_tokens_per_second', type: 'gauge', value: fromThroughput('promptTokensPerSecond') },
  { name: 'riad_model_generated_tokens_per_second', type: 'gauge', value: fromThroughput('generatedTokensPerSecond') },
];

/** What the models of this machine do, in Prometheus's text format. Cache hit rate and batch size are ratios of two counters. */
export function engineLines(models: readonly EngineModelStatus[]): readonly string[] {
  return families.flatMap(({ name, type, value }) => {
    const samples = models.flatMap((model) => {
      const measured = value(model);
      return measured === undefined ? [] : [`${name}{model="${model.name}"} ${measured}`];
    });
    return samples.length === 0 ? [] : [`# TYPE ${name} ${type}`, ...samples];
  });
}
