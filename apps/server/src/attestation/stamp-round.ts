import type { Logger } from '@riad/contracts';
import {
  askTimestampAuthority,
  keepTimestamp,
  type LedgerReader,
  type Post,
  type StampedCheckpoint,
  type TimestampAuthority,
} from '@riad/store';

/** What the time-stamping authority vouches for. */
export interface StampState {
  /** Records that existed at that time; 0 before the first. */
  readonly records: number;
  /** ISO 8601, by the authority's clock. */
  readonly at: string | null;
  /** The name in its certificate. */
  readonly authority: string | null;
  readonly problem: string | null;
}

export interface StampRoundOptions {
  readonly folder: string;
  readonly authority: TimestampAuthority;
  readonly post: Post;
  /** The newest token that is kept and holds. */
  readonly last: StampedCheckpoint | undefined;
  readonly logger: Logger;
}

export interface StampRound {
  /** Has the newest checkpoint stamped unless it is. Whether it is now. */
  run(reader: LedgerReader): Promise<boolean>;
  state(): StampState;
}

export function createStampRound({ folder, authority, post, last, logger }: StampRoundOptions): StampRound {
  let state: StampState = {
    records: last?.records ?? 0,
    at: last?.time ?? null,
    authority: last?.authority ?? null,
    problem: null,
  };
  return {
    state: () => state,
    async run(reader) {
      const { size, note } = reader.checkpoint();
      if (size === state.records) return true;
      try {
        const timestamp = await askTimestampAuthority(authority, Buffer.from(note), post);
        await keepTimestamp(folder, { size, note, timestamp }, authority);
        state = { records: size, at: timestamp.time.toISOString(), authority: timestamp.authority, problem: null };
        return true;
      } catch (error) {
        const problem = error instanceof Error ? error.message : 'it cannot be asked';
        state = { ...state, problem };
        logger.warn('ledger.timestamp_failed', { reason: problem });
        return false;
      }
    },
  };
}
