import { describeLocation, type Clock, type EgressRequest, type Logger } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { createDayReader } from '../usage/day-reader.ts';

const FLUSH_MS = 1000;

export interface EgressCount {
  /** Who wanted out: `upstream:mistral-eu`, `model-store`, … */
  readonly purpose: string;
  /** ISO 3166-1 code, or `local`. */
  readonly country: string;
  readonly host: string;
  readonly opened: number;
  readonly refused: number;
}

/** Which places were reached, by day: what the residency report is made of. */
export interface EgressLog {
  note(request: EgressRequest, outcome: 'opened' | 'refused'): void;
  /** Sums from the first day to the last, both included (`2026-11-25`, UTC). */
  between(from: string, to: string): Promise<readonly EgressCount[]>;
  close(): Promise<void>;
}

export interface EgressLogOptions {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Row = { day: string; purpose: string; country: string; host: string; opened: number; refused: number };

/** Counts are written every second. What the database does not take is kept and written later. */
export function createEgressLog({ database, clock, logger }: EgressLogOptions): EgressLog & { close(): Promise<void> } {
  const sums = new Map<string, Row>();
  const dayOf = createDayReader();
  let writing: Promise<void> | undefined;
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  function note({ purpose, url, location }: EgressRequest, outcome: 'opened' | 'refused'): void {
    const day = dayOf(clock.now());
    const country = describeLocation(location);
    const key = `${day} ${purpose} ${country} ${url.host}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = { day, purpose, country, host: url.host, opened: 0, refused: 0 };
      sums.set(key, sum);
    }
    sum[outcome]++;
  }

  function flush(): Promise<void> {
    writing ??= write().finally(() => (writing = undefined));
    return writing;
  }

  async function write(): Promise<void> {
    const taken = [...sums];
    sums.clear();
    for (const [index, [, sum]] of taken.entries()) {
      try {
        await addSum(database, sum);
      } catch (error) {
        for (const [key, kept] of taken.slice(index)) putBack(key, kept);
        logger.warn('egress.not_written', { error });
        return;
      }
    }
  }

  function putBack(key: string, { opened, refused, ...place }: Row): void {
    const later = sums.get(key) ?? { ...place, opened: 0, refused: 0 };
    later.opened += opened;
    later.refused += refused;
    sums.set(key, later);
  }

  return {
    note,
    async between(from, to) {
      await flush();
      return withStore(() => read(database, from, to));
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

async function addSum(database: Kysely<Database>, sum: Row): Promise<void> {
  await database
    .insertInto('egress_daily')
    .values(sum)
    .onConflict((conflict) =>
      conflict.columns(['day', 'purpose', 'country', 'host']).doUpdateSet({
        opened: sql`egress_daily.opened + excluded.opened`,
        refused: sql`egress_daily.refused + excluded.refused`,
      }),
    )
    .execute();
}

async function read(database: Kysely<Database>, from: string, to: string): Promise<readonly EgressCount[]> {
  const rows = await database
    .selectFrom('egress_daily')
    .select(['purpose', 'country', 'host'])
    .select(({ fn }) => [fn.sum<string>('opened').as('opened'), fn.sum<string>('refused').as('refused')])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['purpose', 'country', 'host'])
    .orderBy('country')
    .orderBy('purpose')
    .orderBy('host')
    .execute();
  return rows.map((row) => ({ ...row, opened: Number(row.opened), refused: Number(row.refused) }));
}
