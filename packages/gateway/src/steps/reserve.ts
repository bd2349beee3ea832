import type { Caller } from '@riad/contracts';

import type { Limiter, Reservation } from '../limits/limiter.ts';
import type { ParsedRequest } from './parse.ts';

/** Answers of a request that does not say how long they may be. */
const USUAL_ANSWER = 256;

/** Takes a request, its estimated tokens and a place from the key's limits. Fails with `limit.…` and when to come back. */
export function reserve(limiter: Limiter, caller: Caller, parsed: ParsedRequest): Reservation {
  return limiter.reserve(caller, estimateTokens(parsed));
}

/** What a request may cost before it is known: a token for every four bytes, and the answer it asks for. */
function estimateTokens({ body, raw }: ParsedRequest): number {
  const answer = body['max_completion_tokens'] ?? body['max_tokens'];
  return estimatePromptTokens(raw) + (typeof answer === 'number' ? answer : USUAL_ANSWER);
}

export function estimatePromptTokens(raw: Buffer): number {
  return Math.ceil(raw.length / 4);
}
