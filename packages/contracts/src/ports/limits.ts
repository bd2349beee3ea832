import type { KeyLimits } from '../caller.ts';
import type { KeyId } from '../ids.ts';

/** What one server asks of the budget that a key has on all servers together. */
export interface LeaseRequest {
  readonly keyId: KeyId;
  /** As they hold for this key now. */
  readonly limits: KeyLimits;
  readonly requests: AmountWanted;
  readonly tokens: AmountWanted;
  readonly places: PlacesWanted;
}

export interface AmountWanted {
  /** Used beyond what was leased, or less than zero: given back. Taken whatever the budget holds. */
  readonly charge: number;
  /** Less than this would help nobody: then nothing is given. */
  readonly need: number;
  readonly want: number;
}

/** Requests at one time, in all: those under way, those that wait, and some to spare. */
export interface PlacesWanted {
  readonly used: number;
  readonly want: number;
}

export interface Lease {
  readonly keyId: KeyId;
  readonly requests: AmountLeased;
  readonly tokens: AmountLeased;
  /** Requests that this server may have at one time. */
  readonly places: number;
}

export interface AmountLeased {
  readonly granted: number;
  /** What the budget still holds for everybody; below zero: it was overdrawn. */
  readonly left: number;
}

/** Budgets that servers share. Every amount is given to one server only. */
export interface LimitLeases {
  /** One exchange for many keys. Fails with `store.unavailable`, and then nothing of it may be used. */
  take(requests: readonly LeaseRequest[]): Promise<readonly Lease[]>;
}
