import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import type { Scope } from '@riad/contracts';

import type { Store } from '../open-store.ts';
import { haveDebian, open, startDebianServer, temporaryFolder, type TestServer } from '../testing/test-servers.ts';
import { CONNECT_LIMIT_MS, HOLD_LIMIT_MS } from './open-pool.ts';

test.each([
  ['a socket that is not there', { url: 'postgres://riad@%2Fnowhere/riad' }, 'store.unavailable'],
  ['a port that nobody listens on', { url: 'postgres://riad@127.0.0.1:1/riad' }, 'store.unavailable'],
  ['an address of something else', { url: 'mysql://riad:hunter2@host/riad' }, 'settings.invalid'],
  ['an address that cannot be read', { url: 'postgres://riad:hunter2@host:port/riad' }, 'settings.invalid'],
])('%s is told at once, without the password', async (_name, location, code) => {
  const error: unknown = await open(location).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, remedy: expect.any(String) });
  expect(String(error)).not.toContain('hunter2');
});

describe.skipIf(!haveDebian)('a server elsewhere', () => {
  const folder = temporaryFolder();
  let server: TestServer;
  let store: Store;
  let scope: Scope;

  beforeAll(async () => {
    server = await startDebianServer(folder.path);
    store = await open(server.location);
    scope = (await store.tenancy.ensureDefault()).project;
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
    folder.remove();
  });

  const url = (): string => ('url' in server.location ? server.location.url : '');

  test('a wrong password and a database that does not exist are told apart from absence', async () => {
    const refused: unknown = await open({ url: url().replace('not%20a%20secret', 'wrong') }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ message: 'the database refused the user or the password' });
    const missing: unknown = await open({ url: url().replace(/postgres$/, 'none') }).catch((error: unknown) => error);
    expect(missing).toMatchObject({ message: 'the database does not exist' });
  });

  test('when it goes away every call fails in bounded time, and works again when it is back', async () => {
    const { key, secret } = await store.keys.create(scope, { name: 'k', projectId: await firstProject(), limits: {} });
    await store.keyDirectory.check(secret);
    await server.stop();
    const calls = [
      () => store.keys.list(scope),
      () => store.keys.revoke(scope, key.id),
      () => store.tenancy.projects(scope),
      () => store.signInLinks.create(scope),
      () => store.signInLinks.consume('any'),
    ];
    for (const call of calls) {
      const from = performance.now();
      await expect(call()).rejects.toMatchObject({ code: 'store.unavailable', kind: { status: 503 } });
      expect(performance.now() - from).toBeLessThan(CONNECT_LIMIT_MS + 1000);
    }
    expect(await store.healthy()).toBe(false);
    await expect
      .poll(() => store.keyDirectory.check(secret).catch((error: unknown) => error), { timeout: 2000 })
      .toMatchObject({ code: 'store.unavailable' });

    await server.start();
    expect(await store.healthy()).toBe(true);
    expect(await store.keyDirectory.check(secret)).toMatchObject({ kind: 'valid' });
    expect(await store.keys.revoke(scope, key.id)).toBe(true);
  });

  test('a session that hangs is cut, and does not hold up the next one', async () => {
    const hanging = store.pool.query('select pg_sleep(60)');
    const pid = await vi.waitFor(sleepingSession, { timeout: 30_000 });
    try {
      process.kill(pid, 'SIGSTOP');
      const from = performance.now();
      await expect(hanging).rejects.toThrow(/terminated/);
      expect(performance.now() - from).toBeLessThan(HOLD_LIMIT_MS + 2000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await store.healthy()).toBe(true);
  });

  async function sleepingSession(): Promise<number> {
    const { rows } = await store.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where query like '%pg_sleep(60)' and pid <> pg_backend_pid()`,
    );
    if (rows[0] === undefined) throw new Error('the session is not there yet');
    return rows[0].pid;
  }

  async function firstProject(): Promise<Awaited<ReturnType<Store['tenancy']['projects']>>[number]['id']> {
    return (await store.tenancy.ensureDefault()).project.id;
  }
});
