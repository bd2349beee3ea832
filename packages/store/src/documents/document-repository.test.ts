import { Readable } from 'node:stream';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeId, type Collection, type IndexedContent, type Scope } from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { EmbeddedDatabase } from '../embedded/embedded-database.ts';
import { openFileStore } from '../files/file-store.ts';
import type { Store } from '../open-store.ts';
import { open, startEmbedded, temporaryFolder } from '../testing/test-servers.ts';

const folder = temporaryFolder();
let database: EmbeddedDatabase;
let store: Store;
let scope: Required<Scope>;
let collection: Collection;

beforeAll(async () => {
  database = await startEmbedded(folder.path);
  store = await open(database.address);
  const { project } = await store.tenancy.ensureDefault();
  scope = { organisationId: project.organisationId, projectId: project.id };
  collection = await store.documents.createCollection(scope, {
    projectId: project.id,
    name: 'lois',
    description: null,
  });
});
afterAll(async () => {
  await store.close();
  await database.stop();
  folder.remove();
});

const content: IndexedContent = {
  title: 'Loi 55-19',
  format: 'pdf',
  quality: 0.9,
  qualityProblems: ['hidden-text'],
  pages: [{ number: 1, width: 595, height: 842, text: 'Article 1\0', quality: 0.9, problems: [], source: 'text' }],
  passages: [0, 1, 2].map((ordinal) => ({
    ordinal,
    heading: 'Article 1',
    text: `Passage ${ordinal} \ud800`,
    page: 1,
    sentences: [{ start: 0, end: 9, page: 1, boxes: [[1, 2, 3, 4]] }],
    references: ['law:55-19#1'],
  })),
  version: 1,
};

function add(name: string) {
  return store.documents.add(scope, {
    collectionId: collection.id,
    name,
    bytes: 10,
    sha256: name,
    fileKey: `key of ${name}`,
  });
}

test('a document goes its way: waiting, read, found by words, given vectors, ready; work that was left is taken up where it stopped', async () => {
  const { documents } = store;
  const { document, existed } = await add('a.pdf');
  expect([existed, (await add('a.pdf')).existed, document.state]).toEqual([false, true, 'queued']);
  const before = (await documents.getCollection(scope, 'lois')).revision;

  const work = await documents.work.claim({ version: 1, leaseMs: 60_000 });
  expect(work).toMatchObject({ document: { id: document.id }, extract: true, scope });
  expect(await documents.work.claim({ version: 1, leaseMs: 60_000 })).toBeUndefined();
  expect(await documents.work.saveContent(document.id, content)).toBe(true);
  expect((await documents.getCollection(scope, 'lois')).revision).toBeGreaterThan(before);
  expect(await documents.searchable(scope, collection.id)).toHaveLength(1);

  // Whoever held it died: its lease runs out.
  await documents.work.release(document.id, -1);
  const again = await documents.work.claim({ version: 1, leaseMs: 60_000 });
  expect(again).toMatchObject({ document: { id: document.id, state: 'indexing' }, extract: false });
  const waiting = await documents.work.withoutVectors(document.id, 'm', 10);
  expect(waiting.map(({ text }) => text.slice(0, 19))).toEqual([
    'Article 1\nPassage 0',
    'Article 1\nPassage 1',
    'Article 1\nPassage 2',
  ]);
  await documents.work.saveVectors(
    'm',
    waiting.map(({ passageId }, at) => ({ passageId, vector: Float32Array.from(at === 2 ? [] : [at, 0.5]) })),
  );
  expect(await documents.work.withoutVectors(document.id, 'm', 10)).toEqual([]);
  await documents.work.finish(document.id);

  const rows = await documents.indexRows(scope, document.id);
  expect(rows.map(({ vector }) => (vector === null ? null : [...vector]))).toEqual([[0, 0.5], [1, 0.5], null]);
  const [passage] = await documents.passages(scope, [rows[0]?.passageId ?? '']);
  expect(passage).toMatchObject({
    documentName: 'a.pdf',
    references: ['law:55-19#1'],
    sentences: content.passages[0]?.sentences,
  });
  expect(await documents.get(scope, document.id)).toMatchObject({
    state: 'ready',
    pages: 1,
    passages: 3,
    quality: 0.9,
  });
  // A newer way of reading takes it up again; the old passages stay until then.
  expect(await documents.work.claim({ version: 2, leaseMs: 60_000 })).toMatchObject({
    document: { id: document.id },
    extract: true,
  });
});

test('a document removed while it is worked on leaves nothing behind, and its work is told so', async () => {
  const { documents } = store;
  const { document } = await add('b.pdf');
  await documents.work.claim({ version: 1, leaseMs: 60_000 });
  expect(await documents.remove(scope, document.id)).toEqual(['key of b.pdf']);
  expect(await documents.work.saveContent(document.id, content)).toBe(false);
  expect(await documents.work.progress(document.id, { state: 'indexing', done: 0, total: 1, leaseMs: 1 })).toBe(false);
  await expect(documents.get(scope, document.id)).rejects.toMatchObject({ code: 'document.not_found' });
});

