import { PlatformError, type Caller, type Clock, type KeyLimits } from '@riad/contracts';

/** What a request may use, held until it is settled. */
export interface Reservation {
  /** Both vendors' rate-limit headers, as they stand after this reservation. */
  readonly headers: LimitHeaders;
  /** Charges what was really used and gives the place back. Once. */
  settle(usedTokens: number): void;
}

export interface Limiter {
  /** Fails with `limit.requests`, `limit.tokens` or `limit.concurrency` and says when to come back. */
  reserve(caller: Caller, estimatedTokens: number): Reservation;
  /** The headers of a request that was refused. */
  headers(caller: Caller): LimitHeaders;
}

type LimitHeaders = Readonly<Record<string, string>>;

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
const unlimited: Reservation = { headers: {}, settle() {} };

/** Limits per key, in memory of this process. `defaults` apply where a key has none of its own. */
export function createLimiter({
  clock,
  defaults,
}: {
  readonly clock: Clock;
  readonly defaults: () => KeyLimits;
}): Limiter {
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
      throw new PlatformError('limit.concurrency', `this key may have ${concurrentRequests} requests at one time`, {
        retryAfterSeconds: 1,
      });
    }
    if (requestsPerMinute !== undefined)
      refuseBelow(state.requests, { need: 1, perMinute: requestsPerMinute, code: 'limit.requests', what: 'requests' });
    // A single request larger than the whole limit may pass when the bucket is full; what it overdraws is waited for.
    if (tokensPerMinute !== undefined) {
      refuseBelow(state.tokens, {
        need: Math.min(tokens, tokensPerMinute),
        perMinute: tokensPerMinute,
        code: 'limit.tokens',
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
      readonly code: 'limit.requests' | 'limit.tokens';
      readonly what: string;
    },
  ): void {
    fill(bucket, limit.perMinute);
    if (bucket.level >= limit.need) return;
    const seconds = ((limit.need - bucket.level) / limit.perMinute) * 60;
    throw new PlatformError(limit.code, `this key may use ${limit.perMinute} ${limit.what} per minute`, {
      retryAfterSeconds: seconds,
    });
  }

  return {
    headers(caller) {
      const limits = { ...defaults(), ...caller.limits };
      const state = states.get(caller.keyId);
      return state === undefined ? {} : presentLimits(limits, state);
    },
    reserve(caller, estimatedTokens) {
      const limits = { ...defaults(), ...caller.limits };
      if (
        limits.requestsPerMinute === undefined &&
        limits.tokensPerMinute === undefined &&
        limits.concurrentRequests === undefined
      )
        return unlimited;
      const state = stateOf(caller, limits);
      take(state, limits, estimatedTokens);
      let settled = false;
      return {
        headers: presentLimits(limits, state),
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

/** Names are written out: these headers go with every answer, and objects of one shape are cheap. */
function presentLimits({ requestsPerMinute, tokensPerMinute }: KeyLimits, state: KeyState): LimitHeaders {
  if (requestsPerMinute === undefined)
    return tokensPerMinute === undefined ? {} : presentTokens(tokensPerMinute, state.tokens);
  const headers = presentRequests(requestsPerMinute, state.requests);
  return tokensPerMinute === undefined ? headers : Object.assign(headers, presentTokens(tokensPerMinute, state.tokens));
}

function presentRequests(perMinute: number, bucket: Bucket): LimitHeaders {
  const limit = String(perMinute);
  const remaining = remainingOf(bucket);
  return {
    'x-ratelimit-limit-requests': limit,
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': resetOf(bucket, perMinute),
    'x-ratelimit-limit-req-minute': limit,
    'x-ratelimit-remaining-req-minute': remaining,
  };
}

function presentTokens(perMinute: number, bucket: Bucket): LimitHeaders {
  const limit = String(perMinute);
  const remaining = remainingOf(bucket);
  return {
    'x-ratelimit-limit-tokens': limit,
    'x-ratelimit-remaining-tokens': remaining,
    'x-ratelimit-reset-tokens': resetOf(bucket, perMinute),
    'x-ratelimit-limit-tokens-minute': limit,
    'x-ratelimit-remaining-tokens-minute': remaining,
  };
}

function remainingOf({ level }: Bucket): string {
  return String(Math.max(0, Math.floor(level)));
}

/** Until the bucket is full again. */
function resetOf({ level }: Bucket, perMinute: number): string {
  return `${Math.ceil(((perMinute - level) / perMinute) * 60)}s`;
}
