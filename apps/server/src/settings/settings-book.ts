import { isDeepStrictEqual } from 'node:util';

import {
  PlatformError,
  type Clock,
  type LedgerPort,
  type Logger,
  type Settings,
  type UpstreamSettings,
} from '@riad/contracts';
import { appendDurably } from '@riad/ledger';

import { settingPaths } from './setting-paths.ts';
import { settingAt } from './setting-at.ts';

/** What came of reading the settings again. */
export type SettingsReading =
  | {
      readonly outcome: 'applied';
      readonly at: Date;
      /** Paths that hold from now on. */
      readonly applied: readonly string[];
      /** Paths that were changed in the file and hold after the next start. */
      readonly waiting: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly at: Date; readonly error: PlatformError };

/** The settings of a running server. */
export interface SettingsBook {
  current(): Settings;
  /** Reads them again. What cannot be read or done leaves everything as it is; both are on record. Never rejects. */
  reread(read: () => Settings): Promise<SettingsReading>;
  last(): SettingsReading | undefined;
  /** Those of the file alone. */
  fileUpstreams(): readonly UpstreamSettings[];
  /** Makes upstreams hold that stand elsewhere than in the file, besides its own. Who declares them puts that on record first. */
  declare(upstreams: readonly UpstreamSettings[]): void;
}

export interface SettingsBookOptions {
  readonly initial: Settings;
  /** Gets ready for other settings and returns what makes them hold; fails when they cannot. */
  readonly prepare: (next: Settings) => () => void;
  readonly ledger: Pick<LedgerPort, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createSettingsBook({ initial, prepare, ledger, clock, logger }: SettingsBookOptions): SettingsBook {
  let file = initial;
  let declared: readonly UpstreamSettings[] = [];
  let current = initial;
  let last: SettingsReading | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  async function apply(read: Settings): Promise<SettingsReading> {
    const next = withLive(file, read);
    const applied = differences(file, next);
    const waiting = differences(next, read);
    if (applied.length > 0) {
      const effective = withDeclared(next, declared);
      const enforce = prepare(effective);
      await appendDurably(ledger, { type: 'settings.changed', facts: { applied, waiting, ...outward(effective) } });
      file = next;
      current = effective;
      enforce();
    }
    logger.info('settings.reread', { applied, waiting });
    return { outcome: 'applied', at: new Date(clock.now()), applied, waiting };
  }

  function refuse(error: unknown): SettingsReading {
    const known =
      error instanceof PlatformError ? error : new PlatformError('settings.invalid', 'not applied', { cause: error });
    logger.warn('settings.refused', { error: known });
    try {
      ledger.append({ type: 'settings.refused', facts: { code: known.code, field: known.field ?? null } });
    } catch (unwritten) {
      logger.error('settings.refusal_not_written', { error: unwritten });
    }
    return { outcome: 'refused', at: new Date(clock.now()), error: known };
  }

  async function readOnce(read: () => Settings): Promise<SettingsReading> {
    try {
      last = await apply(read());
    } catch (error) {
      last = refuse(error);
    }
    return last;
  }

  return {
    current: () => current,
    last: () => last,
    fileUpstreams: () => file.upstreams,
    declare(upstreams) {
      const next = withDeclared(file, upstreams);
      const enforce = prepare(next);
      declared = upstreams;
      current = next;
      enforce();
    },
    reread(read) {
      // One after the other: what the second finds is compared with what the first has done.
      const next = reading.then(() => readOnce(read));
      reading = next;
      return next;
    },
  };
}

/** What may change while the server runs; the rest is read once, by what is opened at the start. */
function withLive(current: Settings, read: Settings): Settings {
  const { host, port } = current.server;
  return {
    ...current,
    server: { ...read.server, host, port },
    engine: { ...current.engine, defaultModel: read.engine.defaultModel },
    offline: read.offline,
    limits: read.limits,
    metrics: read.metrics,
    upstreams: read.upstreams,
  };
}

/** The file overrides what is declared elsewhere under the same name. */
function withDeclared(file: Settings, declared: readonly UpstreamSettings[]): Settings {
  const others = declared.filter(({ id }) => !file.upstreams.some((own) => own.id === id));
  return { ...file, upstreams: [...file.upstreams, ...others] };
}

function differences(left: Settings, right: Settings): readonly string[] {
  return settingPaths()
    .map(({ path }) => path)
    .filter((path) => !isDeepStrictEqual(settingAt(left, path), settingAt(right, path)));
}

/** Where data may go, for the record. */
function outward({ offline, upstreams }: Settings): { readonly offline: boolean; readonly countries: string[] } {
  return { offline, countries: [...new Set(upstreams.map(({ country }) => country))].toSorted() };
}
