import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { settingsSchema, systemClock, type Logger } from '@riad/contracts';
import { verifyLedger } from '@riad/ledger/verify';
import { createRecoveryKey, openFileStore, openStore, startEmbeddedDatabase, type Store } from '@riad/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { dataFolderAt, prepareDataFolder, type DataFolder } from '../data-folder/data-folder.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';
import { makeBackup, type MadeBackup } from './make-backup.ts';
import { restoreBackup, type RestoredBackup } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';

const quiet: Logger = { info() {}, warn() {}, error() {} };
const { recoveryKey, recipient } = createRecoveryKey();
let world: DataControlWorld;
let out: string;
let made: MadeBackup;
let before: Readonly<Record<string, readonly string[]>>;
let fileKey: string;
let target: DataFolder;

beforeAll(async () => {
  world = await dataControlWith();
  out = mkdtempSync(join(tmpdir(), 'riad-backups-'));
  fileKey = await seed();
  before = await everything(world.store);
  made = await makeBackup({ ...backupTo(join(out, 'monday')), onPart: () => undefined });
  // What happens after the backup: a person is erased.
  const acting = { scope: world.scope, by: 'officer' };
  const request = await world.dataControl.rights.receive(acting, { kind: 'erase', identifiers: ['AB123456'] });
  await world.dataControl.rights.erase(acting, request.id);
  copyFileSync(join(world.folder.ledger, 'erasures.txt'), join(out, 'erasures.txt'));
});
afterAll(async () => {
  await world.close();
  rmSync(out, { recursive: true, force: true });
});
beforeEach(() => {
  target = dataFolderAt(mkdtempSync(join(tmpdir(), 'riad-restored-')));
});
afterEach(() => rmSync(target.root, { recursive: true, force: true }));

function backupTo(path: string) {
  const { folder, ledger, project } = world;
  const { organisationId: organisation } = project;
  return { folder, ledger, organisation, database: world.database, recipient, path, by: 'owner', clock: systemClock };
}

/** Rows of many types, a sealed record, a value in a vault, a file. */
async function seed(): Promise<string> {
  const { store, project, scope, privacy, ledger, folder } = world;
  await store.keys.create(scope, {
    name: 'poste de AB123456',
    projectId: project.id,
    limits: { requestsPerMinute: 7 },
  });
  await store.pool.query(
    `insert into users (id, organisation_id, role, name, email) values ('usr_1', $1, 'member', 'Amina', 'ab123456@example.ma')`,
    [project.organisationId],
  );
  await store.pool.query(
    `insert into policies (organisation_id, version, state, document, created_by) values ($1, 1, 'replaced', $2, 'x')`,
    [project.organisationId, JSON.stringify({ note: 'ligne\n"deux" \\ ٣ 😀', big: 12345678901234567890n.toString() })],
  );
  await privacy.conversations.withVault(
    { scope: { ...scope, projectId: project.id }, name: 'one', style: 'tag', hours: 1 },
    (vault) => vault.surrogateFor('cin', 'AB-123456'),
  );
  ledger.append({ type: 'test.opened', facts: {}, sealed: { subject: 'carte AB123456' } });
  await world.dataControl.register.setController({ scope, by: 'officer' }, { name: 'C', address: 'R', contact: 'd' });
  const files = openFileStore({ folder: join(folder.root, 'files'), keyFile: join(folder.keys, 'files.key') });
  return (await files.add(Readable.from([Buffer.from('a document')]), 1000)).key;
}

