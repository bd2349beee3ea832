/** Retries saved up at most: a burst of failures is not answered by a burst of retries. */
const MOST = 10;
/** Retries allowed before any request has earned one. */
const START = 3;
const SHARE = 0.1;

/** Keeps retries at a tenth of the requests, so that they do not bury an upstream that is already in trouble. */
export interface RetryBudget {
  /** A request came in. */
  earn(): void;
  /** True when a retry is allowed, and counts it. */
  spend(): boolean;
}

export function createRetryBudget(): RetryBudget {
  let saved = START;
  return {
    earn() {
      saved = Math.min(MOST, saved + SHARE);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
