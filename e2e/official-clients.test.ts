import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { Mistral } from '@mistralai/mistralai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const haveModels = ['smollm2-135m-instruct', 'multilingual-e5-small-q4'].every((name) =>
  existsSync(join(models, `${name}.gguf`)),
);
const chatModel = 'smollm2-135m-instruct';
const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const schema = {
  type: 'object',
  properties: { city: { type: 'string', maxLength: 20 }, large: { type: 'boolean' } },
  required: ['city', 'large'],
  additionalProperties: false,
};

describe.skipIf(!haveModels)('the official clients, unmodified (skipped without the test models)', () => {
  let riad: RunningRiad;
  let openai: OpenAI;
  let mistral: Mistral;
  beforeAll(() => {
    riad = startRiad(models);
    openai = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: riad.key, maxRetries: 0 });
    mistral = new Mistral({ serverURL: riad.address, apiKey: riad.key });
  }, 180_000);
  afterAll(() => riad.stop());

  test('both list the models and read one card', async () => {
    const listed = await openai.models.list();
    expect(listed.data.map((model) => model.id).toSorted()).toEqual(['multilingual-e5-small-q4', chatModel]);
    expect((await openai.models.retrieve(chatModel)).object).toBe('model');
    const cards = await mistral.models.list();
    expect(cards.data?.map((card) => 'id' in card && card.id)).toContain(chatModel);
  });

  test('OpenAI: a chat, whole and streamed, says the same with the same seed', async () => {
    const request = { model: chatModel, messages, max_tokens: 12, temperature: 0 };
    const whole = await openai.chat.completions.create(request);
    expect(whole.usage?.completion_tokens).toBeGreaterThan(0);
    const stream = await openai.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: number | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage?.completion_tokens ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(usage).toBe(whole.usage?.completion_tokens);
  });

  test('Mistral: a chat, whole and streamed', async () => {
    const whole = await mistral.chat.complete({ model: chatModel, messages, maxTokens: 12, randomSeed: 1 });
    expect(whole.choices[0]?.message?.content).toEqual(expect.any(String));
    const events = await mistral.chat.stream({ model: chatModel, messages, maxTokens: 12 });
    let finish: unknown;
    let total: number | undefined;
    for await (const event of events) {
      finish = event.data.choices[0]?.finishReason ?? finish;
      total = event.data.usage?.totalTokens ?? total;
    }
    expect(finish).toBeDefined();
    expect(total).toBeGreaterThan(0);
  });

  test('a JSON schema is kept to, with both clients', async () => {
    const one = await openai.chat.completions.create({
      model: chatModel,
      messages: [{ role: 'user', content: 'Describe Fez.' }],
      max_tokens: 120,
      response_format: { type: 'json_schema', json_schema: { name: 'city', schema, strict: true } },
    });
    expect(JSON.parse(one.choices[0]?.message.content ?? '')).toMatchObject({ large: expect.any(Boolean) });
    const two = await mistral.chat.complete({
      model: chatModel,
      messages: [{ role: 'user', content: 'Describe Fez.' }],
      maxTokens: 120,
      responseFormat: { type: 'json_schema', jsonSchema: { name: 'city', schemaDefinition: schema } },
    });
    expect(JSON.parse(two.choices[0]?.message?.content as string)).toMatchObject({ city: expect.any(String) });
  });

  test('several answers, logprobs and stop strings', async () => {
    const answer = await openai.chat.completions.create({
      model: chatModel,
      messages,
      max_tokens: 4,
      n: 2,
      logprobs: true,
      top_logprobs: 2,
      seed: 3,
    });
    expect(answer.choices).toHaveLength(2);
    expect(answer.choices[0]?.logprobs?.content?.[0]?.top_logprobs).toHaveLength(2);
  });

  test('a text completion echoes its prompt with logprobs, as evaluation harnesses need', async () => {
    const answer = await openai.completions.create({
      model: chatModel,
      prompt: 'The capital of France is',
      max_tokens: 1,
      echo: true,
      logprobs: 1,
      temperature: 0,
    });
    expect(answer.choices[0]?.text).toMatch(/^The capital of France is/);
    const logprobs = answer.choices[0]?.logprobs;
    expect(logprobs?.token_logprobs?.[0]).toBeNull();
    expect(logprobs?.tokens?.join('')).toBe(answer.choices[0]?.text);
  });

  test('embeddings put a French and an Arabic paraphrase above a distractor, as floats and as base64', async () => {
    const input = [
      'query: Comment obtenir un extrait d’acte de naissance ?',
      'passage: Pour demander une copie de l’acte de naissance, adressez-vous au bureau d’état civil.',
      'passage: للحصول على نسخة من عقد الازدياد توجه إلى مكتب الحالة المدنية.',
      'passage: La recette du couscous demande de la semoule et sept légumes.',
    ];
    const viaOpenai = (await openai.embeddings.create({ model: 'multilingual-e5-small', input })).data.map(
      (item) => item.embedding,
    );
    const viaMistral = (await mistral.embeddings.create({ model: 'multilingual-e5-small', inputs: input })).data.map(
      (item) => item.embedding ?? [],
    );
    for (const [query, french, arabic, distractor] of [viaOpenai, viaMistral] as [
      number[],
      number[],
      number[],
      number[],
    ][]) {
      expect(cosine(query, french)).toBeGreaterThan(cosine(query, distractor));
      expect(cosine(query, arabic)).toBeGreaterThan(cosine(query, distractor));
    }
  });

  test('errors are typed for both: wrong key, unknown model, wrong field, a secret', async () => {
    const stranger = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: 'riad_000000000000_wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await expect(openai.chat.completions.create({ model: 'nobody', messages })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    await expect(
      openai.chat.completions.create({ model: chatModel, messages: [{ role: 'user', content: 7 as never }] }),
    ).rejects.toMatchObject({
      status: 422,
      param: 'messages[0].content',
    });
    await expect(
      mistral.chat.complete({ model: chatModel, messages: [{ role: 'user', content: 'AKIAABCDEFGHIJKLMNOP' }] }),
    ).rejects.toMatchObject({ statusCode: 403 });
    await expect(
      openai.chat.completions.create({ model: chatModel, messages: [{ role: 'user', content: 'word '.repeat(3000) }] }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
  });

  test('a reader who leaves mid-stream frees the model and is on record as cancelled', async () => {
    const stream = await openai.chat.completions.create({
      model: chatModel,
      messages: [{ role: 'user', content: 'Tell a long story.' }],
      max_tokens: 1500,
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await expect.poll(() => riad.riad('status', '--json')).toContain('"state":"running"');
    const after = await openai.chat.completions.create({ model: chatModel, messages, max_tokens: 4 });
    expect(after.choices).toHaveLength(1);
  });

  test('the owner asks from a terminal, makes a key and revokes it', async () => {
    expect(riad.riad('ask', 'Say hello.', '--max-tokens', '5').trim().length).toBeGreaterThan(0);
    const created = JSON.parse(riad.riad('keys', 'create', '--name', 'temporary', '--expires', '1h', '--json')) as {
      id: string;
      key: string;
    };
    const client = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: created.key, maxRetries: 0 });
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
    riad.riad('keys', 'revoke', created.id);
    await expect
      .poll(
        () =>
          client.models.list().then(
            () => 'works',
            () => 'refused',
          ),
        { timeout: 1500 },
      )
      .toBe('refused');
  });
});

function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}
