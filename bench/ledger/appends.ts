import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock, type LedgerEntry, type Logger } from '@riad/contracts';
import { appendDurably, createLedgerWriter } from '@riad/ledger';
import { openLedger, openSegmentFiles, type Ledger } from '@riad/store';

const quiet: Logger = { info() {}, warn() {}, error() {} };
/** Requests that arrive in one turn of the event loop under load. */
const GROUP = 64;
/** More wait for the disk than that: the sender pauses, as clients do. */
const WAITING = 4096;

export interface AppendCost {
  readonly records: number;
  readonly perSecond: number;
  readonly cpuMicros: number;
}

/** What a request without personal data writes. */
export function typicalEntry(index: number): LedgerEntry {
  return {
    type: 'request.open',
    facts: {
      request: `req_${String(index).padStart(16, '0')}`,
      operation: 'chat.completions',
      key: 'key_4fzq2m8p0000',
      project: 'prj_0123456789abcdef',
      model: 'qwen2.5-coder-1.5b-instruct',
      target: 'embedded',
      location: 'local',
      policy: 1,
      decision: 'allow',
      findings: {},
    },
  };
}

export function sealedEntry(index: number): LedgerEntry {
  return { ...typicalEntry(index), sealed: { subject: `a person, by a name of ordinary length, number ${index}` } };
}

export function openBenchLedger(folder: string): Promise<Ledger> {
  return openLedger({
    folder: join(folder, 'ledger'),
    keys: join(folder, 'keys'),
    clock: systemClock,
    logger: quiet,
    queueLimit: 1_000_000,
    checkpointMs: 1000,
  });
}

export async function measureAppends(
  folder: string,
  { records, entry }: { readonly records: number; readonly entry: (index: number) => LedgerEntry },
): Promise<AppendCost> {
  const ledger = await openBenchLedger(folder);
  return measure(records, async () => {
    await appendInGroups(ledger, records, entry);
    await ledger.close();
  });
}

/** The same writer on the same files, with neither tree nor checkpoints. */
export async function measureFloor(folder: string, records: number): Promise<AppendCost> {
  mkdirSync(folder, { recursive: true });
  const storage = openSegmentFiles(join(folder, 'segments'));
  const writer = createLedgerWriter({
    storage,
    logId: 'floor000',
    records: 0,
    lastTime: 0,
    clock: systemClock,
    commit: () => ({ key: new Uint8Array(64), commit: '' }),
    onLine: () => undefined,
    onClockSetBack: () => undefined,
    defer: setImmediate,
    delay: setTimeout,
    queueLimit: 1_000_000,
  });
  return measure(records, async () => {
    await appendInGroups(writer, records, typicalEntry);
    await writer.close();
  });
}

async function measure(records: number, work: () => Promise<void>): Promise<AppendCost> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { records, perSecond: (records / elapsed) * 1000, cpuMicros: (user + system) / records };
}

async function appendInGroups(
  ledger: Pick<Ledger, 'append'>,
  records: number,
  entry: (index: number) => LedgerEntry,
): Promise<void> {
  const progress = { durable: 0, wake: (): void => undefined };
  const onDurable = (): void => {
    progress.durable++;
    progress.wake();
  };
  const onError = (error: Error): void => {
    throw error;
  };
  const durableReaches = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      progress.wake = () => {
        if (progress.durable >= wanted) resolve();
      };
      progress.wake();
    });
  for (let index = 0; index < records; index++) {
    ledger.append(entry(index), { onDurable, onError });
    if (index % GROUP !== GROUP - 1) continue;
    await new Promise((resolve) => setImmediate(resolve));
    await durableReaches(index + 1 - WAITING);
  }
  await durableReaches(records);
}

export interface Durability {
  readonly median: number;
  readonly p99: number;
  readonly diskMedian: number;
}

/** One record after the other, each waited for, beside what a bare write and sync of the same length take. */
export async function measureDurability(folder: string, count: number): Promise<Durability> {
  const ledger = await openBenchLedger(folder);
  const bare = openSync(join(folder, 'bare'), 'a');
  const waits: number[] = [];
  const syncs: number[] = [];
  const line = `${JSON.stringify(typicalEntry(0))}\n`;
  for (let index = 0; index < count; index++) {
    const started = performance.now();
    await appendDurably(ledger, typicalEntry(index));
    const durable = performance.now();
    writeSync(bare, line);
    fdatasyncSync(bare);
    waits.push(durable - started);
    syncs.push(performance.now() - durable);
  }
  closeSync(bare);
  await ledger.close();
  return { median: quantile(waits, 0.5), p99: quantile(waits, 0.99), diskMedian: quantile(syncs, 0.5) };
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? 0;
}