async function everything(store: Store): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows } = await store.pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
     and relname not in ('sessions', 'sign_in_links', 'kysely_migration', 'kysely_migration_lock') order by 1`,
  );
  const tables: Record<string, readonly string[]> = {};
  for (const { name } of rows) {
    const found = await store.pool.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
    tables[name] = found.rows.map(({ row }) => row);
  }
  return tables;
}

function restore(overrides: Partial<Parameters<typeof restoreBackup>[0]> = {}): Promise<RestoredBackup> {
  return restoreBackup({
    folder: target,
    path: made.path,
    recoveryKey,
    settings: () => settingsSchema.parse({}),
    by: 'officer',
    logger: quiet,
    onStep: () => undefined,
    ...overrides,
  });
}

async function withRestored<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const logFile = join(target.root, 'database.log');
  const database = await startEmbeddedDatabase({ folder: target.database, logFile, logger: quiet });
  const store = await openStore({ database: database.address, poolSize: 2, clock: systemClock, logger: quiet });
  try {
    return await work(store);
  } finally {
    await store.close();
    await database.stop();
  }
}

test('R24: a restore brings back every row, file and key, and the ledger verifies and goes on', async () => {
  const restored = await restore();
  expect(restored).toMatchObject({ id: made.id, erasedAgain: 0 });
  expect(await withRestored(everything)).toEqual(before);
  const report = verifyLedger(target.ledger, { keys: join(target.keys, 'records') });
  expect([report.problems, report.records]).toEqual([[], restored.records + 1]);
  const files = openFileStore({ folder: join(target.root, 'files'), keyFile: join(target.keys, 'files.key') });
  expect((await files.read(fileKey)).toString()).toBe('a document');
  expect(existsSync(join(target.root, 'restore.part'))).toBe(false);
});

test('R24, R9: who was erased after the backup is erased again before anybody can read it', async () => {
  const restored = await restore({ erasures: join(out, 'erasures.txt') });
  expect(restored.erasedAgain).toBe(1);
  const rows = JSON.stringify(await withRestored(everything));
  expect(rows).not.toMatch(/AB.?123456/i);
  const { problems, erased } = verifyLedger(target.ledger, { keys: join(target.keys, 'records') });
  expect([problems, erased > 0]).toEqual([[], true]);
});

test('R24: the list of erasures names nobody, and one that was changed is refused', async () => {
  const list = join(out, 'erasures.txt');
  expect(JSON.stringify(await verified())).not.toContain('123456');
  const changed = join(out, 'changed.txt');
  copyFileSync(list, changed);
  truncateSync(changed, 60);
  await expect(restore({ erasures: changed })).rejects.toMatchObject({ code: 'backup.erasures_needed' });
  await expect(restore({ erasures: join(out, 'none') })).rejects.toMatchObject({ code: 'backup.erasures_needed' });
  expect(leftIn(target)).toEqual([]);
});

function verified() {
  return verifyBackup({ path: made.path, recoveryKey });
}

test('R24: verify reads all of it and counts; a damaged backup, or keys of another, are refused and nothing is left', async () => {
  expect(await verified()).toMatchObject({ ok: true, id: made.id });
  const cut = join(out, 'cut');
  copyFileSync(made.path, cut);
  truncateSync(cut, made.bytes >> 1);
  await expect(verifyBackup({ path: cut, keysPath: made.keysPath, recoveryKey })).rejects.toMatchObject({
    code: 'backup.damaged',
  });
  await expect(restore({ path: cut, keysPath: made.keysPath })).rejects.toMatchObject({ code: 'backup.damaged' });
  const other = await makeBackup({ ...backupTo(join(out, 'tuesday')), onPart: () => undefined });
  await expect(restore({ keysPath: other.keysPath })).rejects.toMatchObject({ code: 'backup.damaged' });
  await expect(restore({ recoveryKey: createRecoveryKey().recoveryKey })).rejects.toMatchObject({
    code: 'backup.wrong_key',
  });
  expect(leftIn(target)).toEqual([]);
});

test('R24: a folder that holds data is left as it is', async () => {
  mkdirSync(target.keys);
  writeFileSync(join(target.keys, 'mine'), 'x');
  await expect(restore()).rejects.toMatchObject({ code: 'backup.not_empty' });
  expect(leftIn(target)).toEqual(['keys']);
});

test('R24: a restore that was interrupted is named when somebody starts a server there', () => {
  mkdirSync(join(target.root, 'restore.part'));
  expect(() => prepareDataFolder(target.root)).toThrow(/was not finished/);
  expect(prepareDataFolder(target.root, { restoring: true }).root).toBe(target.root);
});

test('R24: with a list of erasures a backup older than the list reaches back is refused', async () => {
  const clock = { now: () => Date.now() + 91 * 86_400_000, monotonic: () => performance.now() };
  await expect(restore({ clock, erasures: join(out, 'erasures.txt') })).rejects.toMatchObject({
    code: 'backup.expired',
  });
});

test('R24: a backup inside the data folder is refused, and one that fails leaves no file', async () => {
  const inside = backupTo(join(world.folder.root, 'backup'));
  await expect(makeBackup({ ...inside, onPart: () => undefined })).rejects.toMatchObject({ code: 'request.invalid' });
  const failing = backupTo(join(out, 'wednesday'));
  const onPart = (part: string): void => {
    if (part === 'keys') throw new Error('the disk went away');
  };
  await expect(makeBackup({ ...failing, onPart })).rejects.toThrow(/disk went away/);
  expect(readdirSync(out).filter((name) => name.startsWith('wednesday'))).toEqual([]);
});

function leftIn({ root }: DataFolder): readonly string[] {
  return readdirSync(root);
}
