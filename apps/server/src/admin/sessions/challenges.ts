import { randomBytes } from 'node:crypto';

import type { Clock } from '@riad/contracts';

const VALID_MS = 5 * 60 * 1000;
const KEPT = 10_000;

/** Random values that this server gave out and takes back once, within five minutes. */
export interface Challenges<T> {
  give(what: T): string;
  take(value: string): T | undefined;
}

export function createChallenges<T>(clock: Clock): Challenges<T> {
  const open = new Map<string, { readonly what: T; readonly until: number }>();
  return {
    give(what) {
      // The oldest go first: whoever asks for very many makes others begin again, and no more than that.
      for (const [value, { until }] of open) {
        if (until > clock.now() && open.size < KEPT) break;
        open.delete(value);
      }
      const value = randomBytes(32).toString('base64url');
      open.set(value, { what, until: clock.now() + VALID_MS });
      return value;
    },
    take(value) {
      const found = open.get(value);
      open.delete(value);
      return found !== undefined && found.until > clock.now() ? found.what : undefined;
    },
  };
}
