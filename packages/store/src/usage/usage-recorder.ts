import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { Clock, KeyId, Logger, UsageEntry, UsageRecorder } from '@riad/contracts';
import type { Kysely } from 'kysely';

import type { Database } from '../schema.ts';
import { createDayReader } from './day-reader.ts';
import { forgetWriter, writeBatch, type UsageBatch, type UsageSum } from './write-batch.ts';

/** Counts are written this often; rows are few because they are summed first. */
const FLUSH_MS = 1000;
/** Sums kept while the database is away. One per key, model, target and day, so this is far beyond any real need. */
const KEPT_SUMS = 50_000;
/** The time of a key's last use is this precise. */
const LAST_USE_MS = 60_000;
const KEPT_KEYS = 10_000;
/** How long a stop waits for a database that is away. */
const CLOSE_LIMIT_MS = 5000;

export interface BatchedUsage extends UsageRecorder {
  /** Notes that a key was used, to the minute. */
  markKeyUsed(id: KeyId): void;
  /** Writes what is waiting. Never rejects: what cannot be written stays and is tried again. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface UsageRecorderOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Days are UTC days. */
export function createUsageRecorder({ database, clock, logger }: UsageRecorderOptions): BatchedUsage {
  const writer = randomBytes(8).toString('hex');
  const noticed = new Map<KeyId, number>();
  let sums = new Map<string, UsageSum>();
  let used = new Map<KeyId, Date>();
  let nextNumber = 1;
  /** Taken and not yet acknowledged: it is written again as it is, never mixed with later counts. */
  let pending: UsageBatch | undefined;
  let writing: Promise<void> | undefined;
  let away = false;
  let dropped = 0;
  const dayOf = createDayReader();
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  function add(entry: UsageEntry): void {
    const day = dayOf(clock.now());
    const key = `${entry.organisationId}\n${entry.projectId}\n${entry.keyId}\n${entry.model}\n${entry.target}\n${day}`;
    const sum = sums.get(key) ?? startSum(key, entry, day);
    if (sum === undefined) return;
    sum.requests++;
    sum.failed += entry.failed ? 1 : 0;
    sum.estimated += entry.estimated ? 1 : 0;
    sum.prompt_tokens += entry.promptTokens;
    sum.completion_tokens += entry.completionTokens;
  }

  function startSum(key: string, entry: UsageEntry, day: string): UsageSum | undefined {
    if (sums.size >= KEPT_SUMS) {
      if (dropped++ === 0) logger.error('usage.dropped', { keptSums: KEPT_SUMS });
      return undefined;
    }
    const sum = emptySum(entry, day);
    sums.set(key, sum);
    return sum;
  }

  function markKeyUsed(id: KeyId): void {
    const now = clock.now();
    const before = noticed.get(id);
    if (before !== undefined && now - before < LAST_USE_MS) return;
    if (noticed.size >= KEPT_KEYS) noticed.clear();
    noticed.set(id, now);
    used.set(id, new Date(now));
  }

  function flush(): Promise<void> {
    writing ??= drain().finally(() => (writing = undefined));
    return writing;
  }

  async function drain(): Promise<void> {
    for (let batch = take(); batch !== undefined; batch = take()) {
      try {
        await writeBatch(database, writer, batch);
      } catch (error) {
        if (!away) logger.warn('usage.not_written', { sums: batch.sums.length, error });
        away = true;
        return;
      }
      pending = undefined;
      if (away) logger.info('usage.written_again', { dropped });
      away = false;
      dropped = 0;
    }
  }

  function take(): UsageBatch | undefined {
    if (pending !== undefined || !isWaiting()) return pending;
    pending = {
      number: nextNumber++,
      sums: [...sums].toSorted(byKey).map(([, sum]) => sum),
      used: [...used].toSorted(byKey),
    };
    sums = new Map();
    used = new Map();
    return pending;
  }

  function isWaiting(): boolean {
    return pending !== undefined || sums.size > 0 || used.size > 0;
  }

  async function close(): Promise<void> {
    clearInterval(timer);
    const deadline = clock.monotonic() + CLOSE_LIMIT_MS;
    await flush();
    while (isWaiting() && clock.monotonic() < deadline) {
      await delay(100);
      await flush();
    }
    if (isWaiting()) logger.error('usage.lost', { sums: (pending?.sums.length ?? 0) + sums.size });
    else await forgetWriter(database, writer).catch(() => logger.warn('usage.note_left'));
  }

  return { add, markKeyUsed, flush, close };
}

function emptySum(entry: UsageEntry, day: string): UsageSum {
  return {
    organisation_id: entry.organisationId,
    project_id: entry.projectId,
    key_id: entry.keyId,
    model: entry.model,
    target: entry.target,
    day,
    requests: 0,
    failed: 0,
    estimated: 0,
    prompt_tokens: 0,
    completion_tokens: 0,
  };
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
