import { PlatformError } from '@riad/contracts';
import { chatAnswer, chatEvents, startFaultyUpstream, type FaultyUpstream, type UpstreamScript } from '@riad/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createLimiter } from './limits/limiter.ts';
import {
  callerWith,
  chat,
  FakeReply,
  gatewayWith,
  secretText,
  upstreamAt,
  type TestGateway,
} from './test-support/gateway-with.ts';

let server: FaultyUpstream;
let gateway: TestGateway;
const answer = chatAnswer();
const good = { headers: { 'content-type': 'application/json' }, pieces: [answer] };
const remote = { id: 'far', country: 'FR', contract: 'C-1' };
beforeEach(async () => {
  server = await startFaultyUpstream(good);
  gateway = gatewayWith({}, [upstreamAt(server.url)]);
});
afterEach(async () => {
  await gateway.close();
  await server.close();
});

const say = (content: unknown) => ({ model: 'm', messages: [{ role: 'user', content }] });
const types = (): string[] => gateway.ledger.entries.map((entry) => entry.type);
const turn = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('who may ask', () => {
  test.each([
    [undefined, 'key.missing'],
    ['bad', 'key.invalid'],
  ])('key %s: %s, nothing recorded, nothing sent', async (secret, code) => {
    const reply = await gateway.ask({ identity: { secret } });
    expect(reply.status).toBe(401);
    expect(reply.headers['x-riad-error']).toBe(code);
    expect(types()).toEqual([]);
    expect(gateway.ended).toMatchObject([{ outcome: code, model: 'unknown' }]);
  });

  test('a part of the process that has identified its caller needs no key', async () => {
    expect((await gateway.ask({ identity: { caller: callerWith() } })).text()).toBe(answer);
  });

  test('a database that is away refuses with 503 and is asked again by the next request', async () => {
    const away = new PlatformError('store.unavailable', 'the database is away');
    const keys = { checkCached: () => undefined, check: async () => Promise.reject(away) };
    gateway = gatewayWith({ keys }, [upstreamAt(server.url)]);
    expect((await gateway.ask({})).status).toBe(503);
  });
});

describe('what is not a request', () => {
  test.each<[string, unknown, { status: number; param: string | null }]>([
    ['no JSON', '{"model":', { status: 400, param: null }],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), { status: 400, param: null }],
    ['nothing', '', { status: 400, param: null }],
    ['an array', '[]', { status: 400, param: null }],
    ['a key twice', '{"model":"m","model":"n","messages":[]}', { status: 400, param: null }],
    [
      'a key twice, once escaped',
      '{"model":"m","messages":[{"role":"user","content":"a","r\\u006fle":"user"}]}',
      { status: 400, param: null },
    ],
    ['nesting of 100,000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, { status: 400, param: null }],
    ['a number as content', say(5), { status: 422, param: 'messages[0].content' }],
    ['a part without a type', say([{ text: 'a' }]), { status: 422, param: 'messages[0].content[0].type' }],
    [
      'a text part without text',
      say([{ type: 'text', text: 5 }]),
      { status: 422, param: 'messages[0].content[0].text' },
    ],
    ['no model', { messages: [{ role: 'user', content: 'a' }] }, { status: 422, param: 'model' }],
    ['a temperature of 3', { ...chat, temperature: 3 }, { status: 422, param: 'temperature' }],
  ])('%s is refused and its place is named', async (_name, body, { status, param }) => {
    const reply = await gateway.ask({ body });
    expect(reply.status).toBe(status);
    expect(reply.json()).toMatchObject({ object: 'error', param, error: { param } });
    expect(server.requests).toHaveLength(0);
  });

  test('422 carries the typed detail that Mistral’s client reads', async () => {
    const reply = await gateway.ask({ body: say(5) });
    expect(reply.json()['detail']).toMatchObject([{ loc: ['body', 'messages', 0, 'content'], type: 'value_error' }]);
  });

  test('where several types are possible, each is named', async () => {
    const reply = await gateway.ask({ body: { ...chat, stop: 5 } });
    expect(reply.json()).toMatchObject({ param: 'stop', message: 'stop: Invalid input: expected string or array' });
  });

  test('broken JSON is not repeated to anybody', async () => {
    expect((await gateway.ask({ body: '{"a": Amina}' })).text()).not.toContain('Amina');
  });

  test('fields that nobody knows pass', async () => {
    await gateway.ask({ body: { ...chat, x_new: { deep: [1] } } });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ x_new: { deep: [1] } });
  });
});

