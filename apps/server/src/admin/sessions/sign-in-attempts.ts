import { PlatformError, type Clock } from '@riad/contracts';

/** Wrong guesses allowed for one address of the network, and for one account, in one window. */
const ALLOWED = 10;
const WINDOW_MS = 10 * 60 * 1000;
const KEPT = 10_000;

/** Slows down guessing. Counts failures only: whoever knows the password is never locked out by themselves. */
export interface SignInAttempts {
  /** Fails with `limit.requests` when one of the names has failed too often. */
  check(...names: readonly string[]): void;
  failed(...names: readonly string[]): void;
}

export function createSignInAttempts(clock: Clock): SignInAttempts {
  const failures = new Map<string, { count: number; readonly until: number }>();

  function live(name: string): { count: number; readonly until: number } | undefined {
    const found = failures.get(name);
    if (found === undefined || found.until > clock.now()) return found;
    failures.delete(name);
    return undefined;
  }

  return {
    check(...names) {
      const worst = names.map(live).find((found) => found !== undefined && found.count >= ALLOWED);
      if (worst === undefined) return;
      throw new PlatformError('limit.requests', 'too many attempts to sign in', {
        retryAfterSeconds: Math.ceil((worst.until - clock.now()) / 1000),
        remedy: 'Wait a few minutes, or ask an administrator for a sign-in link.',
      });
    },
    failed(...names) {
      if (failures.size >= KEPT) failures.clear();
      for (const name of names) {
        const found = live(name) ?? { count: 0, until: clock.now() + WINDOW_MS };
        found.count++;
        failures.set(name, found);
      }
    },
  };
}
