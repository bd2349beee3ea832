import { expect, test } from 'vitest';

import { FairQueue, type Waiting } from './fair-queue.ts';

interface Named extends Waiting {
  readonly name: string;
}

const item = (name: string, tenant: string, priority: Waiting['priority'] = 'interactive'): Named => ({
  name,
  tenant,
  priority,
});

function order(queue: FairQueue<Named>, cost: number): string[] {
  const taken: string[] = [];
  for (let next = queue.take(() => true); next !== undefined; next = queue.take(() => true)) {
    taken.push(next.name);
    queue.charge(next.tenant, cost);
  }
  return taken;
}

test('a tenant with one request does not wait behind a hundred of another', () => {
  const queue = new FairQueue<Named>();
  for (let index = 0; index < 100; index++) queue.push(item(`a${index}`, 'a'));
  queue.push(item('b0', 'b'));
  expect(order(queue, 10).indexOf('b0')).toBe(1);
});

test('tenants share the machine by the time they use, not by how many requests they send', () => {
  const queue = new FairQueue<Named>();
  for (let index = 0; index < 30; index++) for (const tenant of ['a', 'b']) queue.push(item(tenant, tenant));
  let cheap = 0;
  for (let turn = 0; turn < 20; turn++) {
    const next = queue.take(() => true);
    if (next === undefined) break;
    if (next.tenant === 'b') cheap++;
    queue.charge(next.tenant, next.tenant === 'a' ? 30 : 10);
  }
  expect(cheap).toBeGreaterThanOrEqual(14);
});

test('background work waits for everybody who sits before a screen', () => {
  const queue = new FairQueue<Named>();
  queue.push(item('batch', 'a', 'background'));
  queue.push(item('person', 'b'));
  expect(order(queue, 1)).toEqual(['person', 'batch']);
});

test('who comes late starts level with the others: being away is no credit', () => {
  const queue = new FairQueue<Named>();
  for (let index = 0; index < 4; index++) queue.push(item(`a${index}`, 'a'));
  for (let turn = 0; turn < 2; turn++) queue.charge(queue.take(() => true)?.tenant ?? '', 100);
  for (let index = 0; index < 4; index++) queue.push(item(`b${index}`, 'b'));
  expect(order(queue, 100).filter((name) => name.startsWith('b')).length).toBe(4);
  queue.push(item('c', 'c'));
  queue.push(item('a', 'a'));
  expect(queue.take(() => true)?.name).toBe('c');
});

test('what may not go yet is passed over and keeps its place', () => {
  const queue = new FairQueue<Named>();
  queue.push(item('first', 'a'));
  queue.push(item('second', 'a'));
  expect(queue.take(({ name }) => name !== 'first')?.name).toBe('second');
  expect(queue.take(() => true)?.name).toBe('first');
});