describe('the guard', () => {
  test.each([
    ['a message', say(`key ${secretText}`)],
    ['a part of a message', say([{ type: 'text', text: secretText }])],
    [
      'the description of a tool',
      { ...chat, tools: [{ type: 'function', function: { name: 'f', description: secretText } }] },
    ],
    [
      'the arguments of a call',
      {
        model: 'm',
        messages: [
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: `{"k":"${secretText}"}` } }],
          },
        ],
      },
    ],
    [
      'an example in a schema',
      { ...chat, response_format: { type: 'json_schema', json_schema: { schema: { example: secretText } } } },
    ],
    ['a field that nobody knows', { ...chat, extra: { [secretText]: 1 } }],
  ])('a secret in %s is blocked, recorded, and told without its value', async (_name, body) => {
    const reply = await gateway.ask({ body });
    expect(reply.status).toBe(403);
    expect(reply.headers).toMatchObject({
      'x-riad-error': 'guard.blocked',
      'x-riad-record': 'rec_test-0',
      'x-riad-guard': 'block=1',
    });
    expect(reply.json()['message']).toMatch(/secret \(1\) by rule block-rule/);
    expect(reply.text() + JSON.stringify(gateway.ledger.entries)).not.toContain(secretText);
    expect(gateway.ledger.entries).toMatchObject([
      { type: 'request.refused', facts: { reason: 'guard.blocked', findings: { secret: 1 }, decision: 'block' } },
      { type: 'request.close', facts: { outcome: 'guard.blocked' } },
    ]);
    expect(server.requests).toHaveLength(0);
  });

  test.each<[string, 'completion' | 'fim' | 'embedding' | 'tokenize', object]>([
    ['a prompt', 'completion', { model: 'm', prompt: ['a', secretText] }],
    ['a suffix', 'fim', { model: 'm', prompt: 'a', suffix: secretText }],
    ['a text to embed', 'embedding', { model: 'm', input: [secretText] }],
    ['a text to count', 'tokenize', { model: 'm', prompt: secretText }],
  ])('a secret in %s is blocked too', async (_name, operation, body) => {
    expect((await gateway.ask({ operation, body })).status).toBe(403);
  });

  test('a number long enough to be an identity is inspected as it is written', async () => {
    const seen: string[] = [];
    gateway = gatewayWith({ inspect: (texts) => (seen.push(...texts), texts.map(() => [])) }, [upstreamAt(server.url)]);
    await gateway.ask({
      body: '{"model":"m","messages":[{"role":"user","content":"a"}],"rib":230780123456789012345678}',
    });
    expect(seen.slice(0, 3)).toEqual(['m', 'a', '230780123456789012345678']);
  });

  test.each([
    ['inspection', { inspect: () => fail() }],
    ['policy', { policy: () => fail() }],
  ])('a failing %s refuses the request and says nothing of it', async (_name, overrides) => {
    gateway = gatewayWith(overrides, [upstreamAt(server.url)]);
    const reply = await gateway.ask({});
    expect(reply.status).toBe(503);
    expect(reply.headers['x-riad-error']).toBe('guard.failed');
    expect(reply.text()).not.toContain('Amina');
    expect(server.requests).toHaveLength(0);
    expect(types()).toEqual(['request.refused', 'request.close']);
  });

  test('what must stay at home goes to a local target and to no other', async () => {
    const far = upstreamAt(server.url, remote);
    gateway = gatewayWith({}, [far]);
    const refused = await gateway.ask({ body: say('Amina') });
    expect(refused.headers['x-riad-error']).toBe('policy.no_target');
    gateway.upstreams = [far, upstreamAt(server.url)];
    const kept = await gateway.ask({ body: say('Amina') });
    expect(kept.headers).toMatchObject({ 'x-riad-target': 'other; local' });
    expect((await gateway.ask({})).headers['x-riad-target']).toBe('far; FR');
  });

  test.each([
    {
      what: 'an image',
      operation: 'chat' as const,
      body: say([{ type: 'image_url', image_url: 'data:image/png;base64,AA' }]),
      param: 'messages[0].content[0]',
    },
    {
      what: 'a list of token ids',
      operation: 'completion' as const,
      body: { model: 'm', prompt: [1, 2] },
      param: 'prompt',
    },
  ])('$what cannot be read by the guard and does not leave', async ({ operation, body, param }) => {
    gateway = gatewayWith({}, [upstreamAt(server.url, remote)]);
    const reply = await gateway.ask({ operation, body });
    expect(reply.json()).toMatchObject({ code: 'policy.no_target', param });
    expect(server.requests).toHaveLength(0);
  });
});

