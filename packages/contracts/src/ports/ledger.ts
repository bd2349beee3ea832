import type { PlatformError } from '../errors.ts';
import type { RecordId } from '../ids.ts';

/**
 * What one leaf says. Facts are shown to every auditor: no prompt text, no personal data, no plain hash of either.
 */
export interface LedgerEntry {
  /** `request.open`, `request.close`, `key.created`, `model.pulled`, `policy.changed`, `settings.loaded`, … */
  readonly type: string;
  /** Small flat facts: model, target, location, counts by type, decision, durations. At most 4 KiB as JSON. */
  readonly facts: Readonly<Record<string, LedgerFact>>;
  /**
   * What only the holder of the record's own key may read: who a pseudonym is, for whom, why. The leaf holds a commitment to
   * it; destroying the key erases it while every proof still verifies. At most 16 KiB as JSON.
   */
  readonly sealed?: Readonly<Record<string, LedgerFact>>;
}

export type LedgerFact = string | number | boolean | null | readonly string[] | Readonly<Record<string, number>>;

export interface AppendCallbacks {
  /** The record has reached the operating system: it survives a killed process. */
  readonly onWritten?: () => void;
  /** The record has reached the disk: it survives a power cut. Called after `onWritten`. */
  readonly onDurable?: () => void;
  /** The record could not be written; neither of the others will be called. */
  readonly onError?: (error: PlatformError) => void;
}

/** The append side of the ledger. One writer per server. */
export interface LedgerPort {
  /** Names the record at once; throws `ledger.unavailable` when the queue is full or the log is closed. */
  append(entry: LedgerEntry, callbacks?: AppendCallbacks): RecordId;
  status(): LedgerStatus;
  /** The last records, newest first. */
  recent(count: number): Promise<readonly LedgerRecordView[]>;
  find(id: RecordId): Promise<LedgerRecordView | undefined>;
  close(): Promise<void>;
}

export interface LedgerStatus {
  readonly records: number;
  /** ISO 8601; null before the first checkpoint. */
  readonly checkpointAt: string | null;
  readonly healthy: boolean;
}

export interface LedgerRecordView {
  readonly id: RecordId;
  readonly index: number;
  /** ISO 8601, milliseconds. */
  readonly time: string;
  readonly type: string;
  readonly facts: Readonly<Record<string, LedgerFact>>;
  /** The commitment to what was sealed beside it. */
  readonly commit?: string;
}
