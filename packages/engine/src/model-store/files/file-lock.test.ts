import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { acquireFileLock } from './file-lock.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riad-lock-'));
  path = join(folder, 'model.lock');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a lock lets one in at a time, and leaves nothing behind', async () => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await acquireFileLock(path);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(setImmediate);
      inside -= 1;
      await lock.release();
    }),
  );
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('whoever waits is told once and can give up', async () => {
  const lock = await acquireFileLock(path);
  const stop = new AbortController();
  let told = 0;
  const waiting = acquireFileLock(path, {
    signal: stop.signal,
    onWait() {
      told += 1;
      stop.abort();
    },
  });
  await expect(waiting).rejects.toThrow(/abort/i);
  expect(told).toBe(1);
  await lock.release();
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 - 1, started: '1', id: 'a' })],
  ['an earlier process with the number of a living one', JSON.stringify({ pid: process.ppid, started: '1', id: 'a' })],
  ['an earlier life of this process number', JSON.stringify({ pid: process.pid, started: '1', id: 'a' })],
  ['nobody, as it is broken', 'no lock'],
])('the lock of %s is taken over', async (_, content) => {
  await writeFile(path, content);
  const lock = await acquireFileLock(path);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test('the lock of a living process is respected', async () => {
  const parent = await readFile(`/proc/${process.ppid}/stat`, 'utf8');
  const started = parent.slice(parent.lastIndexOf(')') + 2).split(' ')[19];
  await writeFile(path, `{"pid":${process.ppid},"started":"${started}","id":"a"}`);
  const stop = new AbortController();
  await expect(acquireFileLock(path, { signal: stop.signal, onWait: () => stop.abort() })).rejects.toThrow(/abort/i);
});