function fail(): never {
  throw new Error('the detector met Amina');
}

describe('the ledger', () => {
  test('a remote target is asked only once the record is on disk', async () => {
    gateway = gatewayWith({}, [upstreamAt(server.url, remote)]);
    gateway.ledger.manual = true;
    const reply = gateway.send({});
    gateway.ledger.write();
    await turn();
    expect(server.requests).toHaveLength(0);
    gateway.ledger.sync();
    await reply.finished();
    expect(reply.text()).toBe(answer);
  });

  test('a local target is asked once the record has left the process; its answer waits for the disk', async () => {
    server.answer({ pieces: chatEvents() });
    gateway.ledger.manual = true;
    const reply = gateway.send({ body: { ...chat, stream: true } });
    await turn();
    expect(server.requests).toHaveLength(0);
    gateway.ledger.write();
    await turn();
    expect(server.requests).toHaveLength(1);
    expect(reply.status).toBeUndefined();
    gateway.ledger.sync();
    await reply.finished();
    expect(reply.text()).toBe(chatEvents({ usage: false }).join(''));
  });

  test('a long answer that waits for the disk does not pile up here', async () => {
    const event = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(60_000) } }] })}\n\n`;
    server.answer({ pieces: [...Array.from({ length: 300 }, () => event), ...chatEvents()] });
    gateway.ledger.manual = true;
    const reply = gateway.send({ body: { ...chat, stream: true } });
    gateway.ledger.write();
    await expect.poll(() => server.unsentBytes()).toBeGreaterThan(0);
    gateway.ledger.sync();
    await reply.finished();
    expect(reply.text().endsWith('data: [DONE]\n\n')).toBe(true);
    expect(Buffer.concat(reply.chunks).length).toBeGreaterThan(300 * 60_000);
  });

  test('a disk that fails while the model works takes the answer back and stops the model', async () => {
    server.answer({ pieces: chatEvents(), ending: 'hang' }, good);
    gateway.ledger.manual = true;
    const reply = gateway.send({ body: { ...chat, stream: true } });
    gateway.ledger.write();
    await server.nextRequest();
    const aborted = server.nextAbort();
    gateway.ledger.fail();
    await reply.finished();
    await aborted;
    expect(reply.status).toBe(503);
    expect(reply.headers['x-riad-error']).toBe('ledger.unavailable');
    expect(reply.text()).not.toContain('chunk');
  });

  test('a ledger that takes nothing refuses everything, and works again without a restart', async () => {
    gateway.ledger.failure = new PlatformError('ledger.unavailable', 'full', { retryAfterSeconds: 1 });
    const reply = await gateway.ask({});
    expect(reply.status).toBe(503);
    expect(reply.headers['retry-after']).toBe('1');
    expect(server.requests).toHaveLength(0);
    gateway.ledger.failure = undefined;
    expect((await gateway.ask({})).text()).toBe(answer);
  });

  test('the records say who, what and where, and nothing of the text', async () => {
    await gateway.ask({ body: say('Bonjour Amina') });
    expect(gateway.ledger.entries).toEqual([
      {
        type: 'request.open',
        facts: {
          request: 'req_0',
          operation: 'chat',
          key: 'key_one',
          project: 'prj_one',
          model: 'm',
          target: 'other',
          location: 'local',
          policy: 3,
          decision: 'allow',
          findings: { person: 1 },
        },
      },
      {
        type: 'request.close',
        facts: {
          opened: 'rec_test-0',
          outcome: 'ok',
          target: 'other',
          promptTokens: 11,
          completionTokens: 7,
          estimated: false,
          tries: 1,
          durationMs: expect.any(Number),
          firstByteMs: expect.any(Number),
        },
      },
    ]);
  });
});

describe('models and limits', () => {
  test('a model that nobody has is named with the nearest ones, and not repeated in records or metrics', async () => {
    const upstream = upstreamAt(server.url, { models: ['ministral-3b', 'qwen2.5-coder-1.5b'].map((id) => ({ id })) });
    gateway = gatewayWith({}, [upstream]);
    const reply = await gateway.ask({ body: { ...chat, model: 'ministral' } });
    expect(reply.status).toBe(404);
    expect(reply.json()['message']).toBe('there is no model "ministral". Nearest: ministral-3b, qwen2.5-coder-1.5b.');
    expect(gateway.ledger.entries[0]).toMatchObject({ type: 'request.refused', facts: { model: null } });
    expect(gateway.ended).toMatchObject([{ model: 'unknown' }]);
  });

  test('a refused request shows both vendors’ limits and when to come back; places are given back', async () => {
    const clock = { now: () => 0, monotonic: () => 0 };
    const limiter = createLimiter({ clock, defaults: () => ({ concurrentRequests: 1, requestsPerMinute: 2 }) });
    gateway = gatewayWith({ limiter }, [upstreamAt(server.url)]);
    const first = await gateway.ask({});
    expect(first.headers).toMatchObject({
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-remaining-req-minute': '1',
    });
    await gateway.ask({});
    const third = await gateway.ask({});
    expect(third.status).toBe(429);
    expect(third.headers).toMatchObject({
      'retry-after': '30',
      'x-ratelimit-limit-requests': '2',
      'x-riad-error': 'limit.requests',
    });
  });
});

describe('a client that leaves', () => {
  const streamed = { ...chat, stream: true };
  test.each<[string, UpstreamScript, object]>([
    ['before the head', { ending: 'hang-before-head' }, chat],
    ['before the first token of a stream', { ending: 'hang' }, streamed],
    ['in the middle of a stream', { pieces: chatEvents().slice(0, 3), ending: 'hang' }, streamed],
    [
      'in the middle of an answer that is not streamed',
      { ...good, pieces: [answer.slice(0, 20)], ending: 'hang' },
      chat,
    ],
  ])('%s: the upstream learns it within 100 ms', async (_name, script, body) => {
    server.answer(script);
    const reply = gateway.send({ body });
    await server.nextRequest();
    await turn();
    const aborted = server.nextAbort();
    const left = performance.now();
    reply.leave();
    await aborted;
    expect(performance.now() - left).toBeLessThan(100);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'request.cancelled', estimated: true });
    expect(gateway.usage).toMatchObject([{ failed: true }]);
  });

  test('while the record is written: nothing is sent', async () => {
    gateway.ledger.manual = true;
    const reply = gateway.send({});
    reply.leave();
    gateway.ledger.write();
    gateway.ledger.sync();
    await turn();
    expect(server.requests).toHaveLength(0);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'request.cancelled', promptTokens: 0 });
  });

  test('between two tries: the second one does not happen', async () => {
    server.answer({ status: 429, headers: { 'retry-after': '0.1' } });
    const reply = gateway.send({});
    await server.nextRequest();
    await turn();
    reply.leave();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.requests).toHaveLength(1);
  });
});

test('a client that reads slowly slows the upstream down instead of filling the memory', async () => {
  const event = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'x'.repeat(60_000) } }] })}\n\n`;
  server.answer({ pieces: [...Array.from({ length: 400 }, () => event), ...chatEvents()] });
  const reply = new FakeReply();
  reply.slow = true;
  gateway.send({ body: { ...chat, stream: true }, reply });
  await expect.poll(() => server.unsentBytes()).toBeGreaterThan(0);
  expect(reply.chunks.length).toBeLessThan(5);
  reply.drain();
  await reply.finished();
  expect(reply.text().endsWith('data: [DONE]\n\n')).toBe(true);
});
