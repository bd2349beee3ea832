import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { installPythonClients, runPython } from './support/python-clients.ts';
import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const haveModels = ['smollm2-135m-instruct', 'multilingual-e5-small-q4'].every((name) =>
  existsSync(join(models, `${name}.gguf`)),
);
const problem = haveModels ? installPythonClients() : 'the test models are not there';
if (problem !== undefined) process.stderr.write(`SKIPPED: the Python clients are not tested: ${problem}\n`);

describe.skipIf(problem !== undefined)(
  'the official Python clients, unmodified (skipped when pip cannot install them)',
  () => {
    let riad: RunningRiad;
    beforeAll(() => {
      riad = startRiad(models);
    }, 180_000);
    afterAll(() => riad.stop());

    const common = {
      models: ['multilingual-e5-small-q4', 'smollm2-135m-instruct'],
      model: 'smollm2-135m-instruct',
      finish: expect.stringMatching(/^(?:stop|length)$/),
      answers: 2,
      formed: { large: expect.any(Boolean) },
      vectors: [384, 384],
      after_abort: 1,
    };

    test('openai does everything it does with its vendor', async () => {
      const seen = (await runPython('openai_client.py', riad)) as Record<string, unknown>;
      expect(seen).toMatchObject({
        ...common,
        rivals: 2,
        echo: expect.stringMatching(/^The capital of France is/),
        echo_first: null,
        echo_offsets_fit: true,
        base64_equals_float: true,
        errors: {
          key: { status: 401, code: 'invalid_api_key' },
          model: { status: 404, code: 'model_not_found' },
          field: { status: 422, param: 'messages[0].content' },
          length: { status: 400, code: 'context_length_exceeded' },
        },
      });
      expect(seen['streamed']).toBe(seen['whole']);
      expect(seen['streamed_usage']).toBe(seen['usage']);
      expect(seen['echo_tokens']).toBe(seen['echo']);
    }, 240_000);

    test('mistralai does everything it does with its vendor', async () => {
      const seen = (await runPython('mistral_client.py', riad)) as Record<string, unknown>;
      expect(seen).toMatchObject({
        ...common,
        errors: {
          key: { status: 401, code: 'invalid_api_key' },
          model: { status: 404, code: 'model_not_found' },
          secret: { status: 403 },
          length: { status: 400, code: 'context_length_exceeded' },
        },
      });
      expect(seen['streamed']).toBe(seen['whole']);
      expect(seen['streamed_usage']).toBe(seen['usage']);
    }, 240_000);
  },
);
