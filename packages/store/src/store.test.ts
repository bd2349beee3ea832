import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock, type Logger, type Scope } from '@riad/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startEmbeddedDatabase, type EmbeddedDatabase } from './embedded/embedded-database.ts';
import { openStore, type Store } from './open-store.ts';
import type { Project } from './tenancy/tenancy.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };
let root: string;
let database: EmbeddedDatabase;
let store: Store;
let project: Project;
let scope: Scope;

const start = (folder: string): Promise<EmbeddedDatabase> =>
  startEmbeddedDatabase({ folder, logFile: join(folder, '../database.log'), logger: quiet });
const open = (address: EmbeddedDatabase['address']): Promise<Store> =>
  openStore({ database: address, poolSize: 4, clock: systemClock, logger: quiet });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'riad-store-'));
  execFileSync('chmod', ['711', root]);
  database = await start(join(root, 'database'));
  store = await open(database.address);
  ({ project } = await store.tenancy.ensureDefault());
  scope = { organisationId: project.organisationId };
});
afterAll(async () => {
  await store.close();
  await database.stop();
  rmSync(root, { recursive: true, force: true });
});

test('the first organisation and project are made once', async () => {
  const again = await store.tenancy.ensureDefault();
  expect(again).toEqual({ project, created: false });
});

