import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeId, modelName, type KeyId, type Scope, type UsageEntry } from '@riad/contracts';

import type { Store } from './open-store.ts';
import { haveDebian, open, servers, temporaryFolder, type TestServer } from './testing/test-servers.ts';
import type { Project } from './tenancy/tenancy.ts';

if (!haveDebian) process.stderr.write("SKIPPED: the store on Debian's PostgreSQL 15, which is not installed\n");

describe.each(servers.filter((server) => server.here))('the store on $name', ({ start }) => {
  const folder = temporaryFolder();
  let server: TestServer;
  let store: Store;
  let project: Project;
  let scope: Scope;

  beforeAll(async () => {
    server = await start(folder.path);
    store = await open(server.location);
    ({ project } = await store.tenancy.ensureDefault());
    scope = { organisationId: project.organisationId };
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
    folder.remove();
  });

  const newKey = (): Promise<{ key: { id: KeyId }; secret: string }> =>
    store.keys.create(scope, { name: 'k', projectId: project.id, limits: { requestsPerMinute: 5 } });

  test('the first organisation and project are made once, also by servers that start together', async () => {
    const again = await Promise.all([store.tenancy.ensureDefault(), store.tenancy.ensureDefault()]);
    expect(again).toEqual([
      { project, created: false },
      { project, created: false },
    ]);
  });

  test('a project is made once per name, in the scope of an organisation that exists', async () => {
    const made = await store.tenancy.createProject(scope, 'registry');
    expect(await store.tenancy.getProject(scope, 'registry')).toEqual(made);
    await expect(store.tenancy.createProject(scope, 'registry')).rejects.toMatchObject({ code: 'request.invalid' });
    const denied = [{ ...scope, projectId: project.id }, { organisationId: makeId('org', 'none') }];
    for (const each of denied) {
      await expect(store.tenancy.createProject(each, 'x')).rejects.toMatchObject({ code: 'access.denied' });
    }
    expect(await store.tenancy.organisation(scope)).toEqual({ id: project.organisationId, name: 'Organisation' });
    expect(await store.tenancy.organisation({ organisationId: makeId('org', 'none') })).toBeUndefined();
  });

  test('the installation keeps its name for good', async () => {
    const others = await Promise.all([open(server.location), open(server.location)]);
    expect(others.map((other) => other.installation)).toEqual([store.installation, store.installation]);
    expect(store.installation.id).toMatch(/^[0-9a-f]{32}$/);
    await Promise.all(others.map((other) => other.close()));
  });

  test('servers that start together bring the tables up to date one after the other', async () => {
    const stores = await Promise.all([open(server.location), open(server.location), open(server.location)]);
    expect(await Promise.all(stores.map((each) => each.healthy()))).toEqual([true, true, true]);
    await Promise.all(stores.map((each) => each.close()));
  });

  test('a new key is shown once, works, and only its hash is stored', async () => {
    const { key, secret } = await newKey();
    expect(secret).toMatch(/^riad_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    expect(await store.keyDirectory.check(secret)).toEqual({
      kind: 'valid',
      caller: {
        keyId: key.id,
        keyName: 'k',
        projectId: project.id,
        organisationId: project.organisationId,
        role: 'member',
        limits: { requestsPerMinute: 5 },
      },
    });
    expect(store.keyDirectory.checkCached(secret)).toMatchObject({ kind: 'valid' });
    const stored = await store.pool.query('select * from api_keys where id = $1', [key.id]);
    expect(JSON.stringify(stored.rows)).not.toContain(secret.slice(-40));
  });

  test('an expired, a wrong and a malformed key are told apart', async () => {
    const expiresAt = new Date(Date.now() - 1000);
    const { secret } = await store.keys.create(scope, { name: 'k', projectId: project.id, limits: {}, expiresAt });
    expect(await store.keyDirectory.check(secret)).toEqual({ kind: 'expired' });
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    expect(await store.keyDirectory.check(wrong)).toEqual({ kind: 'unknown' });
    expect(store.keyDirectory.checkCached('sk-nothing')).toEqual({ kind: 'unknown' });
  });

  test('a revocation by one server is seen by another within a second', async () => {
    const other = await open(server.location);
    try {
      const { key, secret } = await newKey();
      await expect.poll(async () => (await other.keyDirectory.check(secret)).kind, { timeout: 5000 }).toBe('valid');
      expect(await store.keys.revoke(scope, key.id)).toBe(true);
      const revokedAt = performance.now();
      await expect.poll(async () => (await other.keyDirectory.check(secret)).kind, { interval: 10 }).toBe('revoked');
      expect(performance.now() - revokedAt).toBeLessThan(1000);
    } finally {
      await other.close();
    }
  });

  test('a sign-in link works once', async () => {
    const token = await store.signInLinks.create(scope);
    const both = await Promise.all([store.signInLinks.consume(token), store.signInLinks.consume(token)]);
    expect(both.filter((each) => each !== undefined)).toEqual([
      { organisationId: project.organisationId, userId: null },
    ]);
    expect(await store.signInLinks.consume('never-made')).toBeUndefined();
  });

  test('usage is summed per key, model, target and day', async () => {
    const { key } = await newKey();
    const entry = usageOf(project, key.id);
    for (let count = 0; count < 5; count++) store.usage.add(entry);
    await store.usage.flush();
    store.usage.add({ ...entry, failed: true });
    await store.usage.flush();
    const { rows } = await store.pool.query(
      'select requests, failed, prompt_tokens::int, completion_tokens::int from usage_daily where key_id = $1',
      [key.id],
    );
    expect(rows).toEqual([{ requests: 6, failed: 1, prompt_tokens: 18, completion_tokens: 24 }]);
  });

  test('the last use of a key is kept', async () => {
    const { key, secret } = await newKey();
    const before = Date.now();
    await store.keyDirectory.check(secret);
    await store.usage.flush();
    const listed = (await store.keys.list(scope)).find((each) => each.id === key.id);
    expect(listed?.lastUsedAt?.getTime()).toBeGreaterThanOrEqual(before);
  });

  test('a text that PostgreSQL cannot keep is the fault of the request', async () => {
    await expect(store.keys.create(scope, { name: 'a\0b', projectId: project.id, limits: {} })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  test('a full disk is told as such', async () => {
    await store.pool.query(`
      create function fail_full() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger full_disk before insert on sign_in_links execute function fail_full()`);
    await expect(store.signInLinks.create(scope)).rejects.toMatchObject({ code: 'disk.full' });
    await store.pool.query('drop trigger full_disk on sign_in_links');
  });

  test('a migration that is missing below one that already ran is made up for', async () => {
    await store.pool.query(`delete from kysely_migration where name = '0050-purposes'`);
    await store.pool.query('drop table project_purposes, consents; drop sequence consent_changes');
    const reopened = await open(server.location);
    await reopened.close();
    const { rows } = await store.pool.query(`select count(*)::int as consents from consents`);
    expect(rows).toEqual([{ consents: 0 }]);
  });

  test('tables of a newer Riad are refused and left alone', async () => {
    await store.pool.query(`insert into kysely_migration (name, timestamp) values ('9999-future', 'x')`);
    await expect(open(server.location)).rejects.toMatchObject({ code: 'store.newer' });
    await store.pool.query(`delete from kysely_migration where name = '9999-future'`);
  });
});

function usageOf(project: Project, keyId: KeyId): UsageEntry {
  return {
    organisationId: project.organisationId,
    projectId: project.id,
    keyId,
    model: modelName('m'),
    target: 'embedded',
    promptTokens: 3,
    completionTokens: 4,
    failed: false,
    estimated: false,
  };
}
