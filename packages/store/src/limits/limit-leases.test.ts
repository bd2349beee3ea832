import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeId, systemClock, type KeyId, type KeyLimits, type LeaseRequest, type LimitLeases } from '@riad/contracts';
import { Kysely, PostgresDialect } from 'kysely';

import type { EmbeddedDatabase } from '../embedded/embedded-database.ts';
import type { Store } from '../open-store.ts';
import type { Database } from '../schema.ts';
import { open, startMade, temporaryFolder } from '../testing/test-servers.ts';
import { createLimitLeases } from './limit-leases.ts';

const folder = temporaryFolder();
let database: EmbeddedDatabase;
let store: Store;
let first: LimitLeases;
let second: LimitLeases;

beforeAll(async () => {
  database = await startMade(folder.path);
  store = await open(database.address);
  const tables = new Kysely<Database>({ dialect: new PostgresDialect({ pool: store.pool }) });
  first = createLimitLeases({ database: tables, clock: systemClock });
  second = createLimitLeases({ database: tables, clock: systemClock });
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

const nothing = { charge: 0, need: 0, want: 0 };

function asking(keyId: KeyId, limits: KeyLimits, wanted: Partial<LeaseRequest>): LeaseRequest {
  return { keyId, limits, requests: nothing, tokens: nothing, places: { used: 0, want: 0 }, ...wanted };
}

async function lease(server: LimitLeases, request: LeaseRequest) {
  const [found] = await server.take([request]);
  if (found === undefined) throw new Error('no lease');
  return found;
}

test('what servers lease together is never more than the budget', async () => {
  const key = makeId('key', 'budget');
  const wanted = asking(key, { requestsPerMinute: 60 }, { requests: { charge: 0, need: 1, want: 7 } });
  const leases = await Promise.all(Array.from({ length: 40 }, (_, index) => lease(index % 2 ? first : second, wanted)));
  const granted = leases.reduce((sum, { requests }) => sum + requests.granted, 0);
  // A request a second flows in while the test runs.
  expect(granted).toBeGreaterThanOrEqual(59);
  expect(granted).toBeLessThan(60 + 30);
});

test('less than is needed is not given, and what is given back is there for others', async () => {
  const key = makeId('key', 'back');
  const limits = { tokensPerMinute: 100 };
  const all = await lease(first, asking(key, limits, { tokens: { charge: 0, need: 90, want: 95 } }));
  expect(all.tokens.granted).toBe(95);
  const wanted = asking(key, limits, { tokens: { charge: 0, need: 50, want: 50 } });
  expect((await lease(second, wanted)).tokens.granted).toBe(0);
  await lease(first, asking(key, limits, { tokens: { charge: -95, need: 0, want: 0 } }));
  expect((await lease(second, wanted)).tokens.granted).toBe(50);
});

test('what was used beyond a lease is charged', async () => {
  const key = makeId('key', 'debt');
  const limits = { tokensPerMinute: 100 };
  const { tokens } = await lease(first, asking(key, limits, { tokens: { charge: 250, need: 1, want: 10 } }));
  expect(tokens.granted).toBe(0);
  expect(tokens.left).toBeLessThan(-140);
});

test('places of a server that died are given to others after fifteen seconds', async () => {
  const key = makeId('key', 'places');
  const limits = { concurrentRequests: 3 };
  const wanted = (used: number, want: number) => asking(key, limits, { places: { used, want } });
  expect((await lease(first, wanted(0, 2))).places).toBe(2);
  expect((await lease(second, wanted(0, 5))).places).toBe(1);
  await store.pool.query(
    `update limit_places set renewed_at = renewed_at - interval '16 seconds' where key_id = $1 and held = 2`,
    [key],
  );
  expect((await lease(second, wanted(1, 5))).places).toBe(3);
});

test('a key without limits is not held back, and a limit that is taken away is forgotten', async () => {
  const key = makeId('key', 'free');
  const wanted = { requests: { charge: 0, need: 5, want: 5 }, places: { used: 0, want: 2 } };
  await lease(first, asking(key, { requestsPerMinute: 1 }, wanted));
  expect(await lease(first, asking(key, {}, wanted))).toMatchObject({
    requests: { granted: 5, left: Number.POSITIVE_INFINITY },
    places: 2,
  });
});