describe('keys', () => {
  test('a new key is shown once, works, and only its hash is stored', async () => {
    const { key, secret } = await store.keys.create(scope, {
      name: 'k',
      projectId: project.id,
      limits: { requestsPerMinute: 5 },
    });
    expect(secret).toMatch(/^riad_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    expect(await store.keyDirectory.check(secret)).toEqual({
      kind: 'valid',
      caller: {
        keyId: key.id,
        keyName: 'k',
        projectId: project.id,
        organisationId: project.organisationId,
        limits: { requestsPerMinute: 5 },
      },
    });
    const stored = await store.pool.query('select * from api_keys where id = $1', [key.id]);
    expect(JSON.stringify(stored.rows)).not.toContain(secret.slice(-40));
  });

  test('a revoked key stops working within a second', async () => {
    const { key, secret } = await store.keys.create(scope, { name: 'k', projectId: project.id, limits: {} });
    await store.keyDirectory.check(secret);
    expect(await store.keys.revoke(scope, key.id)).toBe(true);
    const revokedAt = performance.now();
    await expect
      .poll(async () => (await store.keyDirectory.check(secret)).kind, { timeout: 1500, interval: 25 })
      .toBe('revoked');
    expect(performance.now() - revokedAt).toBeLessThan(1000);
  });

  test('an expired, a wrong and a malformed key are told apart', async () => {
    const { secret } = await store.keys.create(scope, {
      name: 'k',
      projectId: project.id,
      limits: {},
      expiresAt: new Date(Date.now() - 1000),
    });
    expect(await store.keyDirectory.check(secret)).toEqual({ kind: 'expired' });
    expect(await store.keyDirectory.check(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`)).toEqual({
      kind: 'unknown',
    });
    expect(store.keyDirectory.checkCached('sk-nothing')).toEqual({ kind: 'unknown' });
  });

  test('another organisation sees and changes nothing', async () => {
    const { key } = await store.keys.create(scope, { name: 'k', projectId: project.id, limits: {} });
    const stranger: Scope = { organisationId: 'org_0000000000000000' as Scope['organisationId'] };
    expect(await store.keys.list(stranger)).toEqual([]);
    expect(await store.keys.revoke(stranger, key.id)).toBe(false);
    await expect(store.keys.create(stranger, { name: 'x', projectId: project.id, limits: {} })).rejects.toMatchObject({
      code: 'access.denied',
    });
    expect(await store.tenancy.projects(stranger)).toEqual([]);
    expect((await store.keys.list(scope)).find((candidate) => candidate.id === key.id)?.revokedAt).toBeNull();
  });
});

test('a sign-in link works once', async () => {
  const token = await store.signInLinks.create(scope);
  expect(await store.signInLinks.consume(token)).toBe(project.organisationId);
  expect(await store.signInLinks.consume(token)).toBeUndefined();
  expect(await store.signInLinks.consume('never-made')).toBeUndefined();
});

test('usage is summed per key, model, target and day', async () => {
  const { key } = await store.keys.create(scope, { name: 'k', projectId: project.id, limits: {} });
  const entry = {
    organisationId: project.organisationId,
    projectId: project.id,
    keyId: key.id,
    model: 'm' as never,
    target: 'embedded',
    promptTokens: 3,
    completionTokens: 4,
    failed: false,
    estimated: false,
  };
  for (let count = 0; count < 5; count++) store.usage.add(entry);
  await store.usage.flush();
  store.usage.add({ ...entry, failed: true });
  await store.usage.flush();
  const { rows } = await store.pool.query(
    'select requests, failed, prompt_tokens::int from usage_daily where key_id = $1',
    [key.id],
  );
  expect(rows).toEqual([{ requests: 6, failed: 1, prompt_tokens: 18 }]);
});

test('an acknowledged row survives twenty kills of the database, and the server goes on without a restart', async () => {
  await store.pool.query('create table kill_test (n int primary key)');
  const acknowledged: number[] = [];
  const restarts: number[] = [];
  for (let round = 0; round < 20; round++) restarts.push(await killWhileWriting(acknowledged));
  const { rows } = await store.pool.query<{ n: number }>('select n from kill_test');
  const kept = new Set(rows.map((row) => row.n));
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
  expect(Math.max(...restarts)).toBeLessThan(2000);
}, 120_000);

/** Kills the postmaster during writes; milliseconds until a write is acknowledged again. */
async function killWhileWriting(acknowledged: number[]): Promise<number> {
  const victim = database.pid();
  let killedAt = Number.POSITIVE_INFINITY;
  setTimeout(() => {
    killedAt = performance.now();
    if (victim !== undefined) process.kill(victim, 'SIGKILL');
  }, 30);
  for (let n = (acknowledged.at(-1) ?? 0) + 1000; ; n++) {
    const written = await store.pool.query('insert into kill_test values ($1)', [n]).then(
      () => true,
      () => false,
    );
    if (written) acknowledged.push(n);
    else await new Promise((resolve) => setTimeout(resolve, 10));
    const revived = written && database.pid() !== undefined && database.pid() !== victim;
    if (revived) return Math.round(performance.now() - killedAt);
    if (performance.now() - killedAt > 10_000) throw new Error('the database did not come back');
  }
}

test('a database that is not there is said to be unavailable, at once', async () => {
  const away = await openStore({
    database: { host: join(root, 'nowhere'), database: 'riad', user: 'riad' },
    poolSize: 2,
    clock: systemClock,
    logger: quiet,
  }).catch((error: unknown) => error);
  expect(away).toMatchObject({ code: 'store.unavailable' });
});

describe('the database folder', () => {
  test('a first start that was interrupted leaves nothing half made', async () => {
    const folder = join(root, 'interrupted');
    mkdirSync(join(folder, 'data.new-1/base'), { recursive: true });
    const second = await start(folder);
    await second.stop();
    expect(readdirSync(folder).filter((name) => name.startsWith('data.new'))).toEqual([]);
    expect(readFileSync(join(folder, 'data/PG_VERSION'), 'utf8').trim()).toBe('18');
  });

  test('a folder of a newer PostgreSQL is refused and left alone', async () => {
    const folder = join(root, 'newer');
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'data/PG_VERSION'), '99\n');
    await expect(start(folder)).rejects.toMatchObject({ code: 'store.newer' });
    expect(readdirSync(join(folder, 'data'))).toEqual(['PG_VERSION']);
  });

  test('tables of a newer Riad are refused and left alone', async () => {
    await store.pool.query(`insert into kysely_migration (name, timestamp) values ('9999-future', 'x')`);
    await expect(open(database.address)).rejects.toMatchObject({ code: 'store.newer' });
    await store.pool.query(`delete from kysely_migration where name = '9999-future'`);
  });

  test('killing the process that started it leaves no database behind', async () => {
    const folder = join(root, 'orphan');
    const script = join(root, 'start.ts');
    writeFileSync(
      script,
      `import { startEmbeddedDatabase } from ${JSON.stringify(join(import.meta.dirname, 'embedded/embedded-database.ts'))};
       const database = await startEmbeddedDatabase({ folder: ${JSON.stringify(folder)}, logFile: ${JSON.stringify(join(root, 'orphan.log'))}, logger: { info() {}, warn() {}, error() {} } });
       process.send({ pid: database.pid() });
       setInterval(() => {}, 1000);`,
    );
    const child = fork(script);
    const { pid } = await new Promise<{ pid: number }>((resolve) =>
      child.once('message', (message) => resolve(message as { pid: number })),
    );
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5000 }).toBe(false);
  });
});
