import { PlatformError } from '@riad/contracts';

export function placesTaken(concurrentRequests: number): PlatformError {
  return new PlatformError('limit.concurrency', `this key may have ${concurrentRequests} requests at one time`, {
    retryAfterSeconds: 1,
  });
}

/** `missing`: how much the bucket must fill by before the request may pass. */
export function usedUp(what: 'requests' | 'tokens', perMinute: number, missing: number): PlatformError {
  return new PlatformError(`limit.${what}`, `this key may use ${perMinute} ${what} per minute`, {
    retryAfterSeconds: (missing / perMinute) * 60,
  });
}
