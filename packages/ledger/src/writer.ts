import { PlatformError, type AppendCallbacks, type Clock, type LedgerEntry, type RecordId } from '@riad/contracts';

import { encodeLeaf, MAX_RECORD_BYTES, MAX_SEALED_BYTES, recordId } from './record.ts';

/** Where the lines go. One writer at a time. */
export interface LogStorage {
  /**
   * Appends the lines with one write to the operating system, after the sealed parts that belong to them. Throws when they were not all written; what was written of them is taken back before the next write.
   */
  write(batch: LogBatch): void;
  /** Makes everything written so far durable, off the event loop. */
  sync(done: (error: unknown) => void): void;
  close(): void;
}

export interface LogBatch {
  /** Whole lines, each ended by a line feed. */
  readonly text: string;
  readonly records: number;
  readonly sealed: readonly SealedPart[];
}

/** What goes beside a leaf, to be encrypted under the record's own key. */
export interface SealedPart {
  readonly index: number;
  readonly key: Uint8Array;
  readonly content: string;
}

/** Draws the key of one record and commits to its sealed part with it: HMAC-SHA-256, base64url. */
export type Commit = (content: string) => { readonly key: Uint8Array; readonly commit: string };

export interface LedgerWriterOptions {
  readonly storage: LogStorage;
  readonly logId: string;
  /** How many records the log already holds. */
  readonly records: number;
  /** Milliseconds since the epoch of the last of them. */
  readonly lastTime: number;
  readonly clock: Clock;
  readonly commit: Commit;
  /** Told about each line once it is written, in order. */
  readonly onLine: (line: string) => void;
  /** Told when the clock has gone back by more than a second; the records show it for good. */
  readonly onClockSetBack: (byMs: number) => void;
  /** Runs a task once the current turn of the event loop has done its work. */
  readonly defer: (task: () => void) => void;
  /** Runs a task after that many milliseconds. */
  readonly delay: (task: () => void, ms: number) => void;
  /** Records appended but not yet durable before new ones are refused. */
  readonly queueLimit: number;
}

export interface LedgerWriter {
  append(entry: LedgerEntry, callbacks?: AppendCallbacks): RecordId;
  records(): number;
  healthy(): boolean;
  /** Writes and syncs what is waiting, then closes. */
  close(): Promise<void>;
}

/** A clock that is corrected by less than this is waited out: times in the log then stand still instead of going back. */
const CLOCK_TOLERANCE_MS = 1000;

/** After a failed write or sync, new records are refused for this long, then one batch may try again. */
const RETRY_AFTER_MS = 1000;

/** A record for which nobody waits goes out with the next one that is waited for, or after this long. */
const UNHURRIED_MS = 2;

/** One sync begins no sooner than this after the one before: on a fast disk, syncs would cost more than the records. */
const SYNC_EVERY_MS = 2;

/**
 * Group commit: every record of one turn of the event loop goes out in one write, and one sync at a time makes durable
 * all that was written before it began. A busy disk makes groups larger, not the queue longer. A record that comes after a
 * pause is written and synced without delay.
 */
