import { randomBytes } from 'node:crypto';

import type { Clock, KeyId, Lease, LeaseRequest, LimitLeases } from '@riad/contracts';
import { sql, type Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';

/** A bucket that nobody took from for an hour is full again. */
const FORGOTTEN_AFTER = '1 hour';
const FORGET_EVERY_MS = 600_000;

interface LeaseRow {
  key: KeyId;
  granted_requests: number;
  left_requests: number | null;
  granted_tokens: number;
  left_tokens: number | null;
  places: number;
}

/** Leases of one server. Keys are taken in their order: two servers never lock each other. */
export function createLimitLeases({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): LimitLeases {
  const server = randomBytes(8).toString('hex');
  let forgetAt = clock.monotonic() + FORGET_EVERY_MS;

  async function take(requests: readonly LeaseRequest[]): Promise<readonly Lease[]> {
    const wanted = requests
      .toSorted((left, right) => (left.keyId < right.keyId ? -1 : 1))
      .map(({ keyId, limits, requests: asked, tokens, places }) => [
        keyId,
        limits.requestsPerMinute ?? null,
        asked.charge,
        asked.need,
        asked.want,
        limits.tokensPerMinute ?? null,
        tokens.charge,
        tokens.need,
        tokens.want,
        limits.concurrentRequests ?? null,
        places.used,
        places.want,
      ]);
    const { rows } = await sql<LeaseRow>`
      select w->>0 as key, leased.* from jsonb_array_elements(${JSON.stringify(wanted)}::jsonb) as w
      cross join lateral lease_limits(
        w->>0, ${server}, (w->>1)::float8, (w->>2)::float8, (w->>3)::float8, (w->>4)::float8,
        (w->>5)::float8, (w->>6)::float8, (w->>7)::float8, (w->>8)::float8, (w->>9)::int, (w->>10)::int, (w->>11)::int
      ) as leased`.execute(database);
    await forget();
    return rows.map(presentLease);
  }

  async function forget(): Promise<void> {
    if (clock.monotonic() < forgetAt) return;
    forgetAt = clock.monotonic() + FORGET_EVERY_MS;
    await sql`delete from limit_buckets where filled_at < now() - ${FORGOTTEN_AFTER}::interval`.execute(database);
    await sql`delete from limit_places where renewed_at < now() - ${FORGOTTEN_AFTER}::interval`.execute(database);
  }

  return { take: (requests) => withStore(() => take(requests)) };
}

/** An amount without a limit leaves as much as anybody may want. */
function presentLease(row: LeaseRow): Lease {
  return {
    keyId: row.key,
    requests: { granted: row.granted_requests, left: row.left_requests ?? Number.POSITIVE_INFINITY },
    tokens: { granted: row.granted_tokens, left: row.left_tokens ?? Number.POSITIVE_INFINITY },
    places: row.places,
  };
}
