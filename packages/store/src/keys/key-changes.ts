import { setTimeout as delay } from 'node:timers/promises';

import type { Clock, Logger } from '@riad/contracts';
import { Client, type ClientConfig } from 'pg';

import { CONNECT_LIMIT_MS } from '../connection/open-pool.ts';

/** How often the connection proves that it still delivers. */
const HEARTBEAT_MS = 250;
/** An unanswered heartbeat ends the connection. */
const ANSWER_LIMIT_MS = 500;
/** Without a question for this long, nobody depends on the proof and the database is left alone. */
const QUIET_MS = 5000;
const LONGEST_PAUSE_MS = 2000;

/** Hears of every change to a key, from any server on the same database. */
export interface KeyChanges {
  /** Monotonic time until which every change has been heard; `undefined` while nothing is heard. */
  heardUntil(): number | undefined;
  /** Says that somebody depends on `heardUntil`. */
  depend(): void;
  close(): Promise<void>;
}

export interface KeyChangesOptions {
  readonly connection: ClientConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: (keyId: string) => void;
  /** Changes may have been missed: everything known is in doubt. */
  readonly onGap: () => void;
}

export function listenToKeyChanges(options: KeyChangesOptions): KeyChanges {
  const { clock, logger, onChange, onGap } = options;
  const closing = new AbortController();
  let heardUntil: number | undefined;
  let dependedAt = Number.NEGATIVE_INFINITY;
  const finished = keepListening();

  async function keepListening(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      const client = new Client({
        ...options.connection,
        connectionTimeoutMillis: CONNECT_LIMIT_MS,
        query_timeout: ANSWER_LIMIT_MS,
        application_name: 'riad keys',
      });
      try {
        await listen(client);
        attempt = 0;
        await beat(client);
      } catch (error) {
        if (attempt === 0 && !closing.signal.aborted) logger.warn('keys.not_listening', { error });
      } finally {
        heardUntil = undefined;
        await client.end();
      }
      await rest(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt));
    }
  }

  async function listen(client: Client): Promise<void> {
    client.on('error', () => (heardUntil = undefined));
    client.on('end', () => (heardUntil = undefined));
    client.on('notification', ({ payload }) => onChange(payload ?? ''));
    await client.connect();
    await client.query('listen riad_keys');
    onGap();
  }

  /** An answer proves that all changes made before the question were delivered. Ends only by an error or at closing. */
  async function beat(client: Client): Promise<void> {
    while (!closing.signal.aborted) {
      const asked = clock.monotonic();
      if (asked - dependedAt < QUIET_MS) {
        await client.query('select 1');
        heardUntil = asked;
      }
      await rest(HEARTBEAT_MS);
    }
  }

  async function rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
  }

  return {
    heardUntil: () => heardUntil,
    depend: () => void (dependedAt = clock.monotonic()),
    async close() {
      closing.abort();
      await finished;
    },
  };
}
