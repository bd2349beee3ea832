import type { Caller, Clock, KeyLimits, LimitLeases } from '@riad/contracts';

import { asPlatformError } from '../wire/error-body.ts';
import { presentLimits } from './limit-headers.ts';
import { isUnlimited, unlimited, type Limiter, type Reservation } from './limiter.ts';
import { SharedKey, type Waiter } from './shared-key.ts';

/** How often what is not used is given back. */
export const SWEEP_MS = 1000;

export interface SharedLimiter extends Limiter {
  /** Gives back what is not used and renews what is: to be called every `SWEEP_MS`. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Limits per key for all servers on one database together. A server leases a part of a key's budget and answers out of it
 * without asking; a request waits for the database only when the lease does not hold enough. While the database is away
 * such requests fail with `store.unavailable`.
 */
export function createSharedLimiter({
  leases,
  clock,
  defaults,
}: {
  readonly leases: LimitLeases;
  readonly clock: Clock;
  readonly defaults: () => KeyLimits;
}): SharedLimiter {
  const keys = new Map<string, SharedKey>();
  const asking = new Set<SharedKey>();
  let exchange: Promise<void> | undefined;

  function reserve(caller: Caller, tokens: number): Reservation | Promise<Reservation> {
    const limits = { ...defaults(), ...caller.limits };
    if (isUnlimited(limits)) return unlimited;
    const key = keyOf(caller, limits);
    if (key.fits(tokens)) {
      const reservation = key.take(tokens);
      if (key.runsLow()) ask(key);
      return reservation;
    }
    key.refuseAgain(tokens, clock.monotonic());
    return new Promise((resolve, reject) => {
      key.waiting.push({ tokens, resolve, reject });
      ask(key);
    });
  }

  function keyOf({ keyId }: Caller, limits: KeyLimits): SharedKey {
    const known = keys.get(keyId);
    if (known !== undefined) {
      known.limits = limits;
      return known;
    }
    const key = new SharedKey(keyId, limits);
    keys.set(keyId, key);
    return key;
  }

  /** One exchange at a time: what is asked for meanwhile goes out together with the next. */
  function ask(key: SharedKey): void {
    asking.add(key);
    exchange ??= exchangeAll();
  }

  async function exchangeAll(): Promise<void> {
    // What is asked for in this turn of the event loop goes out together.
    await Promise.resolve();
    while (asking.size > 0) {
      const asked = [...asking];
      asking.clear();
      await exchangeFor(asked);
    }
    exchange = undefined;
  }

  async function exchangeFor(asked: readonly SharedKey[]): Promise<void> {
    const sent = asked.map((key) => ({ key, request: key.wanted(), waiters: key.waiting.splice(0) }));
    try {
      const found = new Map((await leases.take(sent.map(({ request }) => request))).map((one) => [one.keyId, one]));
      const now = clock.monotonic();
      for (const { key, request, waiters } of sent) {
        const lease = found.get(key.id);
        if (lease !== undefined) key.add(request, lease, now);
        for (const waiter of waiters) answer(key, waiter, now);
      }
    } catch (error) {
      for (const { waiters } of sent) for (const { reject } of waiters) reject(asPlatformError(error));
    }
  }

  function answer(key: SharedKey, { tokens, resolve, reject }: Waiter, now: number): void {
    if (key.fits(tokens)) resolve(key.take(tokens));
    else reject(key.refuse(tokens, now));
  }

  async function sweep(): Promise<void> {
    for (const [id, key] of keys) {
      if (key.sweep(clock.monotonic())) ask(key);
      else if (key.isForgettable()) keys.delete(id);
    }
    await exchange;
  }

  return {
    reserve,
    headers(caller) {
      const key = keys.get(caller.keyId);
      return key === undefined ? {} : presentLimits(key.limits, key.remaining());
    },
    sweep,
    async close() {
      // What was used since the last sweep is given back by the second.
      await sweep();
      await sweep();
    },
  };
}
