import type { Caller, Clock, KeyLimits } from '@riad/contracts';

import { placesTaken, usedUp } from './limit-errors.ts';
import { presentLimits, type LimitHeaders, type Remaining } from './limit-headers.ts';

/** What a request may use, held until it is settled. */
export interface Reservation {
  /** Both vendors' rate-limit headers, as they stand after this reservation. */
  readonly headers: LimitHeaders;
  /** Charges what was really used and gives the place back. Once. */
  settle(usedTokens: number): void;
}

export interface Limiter {
  /**
   * Fails with `limit.requests`, `limit.tokens` or `limit.concurrency` and says when to come back. At once when that can be
   * told here; otherwise once the database has answered.
   */
  reserve(caller: Caller, estimatedTokens: number): Reservation | Promise<Reservation>;
  /** The headers of a request that was refused. */
  headers(caller: Caller): LimitHeaders;
}

/** Needs to ask nobody. */
export interface LocalLimiter extends Limiter {
  reserve(caller: Caller, estimatedTokens: number): Reservation;
}

/** A bucket that fills evenly to one minute's worth. */
interface Bucket {
  level: number;
  filledAt: number;
}

interface KeyState {
  readonly requests: Bucket;
  readonly tokens: Bucket;
  concurrent: number;
}

const MINUTE_MS = 60_000;
export const unlimited: Reservation = { headers: {}, settle() {} };

export function isUnlimited({ requestsPerMinute, tokensPerMinute, concurrentRequests }: KeyLimits): boolean {
  return requestsPerMinute === undefined && tokensPerMinute === undefined && concurrentRequests === undefined;
}

/** Limits per key of one server that has its database for itself, in memory of this process. `defaults` apply where a key has none of its own. */
export function createLimiter({
  clock,
  defaults,
}: {
  readonly clock: Clock;
  readonly defaults: () => KeyLimits;
}): LocalLimiter {
  const states = new Map<string, KeyState>();

  function stateOf(caller: Caller, limits: KeyLimits): KeyState {
    const known = states.get(caller.keyId);
    if (known !== undefined) return known;
    const now = clock.monotonic();
    const state: KeyState = {
      requests: { level: limits.requestsPerMinute ?? 0, filledAt: now },
      tokens: { level: limits.tokensPerMinute ?? 0, filledAt: now },
      concurrent: 0,
    };
    states.set(caller.keyId, state);
    return state;
  }

  function fill(bucket: Bucket, perMinute: number): void {
    const now = clock.monotonic();
    bucket.level = Math.min(perMinute, bucket.level + ((now - bucket.filledAt) * perMinute) / MINUTE_MS);
    bucket.filledAt = now;
  }

  function take(state: KeyState, limits: KeyLimits, tokens: number): void {
    const { requestsPerMinute, tokensPerMinute, concurrentRequests } = limits;
    if (concurrentRequests !== undefined && state.concurrent >= concurrentRequests) {
      throw placesTaken(concurrentRequests);
    }
    if (requestsPerMinute !== undefined)
      refuseBelow(state.requests, { need: 1, perMinute: requestsPerMinute, what: 'requests' });
    // A single request larger than the whole limit may pass when the bucket is full; what it overdraws is waited for.
    if (tokensPerMinute !== undefined) {
      refuseBelow(state.tokens, {
        need: Math.min(tokens, tokensPerMinute),
        perMinute: tokensPerMinute,
        what: 'tokens',
      });
    }
    if (requestsPerMinute !== undefined) state.requests.level -= 1;
    if (tokensPerMinute !== undefined) state.tokens.level -= tokens;
    state.concurrent++;
  }

  function refuseBelow(
    bucket: Bucket,
    limit: {
      readonly need: number;
      readonly perMinute: number;
      readonly what: 'requests' | 'tokens';
    },
  ): void {
    fill(bucket, limit.perMinute);
    if (bucket.level >= limit.need) return;
    throw usedUp(limit.what, limit.perMinute, limit.need - bucket.level);
  }

  return {
    headers(caller) {
      const limits = { ...defaults(), ...caller.limits };
      const state = states.get(caller.keyId);
      return state === undefined ? {} : presentLimits(limits, remainingOf(state));
    },
    reserve(caller, estimatedTokens) {
      const limits = { ...defaults(), ...caller.limits };
      if (isUnlimited(limits)) return unlimited;
      const state = stateOf(caller, limits);
      take(state, limits, estimatedTokens);
      let settled = false;
      return {
        headers: presentLimits(limits, remainingOf(state)),
        settle(usedTokens) {
          if (settled) return;
          settled = true;
          state.concurrent--;
          state.tokens.level += estimatedTokens - usedTokens;
        },
      };
    },
  };
}

function remainingOf({ requests, tokens }: KeyState): Remaining {
  return { requests: requests.level, tokens: tokens.level };
}
