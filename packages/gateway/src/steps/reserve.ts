import type { Caller, PlatformError } from '@riad/contracts';

import type { Limiter, Reservation } from '../limits/limiter.ts';
import { asPlatformError } from '../wire/error-body.ts';
import type { ParsedRequest } from './parse.ts';

export interface ReserveResult {
  readonly caller: Caller;
  readonly onReserved: (reservation: Reservation) => void;
  readonly onError: (error: PlatformError) => void;
}

/** Answers of a request that does not say how long they may be. */
const USUAL_ANSWER = 256;

/**
 * Takes a request, its estimated tokens and a place from the key's limits: at once where that can be told here, otherwise
 * once the servers' common budget was asked. Fails with `limit.…` and when to come back.
 */
export function reserve(limiter: Limiter, parsed: ParsedRequest, { caller, onReserved, onError }: ReserveResult): void {
  let reserved: Reservation | Promise<Reservation>;
  try {
    reserved = limiter.reserve(caller, estimateTokens(parsed));
  } catch (error) {
    onError(asPlatformError(error));
    return;
  }
  if (reserved instanceof Promise) reserved.then(onReserved, (error: unknown) => onError(asPlatformError(error)));
  else onReserved(reserved);
}

/** What a request may cost before it is known: a token for every four bytes, and the answer it asks for. */
function estimateTokens({ body, raw }: ParsedRequest): number {
  const answer = body['max_completion_tokens'] ?? body['max_tokens'];
  return estimatePromptTokens(raw) + (typeof answer === 'number' ? answer : USUAL_ANSWER);
}

export function estimatePromptTokens(raw: Buffer): number {
  return Math.ceil(raw.length / 4);
}
