import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import {
  modelName,
  settingsSchema,
  systemClock,
  type PlatformError,
  type TokenUsage,
  type UpstreamSettings,
} from '@riad/contracts';
import { afterEach, expect, test } from 'vitest';

import { scanJson } from '../../json/scan.ts';
import type { GuardedRequest, Upstream } from '../upstream.ts';
import { createHttpUpstream } from './http-upstream.ts';

let server: Server | undefined;
let upstream: Upstream | undefined;
afterEach(async () => {
  await upstream?.close();
  server?.closeAllConnections();
  server?.close();
});

const chunk = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const usageEvent = `data: ${JSON.stringify({ id: 'x', choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } })}\n\n`;
const whole = `${chunk('مرحبا')}${chunk('!', 'stop')}${usageEvent}data: [DONE]\n\n`;

async function ask(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  body: Record<string, unknown>,
  kind: UpstreamSettings['kind'] = 'openai-compatible',
): Promise<{ data: string; usage: TokenUsage | undefined; error: PlatformError | undefined; sent: string }> {
  let sent = '';
  const listening = createServer((request, response) => void receive(request, response));
  server = listening;
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    sent = await text(request);
    answer(request, response, sent);
  }
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const [settings] = settingsSchema.parse({
    upstreams: [
      {
        id: 'u',
        kind,
        url: `http://127.0.0.1:${port}/v1`,
        country: 'local',
        models: [{ id: 'm', upstream: 'm-real' }],
      },
    ],
  }).upstreams;
  upstream = createHttpUpstream({
    settings: settings as UpstreamSettings,
    egress: { assertAllowed() {} },
    clock: systemClock,
    key: 'secret',
  });
  const raw = Buffer.from(JSON.stringify({ model: 'm', ...body }));
  const request = {
    operation: 'chat',
    model: modelName('m'),
    targetModel: 'm-real',
    stream: body['stream'] === true,
    raw,
    members: scanJson(raw).members,
    body: JSON.parse(raw.toString()) as Record<string, unknown>,
  } as unknown as GuardedRequest;
  const used = upstream;
  return new Promise((resolve) => {
    let data = '';
    used.start(request, {
      onHead() {},
      onData: (bytes) => {
        data += bytes.toString('utf8');
      },
      onEnd: ({ usage }) => resolve({ data, usage, error: undefined, sent }),
      onError: (error) => resolve({ data, usage: undefined, error, sent }),
    });
  });
}

test('a stream passes on unchanged wherever it is cut, and the usage asked for on the client’s behalf stays here', async () => {
  for (const size of [1, 2, 3, 7, 64, 4096]) {
    const result = await ask(
      (_request, response) => {
        const bytes = Buffer.from(whole);
        for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
        response.end();
      },
      { stream: true, messages: [] },
    );
    expect(result.data).toBe(whole.replace(usageEvent, ''));
    expect(result.usage).toMatchObject({ promptTokens: 3, completionTokens: 2 });
    expect(JSON.parse(result.sent)).toMatchObject({ model: 'm-real', stream_options: { include_usage: true } });
  }
});

test('a stream that dies before its end is said to be truncated, never done', async () => {
  const result = await ask(
    (_request, response) => {
      response.write(chunk('a'));
      setTimeout(() => response.destroy(), 20);
    },
    { stream: true, messages: [] },
  );
  expect(result.error?.code).toMatch(/^upstream\.(unreachable|truncated)$/);
  expect(result.data).not.toContain('[DONE]');
  const quiet = await ask((_request, response) => response.end(chunk('a')), { stream: true, messages: [] });
  expect(quiet.error?.code).toBe('upstream.truncated');
});

test('Mistral gets its own field names and none that it refuses', async () => {
  const result = await ask(
    (_request, response) => response.end('{"usage":{"prompt_tokens":1,"completion_tokens":1}}'),
    { seed: 7, max_completion_tokens: 5, user: 'u', store: true, messages: [] },
    'mistral',
  );
  expect(JSON.parse(result.sent)).toEqual({ model: 'm-real', random_seed: 7, max_tokens: 5, messages: [] });
  expect(result.usage).toMatchObject({ promptTokens: 1 });
});

test.each([
  [429, 'upstream.rate_limited'],
  [500, 'upstream.unreachable'],
  [401, 'upstream.rejected'],
])('a refusal with %i is told as %s, without the upstream’s own words', async (status, code) => {
  const result = await ask(
    (_request, response) =>
      response.writeHead(status, { 'retry-after': '7' }).end('{"message":"you sent: SECRET TEXT"}'),
    { messages: [] },
  );
  expect(result.error?.code).toBe(code);
  expect(result.error?.message).not.toContain('SECRET');
});
