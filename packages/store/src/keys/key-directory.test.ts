import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeId, type KeyCheck, type KeyLimits, type Scope } from '@riad/contracts';

import type { EmbeddedDatabase } from '../embedded/embedded-database.ts';
import type { Store } from '../open-store.ts';
import type { Project } from '../tenancy/tenancy.ts';
import { open, startEmbedded, temporaryFolder } from '../testing/test-servers.ts';

const folder = temporaryFolder();
let database: EmbeddedDatabase;
let store: Store;
let project: Project;

beforeAll(async () => {
  database = await startEmbedded(folder.path);
  store = await open(database.address);
  ({ project } = await store.tenancy.ensureDefault());
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

const organisation = (): Scope => ({ organisationId: project.organisationId });
const newKey = (expiresAt?: Date): ReturnType<Store['keys']['create']> => {
  const limits: KeyLimits = {};
  const input = { name: 'k', projectId: project.id, limits };
  return store.keys.create(organisation(), expiresAt === undefined ? input : { ...input, expiresAt });
};
const check = async (secret: string): Promise<KeyCheck['kind']> => (await store.keyDirectory.check(secret)).kind;

/** Questions that this store has asked the database about keys, by the server's own count of scans. */
async function scans(): Promise<number> {
  await store.pool.query('select pg_stat_force_next_flush()');
  const { rows } = await store.pool.query<{ scans: number }>(
    `select (seq_scan + coalesce(idx_scan, 0))::int as scans from pg_stat_user_tables where relname = 'api_keys'`,
  );
  return rows[0]?.scans ?? 0;
}

/** Asks until an answer is kept for longer than it holds by itself: then changes are listened to. */
async function untilKept(secret: string): Promise<void> {
  let since = performance.now();
  while (performance.now() - since < 900) {
    if (store.keyDirectory.checkCached(secret) === undefined) {
      await check(secret);
      since = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a key in use is answered from memory, without asking the database again', async () => {
  const { secret } = await newKey();
  await untilKept(secret);
  let missed = 0;
  const from = performance.now();
  while (performance.now() - from < 3000) {
    if (store.keyDirectory.checkCached(secret) === undefined) missed++;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(missed).toBe(0);
});

test('a key that expires while it is remembered stops at its time', async () => {
  const { secret } = await newKey(new Date(Date.now() + 700));
  expect(await check(secret)).toBe('valid');
  await expect.poll(() => check(secret), { timeout: 1000, interval: 20 }).toBe('expired');
});

test('a deleted key, a deleted project and a changed limit are heard of like a revocation', async () => {
  const { key, secret } = await newKey();
  await untilKept(secret);
  await store.pool.query(`update api_keys set limits = '{"requestsPerMinute":1}' where id = $1`, [key.id]);
  await expect
    .poll(() => store.keyDirectory.check(secret), { timeout: 1000, interval: 10 })
    .toMatchObject({ caller: { limits: { requestsPerMinute: 1 } } });
  await store.pool.query('delete from api_keys where id = $1', [key.id]);
  await expect.poll(() => check(secret), { timeout: 1000, interval: 10 }).toBe('unknown');

  const closing = await store.tenancy.createProject(organisation(), 'closing');
  const other = await store.keys.create(organisation(), { name: 'k', projectId: closing.id, limits: {} });
  await untilKept(other.secret);
  await store.pool.query('delete from projects where id = $1', [closing.id]);
  await expect.poll(() => check(other.secret), { timeout: 1000, interval: 10 }).toBe('unknown');
});

test.each([
  ['cut', 'select pg_terminate_backend($1)'],
  ['silent', undefined],
])('a revocation is seen within a second when the listening connection is %s', async (_how, command) => {
  const { key, secret } = await newKey();
  await untilKept(secret);
  const pid = await listener();
  try {
    if (command === undefined) process.kill(pid, 'SIGSTOP');
    else await store.pool.query(command, [pid]);
    await store.keys.revoke(organisation(), key.id);
    const revokedAt = performance.now();
    await expect.poll(() => check(secret), { timeout: 3000, interval: 10 }).toBe('revoked');
    expect(performance.now() - revokedAt).toBeLessThan(1000);
  } finally {
    if (command === undefined) process.kill(pid, 'SIGCONT');
  }
});

test('guessing secrets of a key that exists asks the database for nothing', async () => {
  const { key, secret } = await newKey();
  await untilKept(secret);
  const before = await scans();
  for (let guess = 0; guess < 500; guess++) {
    expect(await check(`riad_${key.id.slice(4)}_${String(guess).padStart(43, 'x')}`)).toBe('unknown');
  }
  expect((await scans()) - before).toBeLessThan(5);
  expect(await check(secret)).toBe('valid');
});

test('twenty thousand ids that do not exist push out no key that does', async () => {
  const { secret } = await newKey();
  await untilKept(secret);
  for (let wave = 0; wave < 200; wave++) {
    const guesses = Array.from({ length: 100 }, (_, index) => (wave * 100 + index).toString().padStart(12, '0'));
    await Promise.all(guesses.map((id) => check(`riad_${id}_${'x'.repeat(43)}`)));
  }
  expect(store.keyDirectory.checkCached(secret)).toMatchObject({ kind: 'valid', caller: { projectId: project.id } });
});

test('requests that arrive together with one key ask once', async () => {
  const { secret } = await newKey();
  const before = await scans();
  const answers = await Promise.all(Array.from({ length: 200 }, () => check(secret)));
  expect(new Set(answers)).toEqual(new Set(['valid']));
  expect((await scans()) - before).toBeLessThan(5);
});

test('a key of a project elsewhere is never taken for one of ours', async () => {
  await expect(
    store.keys.create({ organisationId: makeId('org', 'other') }, { name: 'k', projectId: project.id, limits: {} }),
  ).rejects.toMatchObject({ code: 'access.denied' });
});

async function listener(): Promise<number> {
  const { rows } = await store.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'riad keys' and datname = current_database()`,
  );
  const pid = rows[0]?.pid;
  if (pid === undefined) throw new Error('nobody listens');
  return pid;
}
