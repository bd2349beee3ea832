import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '../open-store.ts';
import { open, pidOf, startEmbedded, startMade, temporaryFolder } from '../testing/test-servers.ts';
import type { EmbeddedDatabase } from './embedded-database.ts';

let folder: ReturnType<typeof temporaryFolder>;
let database: EmbeddedDatabase | undefined;
let store: Store | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  database = undefined;
  store = undefined;
});
afterEach(async () => {
  await store?.close();
  await database?.stop();
  folder.remove();
});

test('no acknowledged row is lost in twenty kills of the database, and the server goes on without a restart', async () => {
  database = await startMade(folder.path);
  store = await open(database.address);
  await store.pool.query('create table kill_test (n int primary key)');
  const acknowledged: number[] = [];
  const revivals: number[] = [];
  for (let round = 0; round < 20; round++) revivals.push(await killWhileWriting(database, store, acknowledged));
  const { rows } = await store.pool.query<{ n: number }>('select n from kill_test');
  const kept = new Set(rows.map((row) => row.n));
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
  const sorted = revivals.toSorted((left, right) => left - right);
  process.stderr.write(
    `20 kills: ${acknowledged.length} rows acknowledged, 0 lost; writes again after ${sorted[10]} ms (middle), ${sorted[19]} ms (longest)\n`,
  );
  // The fastest, because others may use this machine as well: no wait or back-off of ours reaches two seconds.
  expect(sorted[0]).toBeLessThan(2000);
}, 240_000);

/** Kills the postmaster during writes; milliseconds until a write is acknowledged again. */
async function killWhileWriting(target: EmbeddedDatabase, { pool }: Store, acknowledged: number[]): Promise<number> {
  const victim = pidOf(target);
  let killedAt = Number.POSITIVE_INFINITY;
  setTimeout(() => {
    killedAt = performance.now();
    process.kill(victim, 'SIGKILL');
  }, 30);
  for (let n = (acknowledged.at(-1) ?? 0) + 1000; ; n++) {
    const written = await pool.query('insert into kill_test values ($1)', [n]).then(
      () => true,
      () => false,
    );
    if (written) acknowledged.push(n);
    else await new Promise((resolve) => setTimeout(resolve, 10));
    if (written && target.pid() !== undefined && target.pid() !== victim)
      return Math.round(performance.now() - killedAt);
    if (performance.now() - killedAt > 30_000) throw new Error('the database did not come back');
  }
}

const canMount = spawnSync('/usr/bin/unshare', ['-m', 'true']).status === 0 && process.getuid?.() === 0;
if (!canMount) process.stderr.write('SKIPPED: a disk that is really full, which needs the right to mount one\n');

describe.runIf(canMount)('a full disk', () => {
  const disk = (): string => join(folder.path, 'database');
  const resize = (megabytes: number): unknown =>
    execFileSync('/bin/mount', ['-o', `remount,size=${megabytes}m`, disk()]);

  beforeEach(() => {
    mkdirSync(disk());
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=75m,mode=711', 'tmpfs', disk()]);
  });
  afterEach(async () => {
    await store?.close();
    await database?.stop();
    store = undefined;
    database = undefined;
    execFileSync('/bin/umount', ['-l', disk()]);
  });

  test('at the first start is said, leaves nothing half made, and the next start with space works', async () => {
    await expect(startEmbedded(folder.path)).rejects.toMatchObject({ code: 'disk.full', remedy: expect.any(String) });
    expect(readdirSync(disk()).filter((name) => name.startsWith('data'))).toEqual([]);
    resize(400);
    database = await startEmbedded(folder.path);
    store = await open(database.address);
    expect(await store.healthy()).toBe(true);
  });

  test('while it runs refuses writes, loses nothing, and writes work again once there is space', async () => {
    resize(400);
    database = await startEmbedded(folder.path);
    store = await open(database.address);
    const { tenancy, signInLinks, pool } = store;
    const { project } = await tenancy.ensureDefault();
    await pool.query('create table filler (n serial, text text)');
    const token = await signInLinks.create(project);
    resize(140);
    const refusals = new Set<unknown>();
    for (let round = 0; round < 200 && refusals.size === 0; round++) {
      await pool
        .query("insert into filler (text) select string_agg(md5(random()::text), '') from generate_series(1, 30000)")
        .catch((error: unknown) => refusals.add(error));
    }
    expect([...refusals]).toHaveLength(1);
    writeFillerUntilFull(join(disk(), 'filler'));
    const refused: unknown = await pool
      .query('insert into filler (text) values (repeat(md5(random()::text), 90000))')
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);

    rmSync(join(disk(), 'filler'));
    resize(400);
    await expect
      .poll(() => signInLinks.create(project).catch(() => undefined), { timeout: 20_000 })
      .toBeTypeOf('string');
    expect(await signInLinks.consume(token)).toMatchObject({ organisationId: project.organisationId });
  });
});

function writeFillerUntilFull(path: string): void {
  try {
    for (let size = 0; size < 400; size++) writeFileSync(path, Buffer.alloc(1024 * 1024), { flag: 'a' });
  } catch {
    // Full: that is what it is for.
  }
}
