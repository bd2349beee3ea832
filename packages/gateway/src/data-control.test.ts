import { createGuard, defaultPolicy } from '@riad/guard';
import {
  chatAnswer,
  chatEvents,
  cutEvery,
  startFaultyUpstream,
  type FaultyUpstream,
  type ReceivedRequest,
} from '@riad/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { GatewayPorts } from './gateway-ports.ts';
import { gatewayWith, upstreamAt, type TestGateway } from './test-support/gateway-with.ts';
import type { UpstreamKind } from './upstreams/http/adapt-body.ts';

const guard = createGuard();
const far = { id: 'far', country: 'FR', contract: 'C-1' };
const cin = 'BK654321';
const phone = '06 61 22 33 44';
const person = 'Khadija Benani';
const arabicPerson = 'يوسف العلوي';
const planted = `Mme ${person}, CIN ${cin}, tél. ${phone}. السيد ${arabicPerson} مزداد بالرباط.`;
const values = ['Khadija', 'Benani', cin, '61 22 33', 'يوسف', 'العلوي'];

let server: FaultyUpstream;
let gateway: TestGateway;
beforeEach(async () => {
  server = await startFaultyUpstream(repeatWhole);
});
afterEach(async () => {
  await gateway.close();
  await server.close();
});

function guarded(overrides: Partial<GatewayPorts> = {}): Partial<GatewayPorts> {
  return { inspect: (texts) => guard.inspect(texts), policy: () => defaultPolicy, ...overrides };
}

function openRemote(kind: UpstreamKind = 'openai-compatible', overrides: Partial<GatewayPorts> = {}): TestGateway {
  gateway = gatewayWith(guarded(overrides), [upstreamAt(server.url, { ...far, kind })]);
  return gateway;
}

function lastQuestion(body: string): string {
  const { messages = [] } = JSON.parse(body) as { messages?: { role: string; content: string }[] };
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

/** A model that says what it was told. */
function repeatWhole({ body }: ReceivedRequest) {
  return { headers: { 'content-type': 'application/json' }, pieces: [chatAnswer({ texts: [lastQuestion(body)] })] };
}

function repeatStreamed(characters: number, bytes: number) {
  return ({ body }: ReceivedRequest) => {
    const texts = lastQuestion(body).match(new RegExp(`[\\s\\S]{1,${characters}}`, 'gu')) ?? [];
    return { pieces: cutEvery(bytes, chatEvents({ texts }).join('')) };
  };
}

function ask(content: string, more: object = {}) {
  return gateway.ask({ body: { model: 'm', messages: [{ role: 'user', content }], ...more } });
}

function contentOf(stream: string): string {
  return stream
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)) as { choices: { delta?: { content?: string } }[] })
    .map(({ choices }) => choices[0]?.delta?.content ?? '')
    .join('');
}

test('the remote model sees surrogates, the client the values, whole', async () => {
  openRemote();
  const reply = await ask(planted);
  const sent = server.requests[0]?.body ?? '';
  for (const value of values) expect(sent).not.toContain(value);
  expect(reply.json()).toMatchObject({ choices: [{ message: { content: planted } }] });
  expect(reply.headers['x-riad-guard']).toBe('pseudonymise=4');
  expect(gateway.ledger.closing()).toMatchObject({ outcome: 'ok', restored: 4, unknownSurrogates: 0 });
});

test.each([
  [1, 1],
  [2, 3],
  [5, 17],
  [40, 64],
])('streamed, with %i characters an event and %i bytes a read', async (characters, bytes) => {
  server.answer(repeatStreamed(characters, bytes));
  openRemote();
  const reply = await ask(planted, { stream: true });
  expect(contentOf(reply.text())).toBe(planted);
  expect(reply.text().endsWith('data: [DONE]\n\n')).toBe(true);
});
