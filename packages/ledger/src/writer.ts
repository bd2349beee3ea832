import { PlatformError, type AppendCallbacks, type Clock, type LedgerEntry, type RecordId } from '@riad/contracts';

import { encodeLeaf, MAX_RECORD_BYTES, recordId } from './record.ts';

/** Where the lines go. One writer at a time. */
export interface LogStorage {
  /**
   * Appends whole lines with one write to the operating system. Throws when they were not all written; what was written of
   * them is taken back before the next write.
   */
  write(lines: string): void;
  /** Makes everything written so far durable, off the event loop. */
  sync(done: (error: unknown) => void): void;
  close(): void;
}

export interface LedgerWriterOptions {
  readonly storage: LogStorage;
  readonly logId: string;
  /** How many records the log already holds. */
  readonly records: number;
  readonly clock: Clock;
  /** Runs a task once the current turn of the event loop has done its work. */
  readonly defer: (task: () => void) => void;
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

/** After a failed write or sync, new records are refused for this long, then one batch may try again. */
const RETRY_AFTER_MS = 1000;

/**
 * Group commit: every record of one turn of the event loop goes out in one write, and one sync at a time makes durable
 * all that was written before it began. A busy disk makes groups larger, not the queue longer.
 */
export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const { storage, logId, clock, defer, queueLimit } = options;
  let nextIndex = options.records;
  let lines = '';
  let pending: (AppendCallbacks | undefined)[] = [];
  let written: (AppendCallbacks | undefined)[] = [];
  let syncing = 0;
  let scheduled = false;
  let failedAt: number | undefined;
  let closed = false;
  let onIdle: (() => void) | undefined;

  function append(entry: LedgerEntry, callbacks?: AppendCallbacks): RecordId {
    refuseWhenNotWriting();
    const index = nextIndex;
    const line = encodeLeaf(index, clock.now(), entry);
    if (line.length > MAX_RECORD_BYTES) {
      throw new PlatformError('ledger.invalid', `a ${entry.type} record is larger than ${MAX_RECORD_BYTES} bytes`);
    }
    nextIndex++;
    lines += `${line}\n`;
    pending.push(callbacks);
    if (!scheduled) {
      scheduled = true;
      defer(writePending);
    }
    return recordId(logId, index);
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
    scheduled = false;
    if (pending.length === 0) return;
    const batch = pending;
    const text = lines;
    pending = [];
    lines = '';
    try {
      storage.write(text);
    } catch (error) {
      nextIndex -= batch.length;
      fail(batch, error);
      return;
    }
    for (const callbacks of batch) callbacks?.onWritten?.();
    written = written.concat(batch);
    syncWritten();
  }

  function syncWritten(): void {
    if (syncing > 0 || written.length === 0) return;
    const batch = written;
    written = [];
    syncing = batch.length;
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
    if (syncing > 0) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    }
    storage.close();
  }

  return { append, records: () => nextIndex, healthy: () => failedAt === undefined && !closed, close };
}
