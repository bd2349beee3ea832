import type { KeyLimits } from '@riad/contracts';

/** Both vendors' rate-limit headers. */
export type LimitHeaders = Readonly<Record<string, string>>;

/** What a key may still use at this moment. */
export interface Remaining {
  readonly requests: number;
  readonly tokens: number;
}

/** Names are written out: these headers go with every answer, and objects of one shape are cheap. */
export function presentLimits({ requestsPerMinute, tokensPerMinute }: KeyLimits, remaining: Remaining): LimitHeaders {
  if (requestsPerMinute === undefined)
    return tokensPerMinute === undefined ? {} : presentTokens(tokensPerMinute, remaining.tokens);
  const headers = presentRequests(requestsPerMinute, remaining.requests);
  return tokensPerMinute === undefined
    ? headers
    : Object.assign(headers, presentTokens(tokensPerMinute, remaining.tokens));
}

function presentRequests(perMinute: number, level: number): LimitHeaders {
  const limit = String(perMinute);
  const remaining = whole(level);
  return {
    'x-ratelimit-limit-requests': limit,
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': resetOf(level, perMinute),
    'x-ratelimit-limit-req-minute': limit,
    'x-ratelimit-remaining-req-minute': remaining,
  };
}

function presentTokens(perMinute: number, level: number): LimitHeaders {
  const limit = String(perMinute);
  const remaining = whole(level);
  return {
    'x-ratelimit-limit-tokens': limit,
    'x-ratelimit-remaining-tokens': remaining,
    'x-ratelimit-reset-tokens': resetOf(level, perMinute),
    'x-ratelimit-limit-tokens-minute': limit,
    'x-ratelimit-remaining-tokens-minute': remaining,
  };
}

function whole(level: number): string {
  return String(Math.max(0, Math.floor(level)));
}

/** Until the bucket is full again. */
function resetOf(level: number, perMinute: number): string {
  return `${Math.ceil(((perMinute - level) / perMinute) * 60)}s`;
}
