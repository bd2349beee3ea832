import { PlatformError } from '@riad/contracts';
import { chatAnswer, chatEvents, startFaultyUpstream, type FaultyUpstream, type UpstreamScript } from '@riad/testkit';
import { afterEach, describe, expect, test } from 'vitest';

import { chat, gatewayWith, upstreamAt, type TestGateway } from './test-support/gateway-with.ts';

const servers: FaultyUpstream[] = [];
let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...scripts: readonly UpstreamScript[]): Promise<FaultyUpstream> {
  const started = await startFaultyUpstream(...scripts);
  servers.push(started);
  return started;
}

const answer = chatAnswer();
const good: UpstreamScript = { headers: { 'content-type': 'application/json' }, pieces: [answer] };
const streamed = { ...chat, stream: true };

describe('a failure before the first byte', () => {
  test.each<[string, UpstreamScript]>([
    ['500', { status: 500 }],
    ['429 with a short Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
    ['a connection cut before the head', { ending: 'cut-before-head' }],
    ['a web page instead of an answer', { headers: { 'content-type': 'text/html' }, pieces: ['<html>'] }],
    ['half a JSON object', { ...good, pieces: ['{"choices":['] }],
  ])('%s is tried once more', async (_name, fault) => {
    const upstream = await serve(fault, good);
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    const reply = await gateway.ask({});
    expect(reply.text()).toBe(answer);
    expect(upstream.requests).toHaveLength(2);
    expect(gateway.ledger.entries.map((entry) => entry.type)).toEqual(['request.open', 'request.close']);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', tries: 2 });
  });

  test('a stream that dies after its head and before its first event is tried once more', async () => {
    const upstream = await serve({ pieces: [': wait\n\n'], ending: 'cut' }, { pieces: chatEvents() });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    expect((await gateway.ask({ body: streamed })).text()).toBe(chatEvents({ usage: false }).join(''));
  });

  test('what fails twice is told, and no more is asked', async () => {
    const upstream = await serve({ status: 500, pieces: ['{"error":{"message":"stack trace of Amina"}}'] });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    const reply = await gateway.ask({});
    expect(upstream.requests).toHaveLength(2);
    expect(reply.status).toBe(502);
    expect(reply.headers).toMatchObject({ 'x-riad-error': 'upstream.failed', 'x-riad-record': 'rec_test-0' });
    expect(reply.text()).not.toContain('Amina');
    expect(gateway.usage).toMatchObject([{ promptTokens: 0, completionTokens: 0, failed: true }]);
  });

  test('a long Retry-After is handed to the client instead of being waited for', async () => {
    const upstream = await serve({ status: 429, headers: { 'retry-after': '30' } });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    const reply = await gateway.ask({});
    expect(reply.status).toBe(429);
    expect(reply.headers).toMatchObject({ 'retry-after': '30', 'x-riad-error': 'upstream.rate_limited' });
    expect(upstream.requests).toHaveLength(1);
  });

  test('a request that the upstream refuses is not tried again', async () => {
    const upstream = await serve({ status: 422, pieces: ['{"detail":[{"loc":["body","tools"],"msg":"no"}]}'] });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    const reply = await gateway.ask({});
    expect(reply.json()).toMatchObject({ error: { param: 'tools' } });
    expect(reply.status).toBe(400);
    expect(upstream.requests).toHaveLength(1);
  });

  test('retries stay a tenth of the requests', async () => {
    const upstream = await serve({ status: 429, headers: { 'retry-after': '0' } });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    for (let count = 0; count < 20; count++) await gateway.ask({});
    // Three to begin with, and one for ten requests.
    expect(upstream.requests.length - 20).toBeLessThanOrEqual(5);
    expect(upstream.requests.length - 20).toBeGreaterThanOrEqual(3);
  });

  test('an idle connection that the server has closed is replaced without costing a try', async () => {
    const upstream = await serve(good);
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    await gateway.ask({});
    upstream.answer({ ending: 'cut-before-head' }, good);
    const reply = await gateway.ask({});
    expect(reply.text()).toBe(answer);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', tries: 1 });
  });

  test('a server that is slow to begin is waited for, one that says nothing is given up', async () => {
    const upstream = await serve({ headAfterMs: 300, bodyAfterMs: 300, ...good }, { ending: 'hang-before-head' });
    gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
    expect((await gateway.ask({})).text()).toBe(answer);
    const reply = await gateway.ask({});
    expect(reply.status).toBe(504);
    expect(reply.headers['x-riad-error']).toBe('upstream.timeout');
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('fallback', () => {
  const inCountry = (id: string, country: string) => ({ id, country, contract: 'C-1' });

  test('the next target answers, and its record is durable before it is asked', async () => {
    const broken = await serve({ status: 500 });
    const working = await serve(good);
    gateway = gatewayWith({}, [
      upstreamAt(broken.url, inCountry('first', 'FR')),
      upstreamAt(working.url, inCountry('second', 'FR')),
    ]);
    const reply = await gateway.ask({});
    expect(reply.text()).toBe(answer);
    expect(reply.headers).toMatchObject({ 'x-riad-target': 'second; FR', 'x-riad-record': 'rec_test-0' });
    expect(gateway.ledger.entries).toMatchObject([
      { type: 'request.open', facts: { target: 'first', location: 'FR' } },
      { type: 'request.fallback', facts: { target: 'second', opened: 'rec_test-0' } },
      { type: 'request.close', facts: { target: 'second', tries: 3 } },
    ]);
  });

  test.each([
    ['from a machine of the organisation to a country', { id: 'first' }, inCountry('second', 'FR')],
    ['from one country to another', inCountry('first', 'FR'), inCountry('second', 'US')],
  ])('never lowers the protection: not %s', async (_name, first, second) => {
    const broken = await serve({ status: 503 });
    const working = await serve(good);
    gateway = gatewayWith({}, [upstreamAt(broken.url, first), upstreamAt(working.url, second)]);
    const reply = await gateway.ask({});
    expect(reply.status).toBe(502);
    expect(working.requests).toHaveLength(0);
  });

  test('an upstream that nobody listens at is unreachable', async () => {
    const gone = await serve();
    await gone.close();
    servers.splice(0);
    gateway = gatewayWith({}, [upstreamAt(gone.url)]);
    const reply = await gateway.ask({});
    expect(reply.headers['x-riad-error']).toBe('upstream.unreachable');
    expect(reply.json()['message']).toBe('other cannot be reached (ECONNREFUSED)');
  });
});

test('a model that keeps failing is left alone, and the client is told when to come back', async () => {
  const upstream = await serve({ status: 500 });
  gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
  for (let count = 0; count < 5; count++) await gateway.ask({});
  const before = upstream.requests.length;
  const reply = await gateway.ask({});
  expect(upstream.requests).toHaveLength(before);
  expect(reply.status).toBe(503);
  expect(reply.headers).toMatchObject({ 'x-riad-error': 'upstream.breaker_open', 'retry-after': '5' });
});

test('an upstream is not given more requests than it can take up', async () => {
  const upstream = await serve({ ending: 'hang-before-head' });
  gateway = gatewayWith({}, [upstreamAt(upstream.url, { connections: 1 })]);
  const waiting = [gateway.send({}), gateway.send({})];
  await upstream.nextRequest();
  const reply = await gateway.ask({});
  expect(reply.headers['x-riad-error']).toBe('upstream.busy');
  for (const other of waiting) other.leave();
});

test('egress is asked before a request leaves and again with the address that its name leads to', async () => {
  const upstream = await serve(good);
  const asked: (string | undefined)[] = [];
  const url = upstream.url.replace('127.0.0.1', 'localhost');
  const open = upstreamAt(url, { country: 'FR', contract: 'C-1' }, ({ purpose, address }) => {
    expect(purpose).toBe('upstream:other');
    asked.push(address);
    if (address !== undefined) throw new PlatformError('egress.refused', 'not there');
  });
  gateway = gatewayWith({}, [open]);
  const reply = await gateway.ask({});
  expect(reply.headers['x-riad-error']).toBe('egress.refused');
  expect(asked[0]).toBeUndefined();
  expect(asked[1]).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(upstream.requests).toHaveLength(0);
});

test('the upstream gets its own key and nothing of the client’s headers', async () => {
  const upstream = await serve(good);
  gateway = gatewayWith({}, [upstreamAt(upstream.url)]);
  await gateway.ask({});
  const [request] = upstream.requests;
  expect(request?.path).toBe('/v1/chat/completions');
  expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual(
    ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host', 'user-agent'].toSorted(),
  );
  expect(request?.headers.authorization).toBe('Bearer upstream-key');
});
