import { chatAnswer, startFaultyUpstream, type FaultyUpstream } from '@riad/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { apply } from '../../steps/apply.ts';
import { parse } from '../../steps/parse.ts';
import {
  callerWith,
  chat,
  conversationsWith,
  FakeReply,
  gatewayWith,
  testPolicy,
  upstreamAt,
  type TestGateway,
} from '../../test-support/gateway-with.ts';
import type { Operation } from '../upstream.ts';
import type { UpstreamKind } from './adapt-body.ts';

let server: FaultyUpstream;
let gateway: TestGateway | undefined;
beforeEach(async () => {
  server = await startFaultyUpstream({ headers: { 'content-type': 'application/json' }, pieces: [chatAnswer()] });
});
afterEach(async () => {
  await gateway?.close();
  await server.close();
});

const body = { ...chat, prompt: 'a', input: 'a', tokens: [1] };

test.each<[UpstreamKind, Operation, string]>([
  ['openai-compatible', 'completion', '/v1/completions'],
  ['openai-compatible', 'embedding', '/v1/embeddings'],
  ['mistral', 'fim', '/v1/fim/completions'],
  ['vllm', 'tokenize', '/tokenize'],
  ['vllm', 'detokenize', '/detokenize'],
  ['llama-server', 'chat', '/v1/chat/completions'],
  ['llama-server', 'embedding', '/v1/embeddings'],
])('%s serves %s at %s', async (kind, operation, path) => {
  gateway = gatewayWith({}, [upstreamAt(server.url, { kind })]);
  expect((await gateway.ask({ operation, body })).status).toBe(200);
  expect(server.requests.map((request) => request.path)).toEqual([path]);
});

test.each<[UpstreamKind, Operation]>([
  ['openai-compatible', 'fim'],
  ['mistral', 'completion'],
  ['mistral', 'tokenize'],
])('%s is not asked for %s, which it does not offer', async (kind, operation) => {
  gateway = gatewayWith({}, [upstreamAt(server.url, { kind })]);
  const reply = await gateway.ask({ operation, body });
  expect(reply.headers['x-riad-error']).toBe('model.not_capable');
  expect(server.requests).toHaveLength(0);
});

test('a request that was guarded for one location is taken by no upstream elsewhere', async () => {
  const near = upstreamAt(server.url);
  const far = upstreamAt(server.url, { id: 'far', country: 'FR', contract: 'C-1' });
  gateway = gatewayWith({}, [near, far]);
  const exchange = {
    id: 'req_1' as never,
    operation: 'chat' as const,
    dialect: 'openai' as const,
    identity: { caller: callerWith() },
    body: Buffer.from(JSON.stringify(chat)),
    reply: new FakeReply(),
  };
  const parsed = parse(exchange, () => 'm' as never);
  const verdict = { location: near.location, action: 'allow' as const, rule: null, actions: [] };
  const input = { exchange, parsed, caller: callerWith(), policy: testPolicy, findings: [] };
  const sink = { onHead() {}, onData() {}, onEnd() {}, onError() {} };
  apply(
    { ...input, conversations: conversationsWith() },
    { upstream: near, verdict },
    {
      onReady: ({ request }) =>
        expect(() => far.start(request, sink)).toThrow(expect.objectContaining({ code: 'guard.failed' })),
      onError: (error) => expect.unreachable(error.message),
    },
  );
  expect.assertions(2);
  expect(server.requests).toHaveLength(0);
});
