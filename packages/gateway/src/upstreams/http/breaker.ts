import type { Clock } from '@riad/contracts';

/** Failures in a row that open it. */
const OPEN_AFTER = 5;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

/** Stops asking an upstream that keeps failing; after a wait one request may try. */
export interface Breaker {
  allows(): boolean;
  succeeded(): void;
  failed(): void;
}

export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let openUntil = 0;
  let probing = false;
  return {
    allows() {
      if (failures < OPEN_AFTER) return true;
      if (clock.monotonic() < openUntil || probing) return false;
      probing = true;
      return true;
    },
    succeeded() {
      failures = 0;
      probing = false;
    },
    failed() {
      failures++;
      probing = false;
      if (failures >= OPEN_AFTER)
        openUntil = clock.monotonic() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - OPEN_AFTER));
    },
  };
}
