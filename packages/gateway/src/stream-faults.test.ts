import {
  chatAnswer,
  chatEvents,
  cutEvery,
  startFaultyUpstream,
  type FaultyUpstream,
  type UpstreamScript,
} from '@riad/testkit';
import { afterEach, describe, expect, test } from 'vitest';

import { chat, gatewayWith, upstreamAt, type FakeReply, type TestGateway } from './test-support/gateway-with.ts';

let server: FaultyUpstream;
let gateway: TestGateway;
afterEach(async () => {
  await gateway.close();
  await server.close();
});

async function connect(...scripts: readonly UpstreamScript[]): Promise<void> {
  server = await startFaultyUpstream(...scripts);
  gateway = gatewayWith({}, [upstreamAt(server.url)]);
}

const streamed = { ...chat, stream: true };
const json = { 'content-type': 'application/json' };
const events = chatEvents();
const clean = chatEvents({ usage: false }).join('');

/** What both vendors' clients need to see at the end of a stream that broke. */
function errorOf(reply: FakeReply): { readonly code: unknown; readonly finish: unknown } {
  const last = reply.text().trimEnd().split('\n\n').at(-1) ?? '';
  const chunk = JSON.parse(last.replace(/^data: /, '')) as {
    error: { code: string };
    choices: { finish_reason: string }[];
  };
  expect(reply.text()).not.toContain('[DONE]');
  expect(chunk).toMatchObject({ id: expect.any(String), object: 'chat.completion.chunk', model: 'm' });
  return { code: chunk.error.code, finish: chunk.choices[0]?.finish_reason };
}

describe('a stream reaches the client whole', () => {
  test.each([1, 2, 3, 5, 64])('cut every %i bytes, through characters and line ends', async (size) => {
    await connect({ pieces: cutEvery(size, events.join('')) });
    const reply = await gateway.ask({ body: streamed });
    expect(reply.text()).toBe(clean);
    expect(gateway.usage).toMatchObject([{ promptTokens: 11, completionTokens: 7, estimated: false, failed: false }]);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', promptTokens: 11, completionTokens: 7 });
  });

  test('several events in one read', async () => {
    await connect({ pieces: [events.join('')] });
    expect((await gateway.ask({ body: streamed })).text()).toBe(clean);
  });

  test('carriage returns, comments and event lines', async () => {
    const crlf = chatEvents({ usage: false, lineEnd: '\r\n' });
    const noisy = [': hello\r\n\r\n', ...crlf.flatMap((event) => [`event: message\r\n${event}`, ': ping\n\n'])];
    await connect({ pieces: cutEvery(7, noisy.join('')) });
    const reply = await gateway.ask({ body: streamed });
    const data = reply.text().match(/^data: .*$/gm);
    expect(data).toEqual(clean.match(/^data: .*$/gm));
  });

  test('without [DONE], when every answer has its finish, it is ended for the server', async () => {
    await connect({ pieces: chatEvents({ done: false, usage: false }) });
    const reply = await gateway.ask({ body: streamed });
    expect(reply.text()).toBe(clean);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', estimated: true, completionTokens: 6 });
  });

  test('a connection that is cut after the finish takes nothing away', async () => {
    await connect({ pieces: chatEvents({ done: false, usage: false }), ending: 'cut' });
    const reply = await gateway.ask({ body: streamed });
    expect(reply.text()).toBe(clean);
  });

  test('a server that says [DONE] and keeps the connection does not keep the client', async () => {
    await connect({ pieces: events, ending: 'hang' });
    const reply = await gateway.ask({ body: streamed });
    expect(reply.text()).toBe(clean);
    await server.nextAbort();
  });

  test('use that the client asked for stays in its stream, and Mistral’s client always gets it', async () => {
    await connect({ pieces: events });
    const asked = await gateway.ask({ body: { ...streamed, stream_options: { include_usage: true } } });
    expect(asked.text()).toBe(events.join(''));
    expect((await gateway.ask({ body: streamed, dialect: 'mistral' })).text()).toBe(events.join(''));
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      ...streamed,
      model: 'm-real',
      stream_options: { include_usage: true },
    });
  });
});