test('a document that takes its reader down again and again is given up', async () => {
  const { documents } = store;
  const { document } = await add('c.pdf');
  for (let attempt = 0; attempt < 4; attempt++) await documents.work.claim({ version: 1, leaseMs: -1 });
  await documents.work.claim({ version: 1, leaseMs: -1 });
  expect(await documents.get(scope, document.id)).toMatchObject({
    state: 'failed',
    problem: { code: 'document.damaged' },
  });
});

test('nobody of another organisation or project sees, changes or removes anything', async () => {
  const { documents } = store;
  const { document } = await add('d.pdf');
  await documents.work.saveContent(document.id, content);
  const [row] = await documents.indexRows(scope, document.id);
  const outsiders: readonly Scope[] = [
    { organisationId: makeId('org', 'stranger') },
    { organisationId: makeId('org', 'stranger'), projectId: scope.projectId },
    { organisationId: scope.organisationId, projectId: makeId('prj', 'neighbour') },
  ];
  for (const outsider of outsiders) {
    const asked = [
      documents.getCollection(outsider, collection.id),
      documents.updateCollection(outsider, collection.id, { name: 'x' }),
      documents.removeCollection(outsider, collection.id),
      documents.createCollection(outsider, { projectId: scope.projectId, name: 'y', description: null }),
      documents.add(outsider, { collectionId: collection.id, name: 'x', bytes: 1, sha256: 'x', fileKey: 'x' }),
      documents.get(outsider, document.id),
      documents.change(outsider, document.id, { name: 'x' }),
      documents.createNewCollection(outsider, { projectId: scope.projectId, name: 'z', description: null }),
      documents.fileKey(outsider, document.id),
      documents.pages(outsider, document.id),
      documents.remove(outsider, document.id),
      documents.reprocess(outsider, document.id),
    ];
    for (const answer of await Promise.allSettled(asked)) expect(answer.status).toBe('rejected');
    const lists = [
      documents.listCollections(outsider),
      documents.list(outsider),
      documents.list(outsider, collection.id),
      documents.passages(outsider, [row?.passageId ?? '']),
      documents.passagesOf(outsider, document.id),
      documents.searchable(outsider, collection.id),
      documents.indexRows(outsider, document.id),
    ];
    for (const found of await Promise.all(lists)) expect(found).toEqual([]);
  }
  expect(await documents.get(scope, document.id)).toMatchObject({ name: 'd.pdf' });
});

test('files are kept once, sealed, and told when they were changed on disk; a full disk or a file too large leaves nothing', async () => {
  const place = join(folder.path, 'files');
  const files = openFileStore({ folder: place, keyFile: join(folder.path, 'keys/files.key') });
  const text = 'صفحة سرية';
  const first = await files.add(Readable.from([Buffer.from(text)]), 1000);
  const second = await openFileStore({ folder: place, keyFile: join(folder.path, 'keys/files.key') }).add(
    Readable.from([Buffer.from(text)]),
    1000,
  );
  expect(second).toEqual(first);
  expect((await files.read(first.key)).toString()).toBe(text);
  const path = join(place, first.key.slice(0, 2), first.key.slice(2));
  expect(readFileSync(path).includes(Buffer.from(text))).toBe(false);
  await expect(files.add(Readable.from([Buffer.alloc(2000)]), 1000)).rejects.toMatchObject({
    code: 'document.too_large',
  });
  expect(readdirSync(place).filter((name) => name.endsWith('.new'))).toEqual([]);
  writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, -1), Buffer.from([0])]));
  await expect(files.read(first.key)).rejects.toMatchObject({ code: 'document.damaged' });
  files.remove(first.key);
  await expect(files.read(first.key)).rejects.toMatchObject({ code: 'document.damaged' });
});

test('without the key of the files a store that holds some does not start, and says what to restore', async () => {
  const place = join(folder.path, 'other-files');
  const keyFile = join(folder.path, 'keys/other-files.key');
  const { key } = await openFileStore({ folder: place, keyFile }).add(Readable.from([Buffer.from('a deed')]), 1000);
  const kept = readFileSync(keyFile);
  rmSync(keyFile);
  expect(() => openFileStore({ folder: place, keyFile })).toThrow(
    expect.objectContaining({ code: 'key.file_missing', remedy: expect.stringContaining(keyFile) }),
  );
  expect(existsSync(keyFile)).toBe(false);
  writeFileSync(keyFile, kept);
  const files = openFileStore({ folder: place, keyFile });
  expect((await files.read(key)).toString()).toBe('a deed');
  files.remove(key);
  rmSync(keyFile);
  // Nothing is sealed with the lost key any more.
  openFileStore({ folder: place, keyFile });
});
