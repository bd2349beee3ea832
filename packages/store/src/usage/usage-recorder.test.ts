import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeId, modelName, systemClock, type KeyId, type Logger, type UsageEntry } from '@riad/contracts';
import { Kysely, PostgresDialect } from 'kysely';

import type { EmbeddedDatabase } from '../embedded/embedded-database.ts';
import type { Store } from '../open-store.ts';
import type { Database } from '../schema.ts';
import { open, quiet, startEmbedded, temporaryFolder } from '../testing/test-servers.ts';
import { createUsageRecorder } from './usage-recorder.ts';
import { writeBatch } from './write-batch.ts';

const folder = temporaryFolder();
let database: EmbeddedDatabase;
let store: Store;
let tables: Kysely<Database>;

beforeAll(async () => {
  database = await startEmbedded(folder.path);
  store = await open(database.address);
  tables = new Kysely<Database>({ dialect: new PostgresDialect({ pool: store.pool }) });
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

const entry = (keyId: KeyId, model = 'm'): UsageEntry => ({
  organisationId: makeId('org', 'o'),
  projectId: makeId('prj', 'p'),
  keyId,
  model: modelName(model),
  target: 'embedded',
  promptTokens: 2,
  completionTokens: 3,
  failed: false,
  estimated: true,
});

async function requestsOf(keyId: KeyId): Promise<number> {
  const { rows } = await store.pool.query<{ sum: number }>(
    'select coalesce(sum(requests), 0)::int as sum from usage_daily where key_id = $1',
    [keyId],
  );
  return rows[0]?.sum ?? 0;
}

type Work = Parameters<ReturnType<Kysely<Database>['transaction']>['execute']>[0];

/** The same tables, with transactions that end otherwise. */
function withTransaction(execute: (work: Work) => Promise<unknown>): Kysely<Database> {
  return new Proxy(tables, {
    get(target, name) {
      if (name === 'transaction') return () => ({ execute });
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** The first write fails: before anything happened, or after it was done, as when the acknowledgement is lost. */
function failingOnce(when: 'before' | 'after'): Kysely<Database> {
  let failed = false;
  return withTransaction(async (work) => {
    if (failed) return tables.transaction().execute(work);
    failed = true;
    if (when === 'after') await tables.transaction().execute(work);
    throw new Error('Connection terminated unexpectedly');
  });
}

test.each(['before', 'after'] as const)('a batch whose write fails %s the fact is counted once', async (when) => {
  const key = makeId('key', `failed-${when}`);
  const recorder = createUsageRecorder({ database: failingOnce(when), clock: systemClock, logger: quiet });
  for (let count = 0; count < 10; count++) recorder.add(entry(key));
  await recorder.flush();
  // Counts that arrive while the first batch is still in doubt are kept apart from it.
  for (let count = 0; count < 7; count++) recorder.add(entry(key));
  await recorder.flush();
  await recorder.close();
  expect(await requestsOf(key)).toBe(17);
});

test('a clean stop writes what is waiting and leaves no note behind', async () => {
  const key = makeId('key', 'stopped');
  const recorder = createUsageRecorder({ database: tables, clock: systemClock, logger: quiet });
  const before = await store.pool.query('select id from usage_writers');
  recorder.add(entry(key));
  await recorder.close();
  expect(await requestsOf(key)).toBe(1);
  expect((await store.pool.query('select id from usage_writers')).rowCount).toBe(before.rowCount);
});

test('nine thousand different sums fit into one batch', async () => {
  const key = makeId('key', 'many');
  const recorder = createUsageRecorder({ database: tables, clock: systemClock, logger: quiet });
  for (let model = 0; model < 9000; model++) recorder.add(entry(key, `m${model}`));
  await recorder.close();
  expect(await requestsOf(key)).toBe(9000);
});

test('memory stays bounded while the database is away, and what is dropped is said once', async () => {
  const said: string[] = [];
  const logger: Logger = { ...quiet, error: (event) => said.push(event) };
  const away = withTransaction(() => Promise.reject(new Error('away')));
  let now = 0;
  const clock = { now: () => Date.now(), monotonic: () => (now += 10_000) };
  const recorder = createUsageRecorder({ database: away, clock, logger });
  for (let model = 0; model < 50_100; model++) recorder.add(entry(makeId('key', 'away'), `m${model}`));
  await recorder.close();
  expect(said).toEqual(['usage.dropped', 'usage.lost']);
});

test('servers that write the same rows at the same time do not lock each other', async () => {
  const keys = Array.from({ length: 50 }, (_, index) => makeId('key', `shared-${index}`));
  const recorders = Array.from({ length: 4 }, () =>
    createUsageRecorder({ database: tables, clock: systemClock, logger: quiet }),
  );
  for (let round = 0; round < 10; round++) {
    for (const recorder of recorders)
      for (const key of round % 2 === 0 ? keys : keys.toReversed()) recorder.add(entry(key));
    await Promise.all(recorders.map((recorder) => recorder.flush()));
  }
  await Promise.all(recorders.map((recorder) => recorder.close()));
  expect(await Promise.all(keys.map(requestsOf))).toEqual(keys.map(() => 40));
});

test('an older use of a key never replaces a newer one', async () => {
  const { project } = await store.tenancy.ensureDefault();
  const { key } = await store.keys.create(project, { name: 'k', projectId: project.id, limits: {} });
  const late = new Date('2026-01-02T00:00:00Z');
  await writeBatch(tables, 'a', { number: 1, sums: [], used: [[key.id, late]] });
  await writeBatch(tables, 'b', { number: 1, sums: [], used: [[key.id, new Date('2026-01-01T00:00:00Z')]] });
  expect((await store.keys.list(project)).find((each) => each.id === key.id)?.lastUsedAt).toEqual(late);
});
