import type { UpstreamSettings } from '@riad/contracts';

/** Keys that were typed in the console, for the upstreams that hold at the moment. Never written down in clear. */
export interface TypedKeys {
  of(upstream: UpstreamSettings): string | undefined;
  hold(keys: ReadonlyMap<UpstreamSettings, string>): void;
}

export function createTypedKeys(): TypedKeys {
  let held: ReadonlyMap<UpstreamSettings, string> = new Map();
  return {
    of: (upstream) => held.get(upstream),
    hold(keys) {
      held = keys;
    },
  };
}
