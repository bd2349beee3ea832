import { localLocation, modelName } from '@riad/contracts';
import { describe, expect, test } from 'vitest';

import { scanJson } from '../../json/scan.ts';
import type { Target } from '../../steps/decide.ts';
import type { ParsedRequest } from '../../steps/parse.ts';
import type { Upstream } from '../../upstreams/upstream.ts';
import { prefixBlocks } from './prefix-blocks.ts';
import { createReplicas } from './replicas.ts';

const model = modelName('m');

function serverCalled(id: string, location: Upstream['location'] = localLocation): Upstream {
  const start = () => expect.unreachable('only placed here');
  return {
    id,
    location,
    cards: () => [],
    targetName: () => 'm',
    available: () => true,
    start,
    close: async () => undefined,
  };
}

function requestSaying(text: string): ParsedRequest {
  const body = { messages: [{ role: 'user', content: text }] };
  const raw = Buffer.from(JSON.stringify(body));
  return { model, stream: true, raw, members: scanJson(raw).members, body, texts: [text] };
}

function houseOf(...servers: Upstream[]) {
  const replicas = createReplicas();
  const targets = servers.map((upstream) => ({ upstream, verdict: { action: 'allow' } }) as unknown as Target);
  return {
    place(text: string) {
      const { targets: ordered, course } = replicas.place(targets, requestSaying(text), 'org/project/1');
      return { ids: ordered.map(({ upstream }) => upstream.id), course };
    },
  };
}

const contract = 'Le présent règlement fixe les conditions. '.repeat(400);

describe('among servers of one model', () => {
  test('a conversation returns to the server that has read it', () => {
    const house = houseOf(serverCalled('a'), serverCalled('b'));
    const first = house.place(contract);
    const second = house.place(`Autre texte. ${contract}`);
    expect([first.ids[0], second.ids[0]]).toEqual(['a', 'b']);
    for (const { course } of [first, second]) {
      course?.firstByte();
      course?.end();
    }
    expect(house.place(`${contract} Et ensuite ?`).ids[0]).toBe('a');
    expect(house.place(`Autre texte. ${contract} Et ensuite ?`).ids[0]).toBe('b');
  });

  test('what waits at one server sends new work to the other', () => {
    const house = houseOf(serverCalled('a'), serverCalled('b'));
    const ids = Array.from({ length: 12 }, (_, index) => house.place(`${index} ${contract}`).ids[0]);
    expect(ids.filter((id) => id === 'a')).toHaveLength(6);
  });

  test('a request that ends takes its work along, wherever it was sent in the end', () => {
    const [a, b] = [serverCalled('a'), serverCalled('b')];
    const house = houseOf(a, b);
    const { ids, course } = house.place(contract);
    expect(ids[0]).toBe('a');
    course?.sentTo(b);
    expect(house.place(`Nouveau. ${contract}`).ids[0]).toBe('a');
    course?.end();
    expect(house.place(`Encore. ${contract}`).ids[0]).toBe('b');
  });

  test('another place is never put before the first one', () => {
    const house = houseOf(serverCalled('a'), serverCalled('far', { kind: 'remote', country: 'FR' }));
    expect(house.place(contract)).toEqual({ ids: ['a', 'far'], course: undefined });
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

test('a prompt of many megabytes is told apart by its first one', () => {
  expect(prefixBlocks('s', [Buffer.alloc(8 * 1024 * 1024, 'a')])).toHaveLength(4096);
});
