import type { Clock } from '@riad/contracts';
import { expect, test } from 'vitest';

import { decodeLeaf, recordIndex } from './record.ts';
import { createLedgerWriter, type LedgerWriterOptions, type LogStorage } from './writer.ts';

interface FakeStorage extends LogStorage {
  readonly text: () => string;
  failWrite: boolean;
  /** Ends the running sync. */
  finishSync(error?: Error): void;
  readonly syncs: () => number;
}

function fakeStorage(): FakeStorage {
  let text = '';
  let done: ((error: unknown) => void) | undefined;
  let syncs = 0;
  return {
    failWrite: false,
    text: () => text,
    syncs: () => syncs,
    write(batch) {
      if (this.failWrite) throw new Error('ENOSPC');
      text += batch.text;
    },
    sync(callback) {
      syncs++;
      done = callback;
    },
    finishSync(error) {
      const callback = done;
      done = undefined;
      callback?.(error);
    },
    close() {},
  };
}

function writerWith(storage: LogStorage, overrides: Partial<LedgerWriterOptions> = {}) {
  const turn: (() => void)[] = [];
  const later: { readonly task: () => void; readonly at: number }[] = [];
  const hashed: string[] = [];
  const setBacks: number[] = [];
  let now = 1000;
  const clock: Clock = { now: () => now, monotonic: () => now };
  const writer = createLedgerWriter({
    storage,
    logId: 'testlog1',
    records: 0,
    lastTime: 0,
    clock,
    commit: () => ({ key: new Uint8Array(32), commit: 'A'.repeat(43) }),
    onLine: (line) => hashed.push(line),
    onClockSetBack: (byMs) => setBacks.push(byMs),
    defer: (task) => turn.push(task),
    delay: (task, ms) => later.push({ task, at: now + ms }),
    queueLimit: 100,
    ...overrides,
  });
  return {
    writer,
    hashed,
    setBacks,
    endTurn: () => {
      for (const task of turn.splice(0)) task();
    },
    advance: (ms: number) => {
      now += ms;
      for (const { task } of later.filter(({ at }) => at <= now)) task();
      later.splice(0, later.length, ...later.filter(({ at }) => at > now));
    },
  };
}

const entry = { type: 'request.open', facts: { model: 'm', counts: { cin: 1 } } };
/** Somebody waits for the record. */
const waited = { onWritten: () => undefined };

test('a record has its id at once, is written at the end of the turn and durable after the sync', () => {
  const storage = fakeStorage();
  const { writer, endTurn } = writerWith(storage);
  const heard: string[] = [];
  const id = writer.append(entry, { onWritten: () => heard.push('written'), onDurable: () => heard.push('durable') });
  expect(recordIndex('testlog1', id)).toBe(0);
  expect(heard).toEqual([]);
  endTurn();
  expect(heard).toEqual(['written']);
  storage.finishSync();
  expect(heard).toEqual(['written', 'durable']);
  expect(decodeLeaf(storage.text().trimEnd(), 'testlog1')).toEqual({
    id,
    index: 0,
    time: '1970-01-01T00:00:01.000Z',
    ...entry,
  });
});

test('what arrives during a sync becomes durable with the next one, in one group', () => {
  const storage = fakeStorage();
  const { writer, endTurn, advance } = writerWith(storage);
  const durable: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    writer.append(entry, { onDurable: () => durable.push(turn) });
    endTurn();
  }
  expect(storage.syncs()).toBe(1);
  advance(3);
  storage.finishSync();
  expect(durable).toEqual([0]);
  storage.finishSync();
  expect(durable).toEqual([0, 1, 2, 3, 4]);
  expect(storage.syncs()).toBe(2);
});

test('on a fast disk syncs wait for each other, but a record after a pause does not', () => {
  const storage = fakeStorage();
  const { writer, endTurn, advance } = writerWith(storage);
  for (let count = 0; count < 3; count++) {
    writer.append(entry, { onDurable: () => undefined });
    endTurn();
    storage.finishSync();
  }
  expect(storage.syncs()).toBe(1);
  advance(2);
  storage.finishSync();
  expect(storage.syncs()).toBe(2);
  advance(2);
  writer.append(entry, { onDurable: () => undefined });
  endTurn();
  expect(storage.syncs()).toBe(3);
});