describe('a stream that breaks says so', () => {
  test.each([
    ['the connection is cut in the middle of an event', { ending: 'cut' as const, half: true }],
    ['the answer ends in the middle of an event', { ending: 'end' as const, half: true }],
    ['the answer ends without a finish', { ending: 'end' as const, half: false }],
    ['the server falls silent', { ending: 'hang' as const, half: false }],
  ])('%s', async (_name, { ending, half }) => {
    const pieces = [...events.slice(0, 3), ...(half ? [events[3]?.slice(0, 40) ?? ''] : [])];
    await connect({ pieces, ending });
    const reply = await gateway.ask({ body: streamed });
    expect(errorOf(reply)).toEqual({ code: 'upstream.truncated', finish: 'error' });
    expect(reply.text().startsWith(events.slice(0, 3).join(''))).toBe(true);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'upstream.truncated', estimated: true });
    expect(server.requests).toHaveLength(1);
  });

  test('an error of the server within the stream is told in our words, not in its own', async () => {
    await connect({
      pieces: [events[0] ?? '', 'data: {"error":{"message":"CUDA at 10.0.0.7"}}\n\n', 'data: [DONE]\n\n'],
    });
    const reply = await gateway.ask({ body: streamed });
    expect(errorOf(reply)).toEqual({ code: 'upstream.failed', finish: 'error' });
    expect(reply.text()).not.toContain('CUDA');
  });

  test('an event without an end is given up before it fills the memory', async () => {
    await connect({ pieces: [events[0] ?? '', ...Array.from({ length: 140 }, () => Buffer.alloc(65_536, 'x'))] });
    const reply = await gateway.ask({ body: streamed });
    expect(errorOf(reply)).toEqual({ code: 'upstream.failed', finish: 'error' });
  });
});

describe('an answer that is not streamed', () => {
  test('goes out in one piece with its length', async () => {
    const answer = chatAnswer();
    await connect({ headers: json, pieces: cutEvery(3, answer) });
    const reply = await gateway.ask({});
    expect(reply.chunks).toHaveLength(1);
    expect(reply.text()).toBe(answer);
    expect(reply.headers).toMatchObject({
      'content-length': String(Buffer.byteLength(answer)),
      'x-riad-record': 'rec_test-0',
      'x-riad-target': 'other; local',
      'x-riad-guard': 'none',
    });
    expect(gateway.usage).toMatchObject([{ promptTokens: 11, completionTokens: 7, target: 'other' }]);
  });

  test('that is cut is asked for again, because the client has seen nothing yet', async () => {
    const answer = chatAnswer();
    await connect({ headers: json, pieces: [answer.slice(0, 30)], ending: 'cut' }, { headers: json, pieces: [answer] });
    const reply = await gateway.ask({});
    expect(reply.text()).toBe(answer);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', tries: 2 });
  });

  test('of ten megabytes passes through without being kept, and its use is still read', async () => {
    const filler = `"${'x'.repeat(10 * 1024 * 1024)}"`;
    const answer = `{"filler":${filler},"usage":{"prompt_tokens":4,"completion_tokens":0}}`;
    await connect({ headers: json, pieces: [answer] });
    const reply = await gateway.ask({});
    expect(reply.text()).toHaveLength(answer.length);
    expect(reply.chunks.length).toBeGreaterThan(1);
    expect(gateway.usage).toMatchObject([{ promptTokens: 4, estimated: false }]);
  });

  test('that breaks off after its beginning was sent cuts the client’s connection: half a document is no answer', async () => {
    await connect({ headers: json, pieces: [`{"filler":"${'x'.repeat(600_000)}`], ending: 'cut' });
    const reply = await gateway.ask({});
    expect(reply.destroyed).toBe(true);
    expect(gateway.ledger.closing()).toMatchObject({ outcome: 'upstream.truncated' });
  });
});
