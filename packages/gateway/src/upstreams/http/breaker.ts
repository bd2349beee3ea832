import { PlatformError, type Clock } from '@riad/contracts';

/** Failures in the window that open the breaker, when they are also this share of what ended in it. */
const FAILURES = 5;
const SHARE = 0.5;
const WINDOW_MS = 10_000;
/** How long it stays open: doubled each time the probe fails, up to the longest. */
const OPEN_MS = 5000;
const LONGEST_OPEN_MS = 60_000;

export type CallOutcome = 'ok' | 'failed' | 'unknown';

/** Keeps requests away from a model that fails at one upstream, and lets one through now and then to see. */
export interface Breaker {
  /** False: asking now would be refused. */
  available(): boolean;
  /** Lets a request through, or fails with `upstream.breaker_open`. The returned function is told once how it ended. */
  enter(): (outcome: CallOutcome) => void;
}

export function createBreaker(clock: Clock): Breaker {
  let windowStart = clock.monotonic();
  let ended = 0;
  let failed = 0;
  let openUntil: number | undefined;
  let openMs = OPEN_MS;
  let probing = false;

  function count(outcome: CallOutcome): void {
    if (outcome === 'unknown') return;
    const now = clock.monotonic();
    if (now - windowStart > WINDOW_MS) {
      windowStart = now;
      ended = 0;
      failed = 0;
    }
    ended++;
    if (outcome === 'failed') failed++;
    if (failed >= FAILURES && failed >= ended * SHARE) openUntil = now + openMs;
  }

  function endProbe(outcome: CallOutcome): void {
    probing = false;
    if (outcome === 'unknown') return;
    if (outcome === 'failed') {
      openMs = Math.min(LONGEST_OPEN_MS, openMs * 2);
      openUntil = clock.monotonic() + openMs;
      return;
    }
    openUntil = undefined;
    openMs = OPEN_MS;
    ended = 0;
    failed = 0;
  }

  return {
    available: () => openUntil === undefined || (clock.monotonic() >= openUntil && !probing),
    enter() {
      if (openUntil === undefined) return count;
      const wait = openUntil - clock.monotonic();
      if (wait > 0 || probing) {
        throw new PlatformError(
          'upstream.breaker_open',
          'this model failed several times and is left alone for a moment',
          {
            retryAfterSeconds: Math.max(1, wait / 1000),
          },
        );
      }
      probing = true;
      return endProbe;
    },
  };
}
