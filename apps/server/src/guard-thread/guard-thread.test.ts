import { createGuard } from '@riad/guard';
import { afterEach, expect, test } from 'vitest';

import { createGuardThread, type GuardThread } from './guard-thread.ts';

let thread: GuardThread;
afterEach(() => thread.close());

const dying = new URL('dying-worker.fixture.ts', import.meta.url);

function read(texts: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => thread.inspect(texts, { onFindings: resolve, onError: reject }));
}

test('what it finds in a long text is what the guard finds', async () => {
  thread = createGuardThread();
  const text = `${'Le dossier est complet. '.repeat(20_000)}CIN AB123456, tél. 06 61 22 33 44`;
  expect(await read([text])).toEqual(createGuard().inspect([text]));
});

test('R2: a thread that is killed fails the request it was reading, and the next gets another thread', async () => {
  thread = createGuardThread(dying);
  const all = [read(['die']), read(['die again'])];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('R2: a thread that never answers is ended, and the request fails', async () => {
  thread = createGuardThread(dying, 50);
  await expect(read(['wait'])).rejects.toThrow('has ended');
});

test('R2: more than it can take up is refused at once', async () => {
  thread = createGuardThread(dying);
  const waiting = Array.from({ length: 70 }, () => read(['wait']));
  const outcomes = Promise.allSettled(waiting);
  await expect(waiting.at(-1)).rejects.toMatchObject({ code: 'guard.failed' });
  await thread.close();
  expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
});