test('a record for which nobody waits goes out with the next one, or soon', () => {
  const storage = fakeStorage();
  const { writer, endTurn, advance } = writerWith(storage);
  const lines = (): number => storage.text().split('\n').filter(Boolean).length;
  writer.append(entry);
  endTurn();
  expect(lines()).toBe(0);
  advance(2);
  expect(lines()).toBe(1);
  writer.append(entry);
  writer.append(entry, { onWritten: () => undefined });
  endTurn();
  expect(lines()).toBe(3);
});

test('a full disk fails the batch, refuses new work, then recovers without a gap', () => {
  const storage = fakeStorage();
  const { writer, endTurn, advance } = writerWith(storage);
  writer.append(entry, waited);
  endTurn();
  storage.finishSync();
  storage.failWrite = true;
  const errors: string[] = [];
  writer.append(entry, { onError: (error) => errors.push(error.code) });
  endTurn();
  expect(errors).toEqual(['ledger.unavailable']);
  expect(writer.healthy()).toBe(false);
  expect(() => writer.append(entry)).toThrow(expect.objectContaining({ code: 'ledger.unavailable' }));

  storage.failWrite = false;
  advance(1001);
  const id = writer.append(entry, waited);
  endTurn();
  storage.finishSync();
  expect(recordIndex('testlog1', id)).toBe(1);
  expect(writer.healthy()).toBe(true);
  expect(storage.text().split('\n').filter(Boolean)).toHaveLength(2);
});

test('a failed sync is told to every record that waited for it', () => {
  const storage = fakeStorage();
  const { writer, endTurn } = writerWith(storage);
  const heard: string[] = [];
  writer.append(entry, { onDurable: () => heard.push('durable'), onError: (error) => heard.push(error.code) });
  endTurn();
  storage.finishSync(new Error('EIO'));
  expect(heard).toEqual(['ledger.unavailable']);
});

test('a full queue refuses new work instead of growing', () => {
  const storage = fakeStorage();
  const { writer } = writerWith(storage, { queueLimit: 3 });
  for (let count = 0; count < 3; count++) writer.append(entry);
  expect(() => writer.append(entry)).toThrow(
    expect.objectContaining({ code: 'ledger.unavailable', retryAfterSeconds: 1 }),
  );
});

test('a record larger than the limit is refused and leaves no trace', () => {
  const { writer } = writerWith(fakeStorage());
  expect(() => writer.append({ type: 'x', facts: { text: 'a'.repeat(5000) } })).toThrow(
    expect.objectContaining({ code: 'ledger.invalid' }),
  );
  expect(writer.records()).toBe(0);
});

test('closing makes durable what was appended', async () => {
  const storage = fakeStorage();
  const { writer } = writerWith(storage);
  let durable = false;
  writer.append(entry, {
    onDurable: () => {
      durable = true;
    },
  });
  const closing = writer.close();
  storage.finishSync();
  await closing;
  expect(durable).toBe(true);
  expect(() => writer.append(entry)).toThrow(expect.objectContaining({ code: 'ledger.unavailable' }));
});

test('an id of another log or a malformed one names nothing here', () => {
  expect(recordIndex('testlog1', 'rec_other-1' as never)).toBeUndefined();
  expect(recordIndex('testlog1', 'rec_testlog1-01' as never)).toBeUndefined();
});

test('what is written is hashed, and what could not be written is not', () => {
  const storage = fakeStorage();
  const { writer, endTurn, hashed } = writerWith(storage);
  storage.failWrite = true;
  writer.append(entry, waited);
  endTurn();
  expect(hashed).toEqual([]);
});

test('times stand still while a clock is corrected by less than a second, and a larger step back is told and shown', () => {
  const { writer, endTurn, advance, hashed, setBacks } = writerWith(fakeStorage(), { lastTime: 1500 });
  const times = (): readonly number[] => hashed.map((line) => (JSON.parse(line) as { t: number }).t);
  writer.append(entry);
  advance(2000);
  writer.append(entry, waited);
  advance(-2500);
  writer.append(entry, waited);
  endTurn();
  expect(times()).toEqual([1500, 3000, 500]);
  expect(setBacks).toEqual([2500]);
});
