import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Mistral } from '@mistralai/mistralai';
import { chatAnswer, chatEvents, startFaultyUpstream, type FaultyUpstream, type ReceivedRequest } from '@riad/testkit';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { installPythonClients, runPython } from './support/python-clients.ts';
import { createRiadFolder, type RiadFolder } from './support/riad-folder.ts';
import { smallModel, testModels } from './support/test-models.ts';

const haveModels = [smallModel, 'multilingual-e5-small-q4'].every((name) =>
  existsSync(join(testModels, `${name}.gguf`)),
);
const noPython = haveModels ? installPythonClients() : 'the test models are not there';
if (noPython !== undefined) process.stderr.write(`SKIPPED: tools and errors with the Python clients: ${noPython}\n`);

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const call = { id: 'a1b2c3d4e', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Rabat"}' } };
const schema = {
  type: 'object',
  properties: { large: { type: 'boolean' } },
  required: ['large'],
  additionalProperties: false,
};

/** A server of models elsewhere: it calls tools when it is given some, and breaks off when it is asked to. */
function answer({ body }: ReceivedRequest) {
  const asJson = { 'content-type': 'application/json' };
  const streamed = body.includes('"stream":true');
  if (body.includes('break off')) return { pieces: chatEvents({ done: false }).slice(0, 3), ending: 'cut' as const };
  if (!body.includes('"tools"'))
    return streamed ? { pieces: chatEvents() } : { headers: asJson, pieces: [chatAnswer()] };
  return streamed ? { pieces: calledEvents() } : { headers: asJson, pieces: [calledAnswer()] };
}

function calledAnswer(): string {
  const whole = JSON.parse(chatAnswer()) as { choices: { message: object; finish_reason: string }[] };
  const message = { role: 'assistant', content: null, tool_calls: [call] };
  return JSON.stringify({ ...whole, choices: [{ index: 0, message, finish_reason: 'tool_calls' }] });
}

function calledEvents(): readonly string[] {
  const [first = '', ...rest] = chatEvents({ texts: [], finish: 'tool_calls' });
  const chunk = JSON.parse(first.replace('data: ', '')) as object;
  const delta = { tool_calls: [{ index: 0, ...call }] };
  return [
    first,
    `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`,
    ...rest,
  ];
}

describe.skipIf(!haveModels)('every way of asking, with the official clients (skipped without the test models)', () => {
  let riad: RiadFolder;
  let upstream: FaultyUpstream;
  let address: string;
  let key: string;
  beforeAll(async () => {
    upstream = await startFaultyUpstream(answer);
    riad = createRiadFolder({
      settings: `
models: { sources: [file], folder: ${JSON.stringify(testModels)} }
engine: { defaultModel: ${smallModel}, contextLength: 1024 }
upstreams:
  - { id: elsewhere, kind: openai-compatible, url: "${upstream.url}", country: FR, contract: "1", models: [{ id: scripted }] }
`,
    });
    ({ address, key } = await riad.up());
  }, 180_000);
  afterAll(async () => {
    await riad.end();
    await upstream.close();
  });

  const openaiAt = (prefix: string, apiKey = key): OpenAI =>
    new OpenAI({ baseURL: `${address}${prefix}/v1`, apiKey, maxRetries: 0 });
  const mistralAt = (prefix: string, apiKey = key): Mistral =>
    new Mistral({ serverURL: `${address}${prefix}`, apiKey });

  describe.each(['', '/openai', '/mistral'])('under %s/v1', (prefix) => {
    test('OpenAI: models, a chat and a schema, streamed too, completions and embeddings', async () => {
      const openai = openaiAt(prefix);
      const names = (await openai.models.list()).data.map(({ id }) => id);
      expect(names).toEqual(expect.arrayContaining([smallModel, 'scripted']));
      const request = { model: smallModel, messages, max_tokens: 6, temperature: 0 };
      const whole = await openai.chat.completions.create(request);
      expect(await textOf(await openai.chat.completions.create({ ...request, stream: true }))).toBe(
        whole.choices[0]?.message.content,
      );
      const formed = await openai.chat.completions.create({
        ...request,
        max_tokens: 40,
        stream: true,
        response_format: { type: 'json_schema', json_schema: { name: 'size', schema, strict: true } },
      });
      expect(JSON.parse(await textOf(formed))).toEqual({ large: expect.any(Boolean) });
      const completion = await openai.completions.create({ model: smallModel, prompt: 'One two', max_tokens: 3 });
      expect(completion.choices[0]?.text.length).toBeGreaterThan(0);
      const { data } = await openai.embeddings.create({ model: 'multilingual-e5-small', input: ['query: un'] });
      expect(data[0]?.embedding).toHaveLength(384);
    });

    test('OpenAI: tools, whole and streamed; errors before the answer and in the middle of it', async () => {
      const openai = openaiAt(prefix);
      const request = { model: 'scripted', messages, tools: [weather], tool_choice: 'auto' as const };
      const whole = await openai.chat.completions.create(request);
      expect(whole.choices[0]?.message.tool_calls).toEqual([call]);
      const calls = [];
      for await (const chunk of await openai.chat.completions.create({ ...request, stream: true }))
        calls.push(...(chunk.choices[0]?.delta.tool_calls ?? []));
      expect(calls).toMatchObject([{ index: 0, function: call.function }]);
      await expect(openai.chat.completions.create({ model: 'nobody', messages })).rejects.toMatchObject({
        status: 404,
        code: 'model_not_found',
      });
      const broken = await openai.chat.completions.create({
        model: 'scripted',
        messages: [{ role: 'user', content: 'break off' }],
        stream: true,
      });
      await expect(textOf(broken)).rejects.toThrow(APIError);
    });

    test('Mistral: models, a chat and a schema, streamed too, and embeddings', async () => {
      const mistral = mistralAt(prefix);
      expect((await mistral.models.list()).data?.map((card) => 'id' in card && card.id)).toContain('scripted');
      const request = { model: smallModel, messages, maxTokens: 6, temperature: 0 };
      const whole = await mistral.chat.complete(request);
      let text = '';
      for await (const { data } of await mistral.chat.stream(request)) text += said(data.choices[0]?.delta.content);
      expect(text).toBe(whole.choices[0]?.message?.content);
      const formed = await mistral.chat.complete({
        ...request,
        maxTokens: 40,
        responseFormat: { type: 'json_schema', jsonSchema: { name: 'size', schemaDefinition: schema } },
      });
      expect(JSON.parse(said(formed.choices[0]?.message?.content))).toEqual({ large: expect.any(Boolean) });
      const { data } = await mistral.embeddings.create({ model: 'multilingual-e5-small', inputs: ['query: un'] });
      expect(data[0]?.embedding).toHaveLength(384);
    });

    test('Mistral: tools, whole and streamed; errors before the answer and in the middle of it', async () => {
      const mistral = mistralAt(prefix);
      const request = { model: 'scripted', messages, tools: [weather], toolChoice: 'auto' as const };
      const called = { id: call.id, function: { name: 'get_weather' } };
      const whole = await mistral.chat.complete(request);
      expect(whole.choices[0]?.message?.toolCalls).toMatchObject([called]);
      const calls = [];
      for await (const { data } of await mistral.chat.stream(request))
        calls.push(...(data.choices[0]?.delta.toolCalls ?? []));
      expect(calls).toMatchObject([called]);
      await expect(mistral.chat.complete({ model: 'nobody', messages })).rejects.toMatchObject({ statusCode: 404 });
      let finish: unknown;
      const broken = { model: 'scripted', messages: [{ role: 'user' as const, content: 'break off' }] };
      for await (const { data } of await mistral.chat.stream(broken)) finish = data.choices[0]?.finishReason ?? finish;
      expect(finish).toBe('error');
    });
  });

  test('requests that come together are each answered with their own', async () => {
    const openai = openaiAt('');
    const mistral = mistralAt('');
    const numbers = Array.from({ length: 6 }, (_, index) => index);
    const asked = await Promise.all(
      numbers.flatMap((seed) => [
        openai.chat.completions.create({ model: smallModel, messages, max_tokens: 4, seed }),
        mistral.chat.complete({ model: smallModel, messages, maxTokens: 4, randomSeed: seed }),
      ]),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(12);
  });

  test('a limit is told in both vendors’ headers, and by both clients when it is reached', async () => {
    const created = await riad.run('keys', 'create', '--name', 'few', '--requests-per-minute', '2', '--json');
    const few = (JSON.parse(created.stdout) as { key: string }).key;
    const request = { model: 'scripted', messages };
    const { response } = await openaiAt('', few).chat.completions.create(request).withResponse();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-limit-req-minute': '2',
      'x-ratelimit-remaining-req-minute': '1',
    });
    await mistralAt('', few).chat.complete(request);
    const refused = await openaiAt('', few)
      .chat.completions.create(request)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(Number((refused as APIError).headers?.get('retry-after'))).toBeGreaterThan(0);
    await expect(mistralAt('', few).chat.complete(request)).rejects.toMatchObject({ statusCode: 429 });
  });

  test.skipIf(noPython !== undefined)('both Python clients: tools, errors and what comes together', async () => {
    const seen = {
      called: 'get_weather',
      arguments: { city: 'Rabat' },
      streamed: { city: 'Rabat' },
      refused: 404,
      together: 6,
    };
    const server = { address, key };
    expect(await runPython('openai_tools.py', server)).toEqual({ ...seen, broken: 'APIError' });
    expect(await runPython('mistral_tools.py', server)).toEqual({ ...seen, broken: 'error' });
  });
});

async function textOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

/** Content of Mistral's client, where no model here says anything but text. */
function said(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  throw new Error('an answer in parts');
}
