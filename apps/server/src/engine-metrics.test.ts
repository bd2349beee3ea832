import { modelName, type EngineModelStatus } from '@riad/contracts';
import { expect, test } from 'vitest';

import { engineLines } from './engine-metrics.ts';
import { presentModelLoad, slowerDrivers } from './local/model-load.ts';

const idle: EngineModelStatus = {
  name: modelName('small'),
  kind: 'chat',
  state: 'available',
  contextLength: 4096,
  supportsTools: false,
  supportsFim: false,
  adapters: [],
  memoryBytes: 0,
  activeRequests: 0,
  waitingRequests: 0,
};
const busy: EngineModelStatus = {
  ...idle,
  state: 'ready',
  driver: 'native',
  memoryBytes: 1000,
  activeRequests: 4,
  waitingRequests: 9,
  throughput: {
    running: 4,
    waiting: 9,
    threads: 3,
    promptTokens: 200,
    cachedTokens: 150,
    readTokens: 50,
    generatedTokens: 80,
    batches: 20,
    batchTokens: 130,
    promptTokensPerSecond: 300.5,
    generatedTokensPerSecond: 40,
  },
};

test('a loaded model shows queue, memory, speed and what a hit rate is made of', () => {
  expect(engineLines([busy])).toEqual(
    expect.arrayContaining([
      '# TYPE riad_model_requests_waiting gauge',
      'riad_model_requests_waiting{model="small"} 9',
      'riad_model_native_driver{model="small"} 1',
      '# TYPE riad_model_cached_tokens_total counter',
      'riad_model_cached_tokens_total{model="small"} 150',
      'riad_model_generated_tokens_per_second{model="small"} 40',
    ]),
  );
  expect(presentModelLoad(busy)).toMatchObject({ cacheHitRate: 0.75, batchTokens: 6.5, waiting: 9 });
});

test('a model that is not loaded shows that, and no figure it does not have', () => {
  const lines = engineLines([idle]);
  expect(lines).toContain('riad_model_loaded{model="small"} 0');
  expect(lines.join('\n')).not.toContain('per_second');
  expect(presentModelLoad(undefined)).toMatchObject({ memoryBytes: 0, driver: null, cacheHitRate: null });
});

test('doctor warns of a model that is driven the slower way', () => {
  expect(slowerDrivers([busy])).toEqual([]);
  expect(slowerDrivers([{ ...busy, driver: 'public' }])).toMatchObject([{ name: 'model small', state: 'warning' }]);
});
