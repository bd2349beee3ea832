import type { ErrorCode, PlatformError } from '@riad/contracts';

import type { RetryBudget } from '../routing/retry-budget.ts';

/** What follows a failure before the first byte. */
export type NextTry =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'fallback' }
  | { readonly kind: 'give-up' };

/** The longest wait for the same target; beyond it the next one is asked, or the client is told when to come back. */
const LONGEST_WAIT_MS = 2000;
const USUAL_WAIT_MS = 100;
/** Tries of one target. */
const TRIES = 2;

/** Failures of the way to the model or of its server, not of a model that is busy with the request. */
const worthRepeating: ReadonlySet<ErrorCode> = new Set([
  'upstream.unreachable',
  'upstream.failed',
  'upstream.rate_limited',
]);

export interface Failure {
  readonly error: PlatformError;
  /** How often this target was asked, this time included. */
  readonly tries: number;
  readonly hasFallback: boolean;
  readonly budget: RetryBudget;
}

/** Once more, elsewhere, or the end. `Retry-After` is obeyed; the budget decides last, so that it is only spent when used. */
export function nextTry({ error, tries, hasFallback, budget }: Failure): NextTry {
  if (!error.kind.retryable) return { kind: 'give-up' };
  const afterMs = error.retryAfterSeconds === undefined ? USUAL_WAIT_MS : error.retryAfterSeconds * 1000;
  if (worthRepeating.has(error.code) && tries < TRIES && afterMs <= LONGEST_WAIT_MS && budget.spend())
    return { kind: 'again', afterMs };
  return { kind: hasFallback ? 'fallback' : 'give-up' };
}
