import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { modelName, systemClock, type EngineBackend } from '@riad/contracts';
import { engineContract } from '@riad/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createEmbeddedEngine, type InstalledModel } from './embedded-engine.ts';

const folder = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const chat = modelName('smollm2-135m-instruct');
const embedding = modelName('multilingual-e5-small-q4');
const installed: readonly InstalledModel[] = [
  { name: chat, kind: 'chat', contextLength: 8192 },
  { name: embedding, kind: 'embedding', contextLength: 512, embedding: { first: 0, last: 2, maxTokens: 512 } },
].map((model) => ({
  format: 'template',
  supportsTools: false,
  supportsFim: false,
  path: join(folder, `${model.name}.gguf`),
  ...(model as Pick<InstalledModel, 'name' | 'kind' | 'contextLength'>),
}));

/** What it cannot do, it says: the second list. */
const promised = engineContract.filter(({ promise }) => !promise.includes('logprobs'));

describe.skipIf(!installed.every(({ path }) => existsSync(path)))(
  'where the native driver does not fit (skipped without the test models)',
  () => {
    let engine: EngineBackend;
    beforeAll(() => {
      engine = createEmbeddedEngine({
        installed: () => installed,
        verify: async () => {},
        threads: 1,
        memory: 'auto',
        contextLength: 512,
        parallel: 2,
        driver: 'public',
        clock: systemClock,
        logger: { info() {}, warn() {}, error() {} },
      });
    });
    afterAll(() => engine.close());

    test.each(promised)('the library’s own loop keeps the contract: $promise', async ({ check }) => {
      await expect(check({ engine, chat, embedding })).resolves.toBeUndefined();
    });

    test('logprobs are refused by name, and the status tells which driver works', async () => {
      const error = await new Promise((resolve) => {
        engine.generate(
          {
            model: chat,
            prompt: { kind: 'text', text: 'a' },
            sampling: { temperature: 0, topP: 1 },
            maxTokens: 1,
            topLogprobs: 1,
            stop: [],
            format: { kind: 'text' },
            echo: false,
            cacheKey: 'a',
          },
          { onEvent() {}, onError: resolve },
        );
      });
      expect(error).toMatchObject({ code: 'model.not_capable', field: 'logprobs' });
      expect(engine.models().find(({ name }) => name === chat)?.driver).toBe('public');
    });
  },
);
