import { isDeepStrictEqual } from 'node:util';

import type { Clock, Egress, Logger, Settings, UpstreamSettings } from '@riad/contracts';
import { createHttpUpstream, type HttpUpstream, type Upstream } from '@riad/gateway';

import { createTypedKeys, type TypedKeys } from '../upstreams/typed-keys.ts';
import { readSecret } from '../settings/read-secret.ts';

/** Requests that were planned for an upstream may still begin on it for this long after it went. */
const RETIRE_AFTER_MS = 5000;

/** Who can be asked: the models of this machine first, then the upstreams of the settings. */
export interface Upstreams {
  all(): readonly Upstream[];
  /** Keys that no file and no variable holds. */
  readonly typedKeys: TypedKeys;
  /** Gets ready for other settings and returns what makes them hold. Fails with `settings.invalid` when a key is missing. */
  prepare(settings: Settings): () => void;
  close(): Promise<void>;
}

export interface UpstreamsOptions {
  readonly embedded: Upstream;
  readonly settings: Settings;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Opened {
  readonly settings: UpstreamSettings;
  readonly key: string | undefined;
  readonly upstream: HttpUpstream;
}

export function openUpstreams({ embedded, settings, egress, clock, logger }: UpstreamsOptions): Upstreams {
  const typedKeys = createTypedKeys();
  let opened: readonly Opened[] = settings.upstreams.map(open);
  let all = listOf(opened);
  const retiring = new Set<HttpUpstream>();

  function open(own: UpstreamSettings): Opened {
    const key = keyOf(own, typedKeys);
    return { settings: own, key, upstream: createHttpUpstream({ settings: own, egress, clock, key }) };
  }

  /** One whose settings and key are as they were goes on: its connections and what it knows of failures stay. */
  function reuse(own: UpstreamSettings): Opened {
    const known = opened.find((one) => isDeepStrictEqual(one.settings, own) && one.key === keyOf(own, typedKeys));
    return known ?? open(own);
  }

  function listOf(list: readonly Opened[]): readonly Upstream[] {
    return [embedded, ...list.map(({ upstream }) => upstream)];
  }

  function retire(upstream: HttpUpstream): void {
    retiring.add(upstream);
    const timer = setTimeout(() => {
      upstream
        .retire()
        .catch((error: unknown) => logger.warn('upstream.not_retired', { upstream: upstream.id, error }))
        .finally(() => retiring.delete(upstream));
    }, RETIRE_AFTER_MS);
    timer.unref();
  }

  return {
    all: () => all,
    typedKeys,
    prepare(next) {
      const wanted = next.upstreams.map(reuse);
      return () => {
        const gone = opened.filter((one) => !wanted.includes(one));
        opened = wanted;
        all = listOf(wanted);
        for (const { upstream } of gone) retire(upstream);
      };
    },
    async close() {
      await Promise.all([...all, ...retiring].map((upstream) => upstream.close()));
    },
  };
}

function keyOf(own: UpstreamSettings, typedKeys: Pick<TypedKeys, 'of'>): string | undefined {
  return typedKeys.of(own) ?? readSecret(own.key, `upstreams.${own.id}.key`);
}
