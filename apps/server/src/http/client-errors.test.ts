import { Mistral } from '@mistralai/mistralai';
import { PlatformError } from '@riad/contracts';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { serve, type TestServer } from './test-support/serve.ts';

let server: TestServer;
let openai: OpenAI;
let mistral: Mistral;
beforeEach(async () => {
  server = await serve();
  const address = `http://127.0.0.1:${server.port}`;
  openai = new OpenAI({ baseURL: `${address}/v1`, apiKey: 'good', maxRetries: 0 });
  mistral = new Mistral({ serverURL: address, apiKey: 'good' });
});
afterEach(() => server.close());

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Salut' }] };

function breakInTheMiddle(): void {
  const chunk = { id: 'a', object: 'chat.completion.chunk', created: 1, model: 'm' };
  const choice = { index: 0, delta: { role: 'assistant', content: 'Bon' }, finish_reason: null };
  server.answer = (sink) => {
    sink.onHead({ status: 200, contentType: 'text/event-stream' });
    sink.onData(Buffer.from(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\n`));
    sink.onError(new PlatformError('upstream.truncated', 'other broke off in the middle of its answer'));
  };
}

test('OpenAI’s client raises the error of a stream that broke, with its code', async () => {
  breakInTheMiddle();
  const stream = await openai.chat.completions.create({ ...request, stream: true });
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  };
  await expect(read()).rejects.toMatchObject({ code: 'upstream.truncated' });
  expect(text).toBe('Bon');
});

test('Mistral’s client sees that the same stream ended in an error', async () => {
  breakInTheMiddle();
  const seen: unknown[] = [];
  for await (const event of await mistral.chat.stream(request)) seen.push(event.data.choices[0]?.finishReason);
  expect(seen).toEqual([null, 'error']);
});

test('both read the code, the field and the id of a refusal', async () => {
  const refused = openai.chat.completions.create({ ...request, model: 'n' });
  await expect(refused).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
    param: 'model',
    requestID: expect.stringMatching(/^req_/),
  });
  await expect(mistral.chat.complete({ ...request, model: 'n' })).rejects.toMatchObject({ statusCode: 404 });
  await expect(mistral.chat.complete({ ...request, temperature: 9 })).rejects.toMatchObject({
    statusCode: 422,
    detail: [{ loc: ['body', 'temperature'] }],
  });
});
