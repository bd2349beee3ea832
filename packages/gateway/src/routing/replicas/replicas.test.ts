import { localLocation, modelName } from '@riad/contracts';
import { describe, expect, test } from 'vitest';

import { scanJson } from '../../json/scan.ts';
import type { Target } from '../../steps/decide.ts';
import type { ParsedRequest } from '../../steps/parse.ts';
import type { GuardedRequest, Upstream, UpstreamSink } from '../../upstreams/upstream.ts';
import { prefixBlocks } from './prefix-blocks.ts';
import { createReplicas } from './replicas.ts';

const model = modelName('m');

/** A server that answers when the test says so. */
function serverCalled(id: string, location: Upstream['location'] = localLocation) {
  const sinks: UpstreamSink[] = [];
  const upstream: Upstream = {
    id,
    location,
    cards: () => [],
    targetName: () => 'm',
    available: () => true,
    start(_request, sink) {
      sinks.push(sink);
      return { abort() {}, pause() {}, resume() {}, produced: () => 10 };
    },
    close: async () => undefined,
  };
  return { upstream, sinks };
}

function requestSaying(text: string): ParsedRequest {
  const body = { messages: [{ role: 'user', content: text }] };
  const raw = Buffer.from(JSON.stringify(body));
  return { model, stream: true, raw, members: scanJson(raw).members, body, texts: [text] };
}

function houseOf(...servers: { readonly upstream: Upstream }[]) {
  const replicas = createReplicas();
  const targets = servers.map(({ upstream }) => ({ upstream, verdict: { action: 'allow' } }) as unknown as Target);
  const sink: UpstreamSink = { onHead() {}, onData() {}, onEnd() {}, onError() {} };
  return {
    place: (text: string, scope = 'org/project/1') => replicas.place(targets, requestSaying(text), scope),
    send(text: string, scope = 'org/project/1') {
      const { targets: ordered, work } = this.place(text, scope);
      const upstream = ordered[0]?.upstream;
      if (upstream === undefined || work === undefined) throw new Error('nothing to choose');
      const request = { model } as unknown as GuardedRequest;
      const call = replicas.start(upstream, request, { sink, work });
      return { id: upstream.id, call };
    },
  };
}

const contract = 'Le présent règlement fixe les conditions. '.repeat(400);

describe('among servers of one model', () => {
  test('a conversation returns to the server that has read it', () => {
    const [a, b] = [serverCalled('a'), serverCalled('b')];
    const house = houseOf(a, b);
    expect(house.send(contract).id).toBe('a');
    expect(house.send(`Autre texte. ${contract}`).id).toBe('b');
    for (const server of [a, b]) {
      server.sinks[0]?.onData(Buffer.from('x'));
      server.sinks[0]?.onEnd({});
    }
    expect(house.send(`${contract} Et ensuite ?`).id).toBe('a');
    expect(house.send(`Autre texte. ${contract} Et ensuite ?`).id).toBe('b');
  });

  test('what waits at one server sends new work to the other, even away from what was read', () => {
    const [a, b] = [serverCalled('a'), serverCalled('b')];
    const house = houseOf(a, b);
    house.send(contract);
    const ids = Array.from({ length: 12 }, (_, index) => house.send(`${index} ${contract}`).id);
    expect(ids.filter((id) => id === 'a').length).toBeGreaterThanOrEqual(5);
    expect(ids.filter((id) => id === 'b').length).toBeGreaterThanOrEqual(5);
  });

  test('a client that leaves takes its work along', () => {
    const [a, b] = [serverCalled('a'), serverCalled('b')];
    const house = houseOf(a, b);
    const left = house.send(contract);
    expect(left.id).toBe('a');
    left.call.abort();
    expect(house.send(`Nouveau. ${contract}`).id).toBe('a');
  });

  test('a server that refuses at once is not thought busy', () => {
    const [a, b] = [serverCalled('a'), serverCalled('b')];
    const house = houseOf(
      {
        upstream: {
          ...a.upstream,
          start: () => {
            throw new Error('busy');
          },
        },
      },
      b,
    );
    expect(() => house.send(contract)).toThrow('busy');
    expect(house.place(`Nouveau. ${contract}`).targets[0]?.upstream.id).toBe('a');
  });

  test('another place is never put before the first one', () => {
    const remote = serverCalled('far', { kind: 'remote', country: 'FR' });
    const house = houseOf(serverCalled('a'), remote);
    expect(house.place(contract)).toMatchObject({ work: undefined });
    expect(house.place(contract).targets.map(({ upstream }) => upstream.id)).toEqual(['a', 'far']);
  });
});

test('equal beginnings of different tenants have nothing in common', () => {
  const parts = [Buffer.from(contract)];
  const one = prefixBlocks('org-a/p/1', parts);
  expect(one).toEqual(prefixBlocks('org-a/p/1', parts));
  expect(one.length).toBe(Math.floor(Buffer.byteLength(contract) / 256));
  const others = new Set(prefixBlocks('org-b/p/1', parts));
  expect(one.some((block) => others.has(block))).toBe(false);
});

test('one changed byte changes every block from there on, and none before', () => {
  const bytes = Buffer.from(contract);
  const changed = Buffer.from(bytes);
  changed[1000] = 0x58;
  const [before, after] = [prefixBlocks('s', [bytes]), prefixBlocks('s', [changed])];
  expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  expect(after.slice(3).some((block, index) => block === before[index + 3])).toBe(false);
});
