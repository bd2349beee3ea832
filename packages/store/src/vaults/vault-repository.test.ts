import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Scope, SealedSurrogate } from '@riad/contracts';

import type { EmbeddedDatabase } from '../embedded/embedded-database.ts';
import type { Store } from '../open-store.ts';
import { open, startEmbedded, temporaryFolder } from '../testing/test-servers.ts';

const folder = temporaryFolder();
let database: EmbeddedDatabase;
let store: Store;
let scope: Scope;
beforeAll(async () => {
  database = await startEmbedded(folder.path);
  store = await open(database.address);
  const { project } = await store.tenancy.ensureDefault();
  scope = { organisationId: project.organisationId, projectId: project.id };
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

const entry = (code: string, spelling: string): SealedSurrogate => ({
  type: 'cin',
  surrogate: `[[CIN_${code}]]`,
  code,
  variant: 1,
  entity: spelling,
  spelling,
  sealed: Buffer.from(spelling),
});
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const openVault = (name: string, expiresAt = inAnHour()) =>
  store.vaults.open(scope, { lookup: Buffer.from(name), wrappedKey: Buffer.from(`key of ${name}`), expiresAt });

test('servers that open one conversation get one vault with one key', async () => {
  const [first, second] = await Promise.all([openVault('a'), openVault('a')]);
  expect(second).toEqual(first);
  expect(await store.vaults.add(scope, first.id, [entry('222', 'x'), entry('333', 'y')])).toBe(true);
  expect((await openVault('a')).entries.map(({ code }) => code)).toEqual(['222', '333']);
});

test('a code that another server has given is refused, and nothing of that write remains', async () => {
  const { id } = await openVault('b');
  await store.vaults.add(scope, id, [entry('222', 'x')]);
  expect(await store.vaults.add(scope, id, [entry('444', 'z'), entry('222', 'other')])).toBe(false);
  expect((await openVault('b')).entries.map(({ code }) => code)).toEqual(['222']);
});

test('what is forgotten, or whose time is over, is gone with its key, and takes nothing more', async () => {
  const { id } = await openVault('c');
  await store.vaults.add(scope, id, [entry('222', 'x')]);
  expect(await store.vaults.forget(scope, id)).toBe(true);
  expect(await store.vaults.add(scope, id, [entry('333', 'y')])).toBe(false);
  expect(await store.vaults.find(scope, id)).toBeUndefined();

  const old = await openVault('d', new Date(Date.now() - 1));
  expect((await openVault('d')).id).not.toBe(old.id);
  await openVault('e', new Date(Date.now() - 1));
  expect(await store.vaults.forgetExpired()).toBe(1);
});