export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const { storage, logId, clock, defer, delay, queueLimit } = options;
  let nextIndex = options.records;
  let lastTime = options.lastTime;
  let lines: string[] = [];
  let sealed: SealedPart[] = [];
  let pending: (AppendCallbacks | undefined)[] = [];
  let written: (AppendCallbacks | undefined)[] = [];
  let syncing = 0;
  let scheduled: 'no' | 'unhurried' | 'this-turn' = 'no';
  let syncedAt = Number.NEGATIVE_INFINITY;
  let syncPlanned = false;
  let failedAt: number | undefined;
  let closed = false;
  let onIdle: (() => void) | undefined;

  function append(entry: LedgerEntry, callbacks?: AppendCallbacks): RecordId {
    refuseWhenNotWriting();
    const index = nextIndex;
    const part = seal(entry);
    const line = encodeLeaf({ index, time: nextTime(), commit: part?.commit }, entry);
    if (line.length > MAX_RECORD_BYTES) throw tooLarge(entry, MAX_RECORD_BYTES);
    nextIndex++;
    lines.push(line);
    if (part !== undefined) sealed.push({ index, key: part.key, content: part.content });
    pending.push(callbacks);
    schedule(callbacks === undefined ? 'unhurried' : 'this-turn');
    return recordId(logId, index);
  }

  function schedule(wanted: 'unhurried' | 'this-turn'): void {
    if (scheduled === 'this-turn' || scheduled === wanted) return;
    scheduled = wanted;
    if (wanted === 'this-turn') defer(writePending);
    else delay(writePending, UNHURRIED_MS);
  }

  function seal(entry: LedgerEntry): (Omit<SealedPart, 'index'> & { readonly commit: string }) | undefined {
    if (entry.sealed === undefined) return undefined;
    const content = JSON.stringify(entry.sealed);
    if (content.length > MAX_SEALED_BYTES) throw tooLarge(entry, MAX_SEALED_BYTES);
    return { content, ...options.commit(content) };
  }

  function nextTime(): number {
    const now = clock.now();
    if (now < lastTime && lastTime - now <= CLOCK_TOLERANCE_MS) return lastTime;
    if (now < lastTime) options.onClockSetBack(lastTime - now);
    lastTime = now;
    return now;
  }

  function refuseWhenNotWriting(): void {
    if (closed) throw new PlatformError('ledger.unavailable', 'the ledger is closed');
    if (pending.length + written.length + syncing >= queueLimit) {
      throw new PlatformError('ledger.unavailable', `${queueLimit} records wait for the disk`, {
        retryAfterSeconds: 1,
        remedy: 'The disk is too slow for this load: retry later, or move the data folder to a faster disk.',
      });
    }
    if (failedAt !== undefined && clock.monotonic() - failedAt < RETRY_AFTER_MS) {
      throw new PlatformError('ledger.unavailable', 'the ledger cannot be written', {
        retryAfterSeconds: 1,
        remedy: 'Check the free space and health of the disk that holds the data folder.',
      });
    }
  }

  function writePending(): void {
    scheduled = 'no';
    if (pending.length === 0) return;
    const batch = pending;
    const batchLines = lines;
    const parts = sealed;
    pending = [];
    lines = [];
    sealed = [];
    try {
      storage.write({ text: `${batchLines.join('\n')}\n`, records: batchLines.length, sealed: parts });
    } catch (error) {
      nextIndex -= batch.length;
      fail(batch, error);
      return;
    }
    for (const line of batchLines) options.onLine(line);
    for (const callbacks of batch) callbacks?.onWritten?.();
    written = written.concat(batch);
    syncWritten();
  }

  function syncWritten(): void {
    if (syncing > 0 || written.length === 0 || syncPlanned) return;
    const early = closed ? 0 : SYNC_EVERY_MS - (clock.monotonic() - syncedAt);
    if (early > 0) {
      syncPlanned = true;
      delay(endPause, early);
      return;
    }
    const batch = written;
    written = [];
    syncing = batch.length;
    syncedAt = clock.monotonic();
    storage.sync((error) => {
      syncing = 0;
      if (error === null || error === undefined) {
        failedAt = undefined;
        for (const callbacks of batch) callbacks?.onDurable?.();
      } else {
        fail(batch, error);
      }
      syncWritten();
      if (syncing === 0) onIdle?.();
    });
  }

  function endPause(): void {
    syncPlanned = false;
    syncWritten();
  }

  function fail(batch: readonly (AppendCallbacks | undefined)[], cause: unknown): void {
    failedAt = clock.monotonic();
    const error = new PlatformError('ledger.unavailable', 'the ledger cannot be written', {
      cause,
      retryAfterSeconds: 1,
      remedy: 'Check the free space and health of the disk that holds the data folder.',
    });
    for (const callbacks of batch) callbacks?.onError?.(error);
  }

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    writePending();
    endPause();
    if (syncing > 0) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    }
    storage.close();
  }

  return { append, records: () => nextIndex, healthy: () => failedAt === undefined && !closed, close };
}

function tooLarge(entry: LedgerEntry, limit: number): PlatformError {
  return new PlatformError('ledger.invalid', `a ${entry.type} record is larger than ${limit} bytes`);
}
