import { PlatformError, type EngineBackend, type JsonObject } from '@riad/contracts';
import { createFakeEngine } from '@riad/testkit';
import { describe, expect, test } from 'vitest';

import type { Dialect } from '../upstream.ts';
import { document, embeddedWith, type Heard } from './test-support/embedded-with.ts';

const embed = async (body: JsonObject, dialect: Dialect = 'openai', engine = createFakeEngine()): Promise<Heard> =>
  embeddedWith(engine).ask({ operation: 'embedding', dialect, body: { model: 'fake-embed', ...body } });
const vectors = (heard: Heard): readonly unknown[] =>
  (document(heard)['data'] as unknown as { embedding: unknown }[]).map(({ embedding }) => embedding);

describe('embeddings', () => {
  test('are a list of vectors in the order of the texts, with their count of tokens', async () => {
    const heard = await embed({ input: ['un deux', 'trois'] });
    expect(document(heard)).toEqual({
      id: 'embd-0123456789ab',
      object: 'list',
      model: 'fake-embed',
      data: [0, 1].map((index) => ({ object: 'embedding', index, embedding: expect.any(Array) })),
      usage: { prompt_tokens: 3, completion_tokens: 0, total_tokens: 3 },
    });
    expect(heard.usage).toMatchObject({ promptTokens: 3 });
  });

  test('are the same in base64, which only OpenAI’s clients can read', async () => {
    const input = 'un deux un';
    const [floats] = vectors(await embed({ input }));
    const [encoded] = vectors(await embed({ input, encoding_format: 'base64' }));
    const bytes = Buffer.from(encoded as string, 'base64');
    expect(Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(floats);
    expect(vectors(await embed({ input, encoding_format: 'base64' }, 'mistral'))).toEqual([floats]);
  });

  test.each<[string, JsonObject[string], number]>([
    ['one text', 'un', 1],
    ['token ids of one text', [1, 2, 3], 1],
    ['token ids of several', [[1, 2], [3]], 2],
  ])('take %s', async (_, input, count) => {
    expect(vectors(await embed({ input: input ?? null }))).toHaveLength(count);
  });

  test('have the length they have: asking for it is nothing, asking for another is refused', async () => {
    expect((await embed({ input: 'un', dimensions: 16, output_dtype: 'float' })).error).toBeUndefined();
    for (const field of ['dimensions', 'output_dimension']) {
      const { error, head } = await embed({ input: 'un', [field]: 8 });
      expect({ error, head }).toMatchObject({ error: { code: 'request.unsupported', field }, head: undefined });
      expect(error?.remedy).toContain('16');
    }
    expect((await embed({ input: 'un', output_dtype: 'int8' })).error).toMatchObject({ field: 'output_dtype' });
  });

  test('of 2,048 texts at most go into one request', async () => {
    const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `texte ${index}`);
    expect(vectors(await embed({ input: texts(2048) }))).toHaveLength(2048);
    expect((await embed({ input: texts(2049) })).error).toMatchObject({ code: 'request.invalid', field: 'input' });
    expect((await embed({ input: [] })).error).toMatchObject({ code: 'request.invalid', field: 'input' });
  });

  test('name the text that is too long by its place in the request', async () => {
    const input = Array.from({ length: 40 }, (_, index) => (index === 37 ? 'mot '.repeat(600) : 'mot'));
    expect((await embed({ input })).error).toMatchObject({ code: 'request.context_length', field: 'input[37]' });
  });

  test('are not computed to the end for a reader who left', async () => {
    const fake = createFakeEngine();
    let slices = 0;
    const first = Promise.withResolvers<undefined>();
    const engine: EngineBackend = Object.assign(fake, {
      embed: async () => {
        slices++;
        await first.promise;
        return { vectors: [new Float32Array(16)], promptTokens: 1 };
      },
    });
    const heard = embeddedWith(engine).start({
      operation: 'embedding',
      body: { model: 'fake-embed', input: Array.from({ length: 100 }, () => 'mot') },
    });
    heard.call.abort();
    first.resolve(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect({ slices, ended: heard.ended, buffers: heard.buffers }).toEqual({ slices: 1, ended: false, buffers: [] });
  });

  test('of a chat model are refused by the engine, in its words', async () => {
    const { error } = await embeddedWith(createFakeEngine()).ask({ operation: 'embedding', body: { input: 'un' } });
    expect(error).toBeInstanceOf(PlatformError);
    expect(error?.code).toBe('model.not_capable');
  });
});

describe('token counts', () => {
  const ask = async (operation: 'tokenize' | 'detokenize', body: JsonObject): Promise<Heard> =>
    embeddedWith(createFakeEngine()).ask({ operation, body });

  test('have the shape of vLLM’s /tokenize', async () => {
    expect(document(await ask('tokenize', { prompt: 'un deux' }))).toEqual({
      count: 2,
      max_model_len: 4096,
      tokens: [0, 1],
      token_strs: null,
    });
    expect(document(await ask('tokenize', { input: 'un deux', return_token_strs: true }))).toMatchObject({
      token_strs: ['un', ' deux'],
    });
    expect(document(await ask('tokenize', { messages: [{ role: 'user', content: 'un' }] }))).toMatchObject({
      count: 2,
    });
  });

  test('go both ways', async () => {
    const upstream = embeddedWith(createFakeEngine());
    await upstream.ask({ operation: 'tokenize', body: { prompt: 'un deux' } });
    const back = await upstream.ask({ operation: 'detokenize', body: { tokens: [1, 0] } });
    expect(document(back)).toEqual({ prompt: ' deuxun' });
  });
});
