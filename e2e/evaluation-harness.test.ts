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
const embeddingModel = 'multilingual-e5-small-q4';
const messages = [{ role: 'user' as const, content: 'Tell a long story.' }];

interface Status {
  readonly models: readonly { readonly id: string; readonly state: string }[];
}

describe.skipIf(!haveModels)(
  'what evaluation harnesses and careful clients ask (skipped without the test models)',
  () => {
    let riad: RunningRiad;
    let openai: OpenAI;
    let mistral: Mistral;
    beforeAll(() => {
      riad = startRiad(models);
      openai = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: riad.key, maxRetries: 0 });
      mistral = new Mistral({ serverURL: riad.address, apiKey: riad.key });
    }, 180_000);
    afterAll(() => riad.stop());

    async function post(
      path: string,
      body: unknown,
    ): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
      const response = await fetch(`${riad.address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${riad.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    }

    test('token ids go there and back, at the root and under /v1', async () => {
      const prompt = 'Rabat est la capitale du Maroc. الرباط';
      const { json } = await post('/tokenize', { model: chatModel, prompt, add_special_tokens: false });
      const tokens = json['tokens'] as number[];
      expect(json).toEqual({ count: tokens.length, max_model_len: 2048, tokens, token_strs: null });
      expect((await post('/v1/tokenize', { model: chatModel, input: prompt, add_special_tokens: false })).json).toEqual(
        json,
      );
      expect((await post('/detokenize', { model: chatModel, tokens })).json).toEqual({ prompt });
      const counted = await post('/tokenize', { model: chatModel, messages, return_token_strs: true });
      expect((counted.json['token_strs'] as string[]).join('')).toContain('Tell a long story.');
    });

    test('a harness reads the tokenizer’s own facts', async () => {
      const response = await fetch(`${riad.address}/tokenizer_info`, {
        headers: { authorization: `Bearer ${riad.key}` },
      });
      expect(await response.json()).toMatchObject({
        eos_token: '<|im_end|>',
        chat_template: expect.any(String),
        max_model_len: 2048,
      });
    });

    test('a prompt of token ids is scored token by token, without a word of its own', async () => {
      const prompt = 'The capital of France is Paris';
      const { json } = await post('/tokenize', { model: chatModel, prompt, add_special_tokens: false });
      const tokens = json['tokens'] as number[];
      const answer = await openai.completions.create({
        model: chatModel,
        prompt: [tokens, tokens],
        max_tokens: 0,
        echo: true,
        logprobs: 1,
        temperature: 0,
      });
      expect(answer.choices.map((choice) => choice.text)).toEqual([prompt, prompt]);
      const logprobs = answer.choices[0]?.logprobs;
      expect(logprobs?.token_logprobs).toHaveLength(tokens.length);
      expect(logprobs?.token_logprobs?.slice(1).every((value) => value <= 0)).toBe(true);
      expect(logprobs?.tokens?.map((_, index) => prompt.slice(logprobs.text_offset?.[index]))).toEqual(
        logprobs?.tokens?.map((_, index) => logprobs.tokens?.slice(index).join('')),
      );
      expect(answer.usage).toMatchObject({ prompt_tokens: 2 * tokens.length, completion_tokens: 0 });
    });

    test('several answers stream interleaved, each to its own end', async () => {
      const stream = await openai.chat.completions.create({
        model: chatModel,
        messages,
        n: 3,
        max_tokens: 6,
        stream: true,
        seed: 1,
      });
      const finished = new Map<number, string>();
      for await (const chunk of stream)
        for (const choice of chunk.choices)
          if (choice.finish_reason !== null) finished.set(choice.index, choice.finish_reason);
      expect([...finished].toSorted(([left], [right]) => left - right)).toEqual([
        [0, 'length'],
        [1, 'length'],
        [2, 'length'],
      ]);
    });

    test('what cannot be honoured is refused by name, to both clients', async () => {
      await expect(
        openai.embeddings.create({ model: embeddingModel, input: 'un', dimensions: 100 }),
      ).rejects.toMatchObject({
        status: 400,
        code: 'unsupported_parameter',
        param: 'dimensions',
      });
      expect(
        (await openai.embeddings.create({ model: embeddingModel, input: 'un', dimensions: 384 })).data,
      ).toHaveLength(1);
      await expect(openai.completions.create({ model: chatModel, prompt: 'un', best_of: 3 })).rejects.toMatchObject({
        param: 'best_of',
      });
      await expect(
        mistral.chat.complete({ model: chatModel, messages, guardrails: [{ blockOnError: true }] }),
      ).rejects.toMatchObject({ statusCode: 400 });
      await expect(
        openai.chat.completions.create({
          model: chatModel,
          messages: [
            { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
          ],
        }),
      ).rejects.toMatchObject({ status: 400, code: 'unsupported_model', param: 'messages[0].content[0]' });
      await expect(
        openai.chat.completions.create({
          model: chatModel,
          messages,
          tools: [{ type: 'function', function: { name: 'f' } }],
        }),
      ).rejects.toMatchObject({ status: 400, param: 'tools' });
      await expect(mistral.fim.complete({ model: chatModel, prompt: 'a', suffix: 'b' })).rejects.toMatchObject({
        statusCode: 400,
      });
    });

    test('a model that does something else says so', async () => {
      await expect(openai.embeddings.create({ model: chatModel, input: 'un' })).rejects.toMatchObject({
        code: 'unsupported_model',
      });
      await expect(openai.chat.completions.create({ model: embeddingModel, messages })).rejects.toMatchObject({
        code: 'unsupported_model',
      });
    });

    test('a reader who leaves stops every answer it asked for: the model is free at once', async () => {
      const controller = new AbortController();
      const stream = await openai.chat.completions.create(
        { model: chatModel, messages, n: 4, max_tokens: 1500, stream: true },
        { signal: controller.signal },
      );
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
      controller.abort();
      const started = performance.now();
      await openai.chat.completions.create({
        model: chatModel,
        messages: [{ role: 'user', content: 'Hi' }],
        max_tokens: 1,
      });
      // Four answers of 1,500 tokens would keep every slot for the better part of a minute.
      expect(performance.now() - started).toBeLessThan(10_000);
      const { models: states } = JSON.parse(riad.riad('status', '--json')) as Status;
      expect(states.find(({ id }) => id === chatModel)?.state).toBe('ready');
    });
  },
);
