import { keyKinds } from '@riad/ledger';
import { PlatformError, type Clock, type Egress, type Location, type Logger, type Settings } from '@riad/contracts';
import {
  keptCheckpoints,
  openVerifierKey,
  readCertificates,
  readLedger,
  verifyTimestamps,
  type LedgerReader,
} from '@riad/store';

import { postOutside } from './post-outside.ts';
import { createStampRound, type StampState } from './stamp-round.ts';
import { createWitnessRound, type WitnessState } from './witness-round.ts';

const TICK_MS = 5000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** After a failure they are asked again this soon, or at the usual time when that is sooner. */
const RETRY_MS = 5 * MINUTE_MS;

export interface AttestationStatus {
  readonly witnesses: readonly WitnessState[];
  /** Absent when no authority is configured. */
  readonly timestamp: StampState | undefined;
}

/** Has others vouch for the ledger: witnesses that sign its checkpoints, and an authority that puts its time to them. */
export interface Attestation {
  status(): AttestationStatus;
  /** Asks everybody now, unless nothing was added since. Never rejects: what failed stands in the status. */
  askNow(): Promise<AttestationStatus>;
  /** What is due at this moment. */
  tick(): Promise<void>;
  close(): void;
}

export interface AttestationOptions {
  readonly folder: string;
  readonly settings: Settings['ledger'];
  readonly egress: Egress;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One thing that is done every so often, and sooner again when it failed. */
interface Turn {
  readonly everyMs: number;
  /** Whether all went well. */
  readonly run: () => Promise<boolean>;
  dueAt: number;
}

/** Fails with `settings.invalid` when a key or a certificate cannot be read. Nobody is asked unless the settings name somebody. */
export function openAttestation({ folder, settings, egress, clock, logger }: AttestationOptions): Attestation {
  const post = (purpose: string, country: string): ReturnType<typeof postOutside> =>
    postOutside({ egress, purpose, location: locationOf(country) });
  const witnesses = createWitnessRound({
    folder,
    witnesses: settings.witnesses.map(({ key: text, url, country }, place) => {
      const key = openVerifierKey(text, keyKinds.witness);
      if (key === undefined) throw wrongKey(place);
      return { key, url, post: post(`witness:${key.name}`, country) };
    }),
    kept: keptCheckpoints(folder),
    logger,
  });
  const stamps = settings.timestamp === undefined ? undefined : stampRoundOf(settings.timestamp);

  function stampRoundOf({ url, country, certificates }: NonNullable<Settings['ledger']['timestamp']>) {
    const trusted = readCertificates(certificates, 'ledger.timestamp.certificates');
    const last = verifyTimestamps(folder, certificates).findLast(({ time }) => time !== undefined);
    return createStampRound({ folder, authority: { url, trusted }, post: post('timestamp', country), last, logger });
  }

  const turns: readonly Turn[] = [
    ...(settings.witnesses.length === 0
      ? []
      : [{ everyMs: settings.witnessMinutes * MINUTE_MS, run: onNewest(witnesses.run), dueAt: 0 }]),
    ...(stamps === undefined ? [] : [{ everyMs: stampEvery(settings), run: onNewest(stamps.run), dueAt: stampDue() }]),
  ];
  let running: Promise<unknown> = Promise.resolve();

  function stampDue(): number {
    const last = stamps?.state().at;
    return last === null || last === undefined ? 0 : Date.parse(last) + stampEvery(settings);
  }

  /** Nothing is asked before the first checkpoint. */
  function onNewest(run: (reader: LedgerReader) => Promise<boolean>): () => Promise<boolean> {
    return async () => {
      try {
        return await run(readLedger(folder));
      } catch (error) {
        if (error instanceof PlatformError && error.code === 'ledger.invalid') return true;
        throw error;
      }
    };
  }

  async function take(turn: Turn): Promise<void> {
    const good = await turn.run();
    turn.dueAt = clock.now() + (good ? turn.everyMs : Math.min(turn.everyMs, RETRY_MS));
  }

  /** One after the other, so that a person who asks does not meet the clock. */
  function inOrder(which: (turn: Turn) => boolean): Promise<void> {
    const next = running
      .then(() => Promise.all(turns.filter(which).map(take)))
      .catch((error: unknown) => logger.error('ledger.attestation_failed', { error }))
      .then(() => undefined);
    running = next;
    return next;
  }

  const tick = (): Promise<void> => inOrder(({ dueAt }) => dueAt <= clock.now());
  const status = (): AttestationStatus => ({ witnesses: witnesses.states(), timestamp: stamps?.state() });
  const timer = turns.length === 0 ? undefined : setInterval(() => void tick(), TICK_MS).unref();
  return {
    status,
    tick,
    async askNow() {
      await inOrder(() => true);
      return status();
    },
    close: () => clearInterval(timer),
  };
}

function stampEvery({ timestamp }: Settings['ledger']): number {
  return (timestamp?.hours ?? 1) * HOUR_MS;
}

function locationOf(country: string): Location {
  return country === 'local' ? { kind: 'local' } : { kind: 'remote', country };
}

function wrongKey(place: number): PlatformError {
  return new PlatformError('settings.invalid', `ledger.witnesses.${place}.key is not the key of a witness`, {
    field: `ledger.witnesses.${place}.key`,
    remedy: 'Copy the whole verifier key that the witness gives: NAME+ID+KEY.',
  });
}
