import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { Mistral } from '@mistralai/mistralai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startRiad, type RunningRiad } from './support/start-riad.ts';

const models = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
const coder = 'qwen2.5-coder-1.5b-instruct';
const haveModels = ['smollm2-135m-instruct', coder].every((name) => existsSync(join(models, `${name}.gguf`)));

const parameters = {
  type: 'object',
  properties: { city: { type: 'string', maxLength: 20 } },
  required: ['city'],
  additionalProperties: false,
};
const weather = { name: 'get_weather', description: 'The weather in a city now', parameters };
const time = { name: 'get_time', description: 'The time in a city now', parameters };
const messages = [{ role: 'user' as const, content: 'What is the weather in Rabat? Use the tool.' }];
const asked = { model: coder, messages, temperature: 0 };
const nine = /^[A-Za-z0-9]{9}$/;

describe.skipIf(!haveModels)('the default chat model, with the official clients (skipped without its file)', () => {
  let riad: RunningRiad;
  let openai: OpenAI;
  let mistral: Mistral;
  beforeAll(async () => {
    riad = startRiad(models);
    riad.riad('models', 'pull', coder);
    openai = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: riad.key, maxRetries: 0 });
    mistral = new Mistral({ serverURL: riad.address, apiKey: riad.key });
    await openai.chat.completions.create({ ...asked, max_tokens: 1 });
  }, 240_000);
  afterAll(() => riad.stop());

  test('OpenAI: calls a required tool, reads its answer and goes on', async () => {
    const tools = [{ type: 'function' as const, function: weather }];
    const first = await openai.chat.completions.create({ ...asked, tools, tool_choice: 'required', max_tokens: 80 });
    const [choice] = first.choices;
    const [call] = choice?.message.tool_calls ?? [];
    expect(choice?.finish_reason).toBe('tool_calls');
    if (call?.type !== 'function') throw new Error('no function was called');
    expect(call.id).toMatch(nine);
    expect(call.function.name).toBe('get_weather');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: expect.stringContaining('Rabat') });
    const second = await openai.chat.completions.create({
      ...asked,
      tools,
      tool_choice: 'none',
      max_tokens: 60,
      messages: [
        ...messages,
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: '{"celsius": 24, "sky": "sunny"}' },
      ],
    });
    expect(second.choices[0]?.message.content).toMatch(/24|sunny/i);
  });

  test('OpenAI: streams a named tool’s call whole', async () => {
    const stream = await openai.chat.completions.create({
      ...asked,
      tools: [weather, time].map((definition) => ({ type: 'function' as const, function: definition })),
      tool_choice: { type: 'function', function: { name: 'get_time' } },
      max_tokens: 80,
      stream: true,
    });
    const calls: unknown[] = [];
    let finish: string | null | undefined;
    for await (const chunk of stream) {
      calls.push(...(chunk.choices[0]?.delta.tool_calls ?? []));
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(calls).toEqual([
      {
        index: 0,
        id: expect.stringMatching(nine),
        type: 'function',
        function: { name: 'get_time', arguments: expect.stringContaining('city') },
      },
    ]);
    expect(finish).toBe('tool_calls');
  });

  test('Mistral: calls any tool, whole and streamed', async () => {
    const request = {
      model: coder,
      messages,
      temperature: 0,
      maxTokens: 80,
      tools: [{ type: 'function' as const, function: weather }],
      toolChoice: 'any' as const,
    };
    const whole = await mistral.chat.complete(request);
    const call = { id: expect.stringMatching(nine), function: { name: 'get_weather' } };
    expect(whole.choices[0]).toMatchObject({ finishReason: 'tool_calls', message: { toolCalls: [call] } });
    const seen = [];
    for await (const event of await mistral.chat.stream(request))
      seen.push(...(event.data.choices[0]?.delta.toolCalls ?? []));
    expect(seen).toMatchObject([call]);
  });

  test('Mistral: fills in the middle, whole and streamed', async () => {
    const request = {
      model: coder,
      prompt: 'def add(a, b):\n    return ',
      suffix: '\n\nprint(add(1, 2))',
      maxTokens: 8,
      temperature: 0,
    };
    const whole = await mistral.fim.complete(request);
    expect(whole.choices[0]?.message?.content).toContain('a + b');
    let text = '';
    for await (const event of await mistral.fim.stream(request)) {
      const { content } = event.data.choices[0]?.delta ?? {};
      if (typeof content === 'string') text += content;
    }
    expect(text).toBe(whole.choices[0]?.message?.content);
  });

  test('OpenAI: a completion with a suffix fills in the middle', async () => {
    const answer = await openai.completions.create({
      model: coder,
      prompt: 'def add(a, b):\n    return ',
      suffix: '\n\nprint(add(1, 2))',
      max_tokens: 8,
      temperature: 0,
    });
    expect(answer.choices[0]?.text).toContain('a + b');
  });

  test('answers in French', async () => {
    const answer = await mistral.chat.complete({
      model: coder,
      messages: [
        { role: 'system', content: 'Réponds en français.' },
        { role: 'user', content: 'Quelle est la capitale du Maroc ?' },
      ],
      maxTokens: 30,
      temperature: 0,
    });
    expect(answer.choices[0]?.message?.content).toMatch(/\b(?:la|le|est|du|Maroc)\b/);
    expect(answer.choices[0]?.message?.content).toContain('Rabat');
  });

  test('Mistral: continues the beginning of its answer', async () => {
    const answer = await mistral.chat.complete({
      model: coder,
      messages: [
        { role: 'user', content: 'Count from one to five in digits, separated by commas.' },
        { role: 'assistant', content: '1, 2, 3,', prefix: true },
      ],
      maxTokens: 8,
      temperature: 0,
    });
    expect(answer.choices[0]?.message?.content).toMatch(/4.*5/);
  });
});
