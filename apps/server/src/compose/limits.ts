import type { Clock, KeyLimits, Settings } from '@riad/contracts';
import { createLimiter, createSharedLimiter, SWEEP_MS, type Limiter } from '@riad/gateway';
import type { Store } from '@riad/store';

export interface LimitsOptions {
  readonly store: Pick<Store, 'limitLeases'>;
  readonly settings: () => Settings;
  readonly clock: Clock;
}

export interface Limits {
  readonly limiter: Limiter;
  close(): Promise<void>;
}

/** Limits of this server alone, or of all servers on one database together. */
export function openLimits({ store, settings, clock }: LimitsOptions): Limits {
  const defaults = createDefaults(settings);
  if (settings().database.url === undefined)
    return { limiter: createLimiter({ clock, defaults }), close: async () => undefined };
  const limiter = createSharedLimiter({ leases: store.limitLeases, clock, defaults });
  const sweeping = setInterval(() => void limiter.sweep(), SWEEP_MS).unref();
  return {
    limiter,
    async close() {
      clearInterval(sweeping);
      await limiter.close();
    },
  };
}

/** Settings write "absent" as undefined; contracts leave the member out. Asked for every request: written anew only when they change. */
function createDefaults(settings: () => Settings): () => KeyLimits {
  let read: Settings['limits'] | undefined;
  let defaults: KeyLimits = {};
  return () => {
    const { limits } = settings();
    if (limits !== read) {
      read = limits;
      defaults = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
    }
    return defaults;
  };
}
