import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import type { DocumentId, Scope } from '@riad/contracts';
import { openSearch, startIngestion, type Ingestion, type Search } from '@riad/knowledge';
import { openFileStore, type FileStore } from '@riad/store';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createLibrary, type Library } from '../knowledge/library.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';
import type { Acting } from './acting.ts';

let world: DataControlWorld;
let acting: Acting;
let files: FileStore;
let search: Search;
let ingestion: Ingestion;
let library: Library;
let scope: Required<Scope>;
const silent = { info() {}, warn() {}, error() {} };

/** Documents as the server has them, without a model: found by their words. */
beforeAll(async () => {
  world = await dataControlWith();
  acting = { scope: world.scope, by: 'officer' };
  scope = { ...world.scope, projectId: world.project.id };
  const { documents } = world.store;
  files = openFileStore({
    folder: join(world.folder.root, 'files'),
    keyFile: join(world.folder.keys, 'files.key'),
  });
  search = openSearch({ documents, embedQuestion: async () => undefined });
  ingestion = startIngestion({
    documents,
    readFile: (key) => files.read(key),
    embedder: { model: () => undefined, isBusy: () => false, embed: async () => [] },
    logger: silent,
  });
  library = createLibrary({
    documents,
    files,
    search,
    ingestion,
    ports: {} as never,
    ledger: world.ledger,
    maxBytes: 1e6,
  });
});
afterAll(async () => {
  await library.close();
  await world.close();
});

async function add(name: string, text: string, collection = 'dossiers'): Promise<DocumentId> {
  const { document } = await library.add(scope, {
    projectId: scope.projectId,
    collection,
    name,
    content: Readable.from([Buffer.from(text)]),
  });
  await expect
    .poll(async () => (await library.documents.get(scope, document.id)).state, { timeout: 30_000 })
    .toBe('ready');
  return document.id;
}

const found = async (text: string): Promise<readonly string[]> =>
  (await library.search(scope, { text, limit: 5 })).map(({ passage }) => passage.documentId);

const isOnDisk = (key: string): boolean => existsSync(join(world.folder.root, 'files', key.slice(0, 2), key.slice(2)));

async function eraseOf(...identifiers: string[]) {
  const { id } = await world.dataControl.rights.receive(acting, { kind: 'erase', identifiers });
  return { id, done: await world.dataControl.rights.erase(acting, id) };
}

test('R8: a person is found in the original file of a document, with the page', async () => {
  const id = await add('lettre.md', '# Lettre\n\nMadame Salma Ouazzani demande un extrait.\n');
  const texts = await world.dataControl.rights.search(acting, ['salma ouazzani']);
  expect(texts.map(({ place }) => place).toSorted()).toEqual([
    'document_pages.text',
    'documents.original',
    'passages.text',
  ]);
  expect(texts.find(({ place }) => place === 'documents.original')).toEqual({
    place: 'documents.original',
    id,
    text: 'lettre.md: 1',
  });
});

test('R9: an erasure removes the original, keeps the rest of the text, and a running search knows it at once', async () => {
  const id = await add(
    'plainte.md',
    '# Plainte\n\nMonsieur Rachid Zemmouri conteste la taxe. La taxe est due en mai.\n',
  );
  const key = await library.documents.fileKey(scope, id);
  expect(await found('Zemmouri')).toEqual([id]);
  const { done } = await eraseOf('Rachid Zemmouri');
  expect(await found('Zemmouri')).toEqual([]);
  expect(await found('taxe mai')).toContain(id);
  const [passage] = await library.documents.passagesOf(scope, id);
  expect(passage?.text).toContain('Monsieur […] conteste la taxe.');
  // Sentences still begin and end where they did in the text.
  expect(passage?.sentences.map(({ start, end }) => passage.text.slice(start, end).trim())).toContain(
    'La taxe est due en mai.',
  );
  expect(isOnDisk(key)).toBe(false);
  expect(done.erased).toEqual({ 'documents.original': 1, 'document_pages.text': 1, 'passages.text': 1, ledger: 1 });
  expect(done.certificate).toContain(`- documents.original ${id}`);
  expect(world.forgotten.at(-1)).toBe(`${world.scope.organisationId}/`);
  await expect(library.documents.fileKey(scope, id)).rejects.toMatchObject({ code: 'document.original_removed' });
  await expect(library.documents.reprocess(scope, id)).rejects.toMatchObject({ code: 'document.rewritten' });
});

test('R9: an original that was erased does not come back when the same file is added again', async () => {
  const text = '# Note\n\nMadame Ghita Berrechid a payé.\n';
  const id = await add('note.md', text);
  await eraseOf('Ghita Berrechid');
  const before = readdirSync(join(world.folder.root, 'files'), { recursive: true });
  expect(await add('note.md', text)).toBe(id);
  expect(readdirSync(join(world.folder.root, 'files'), { recursive: true })).toEqual(before);
  expect(await found('Berrechid')).toEqual([]);
});

test('R9: what a legal hold keeps is kept whole, named in the certificate, and erased once the hold is released', async () => {
  const { retention, rights } = world.dataControl;
  const id = await add('preuve.md', '# Preuve\n\nMonsieur Hamid Lahlou a signé.\n', 'litiges');
  const key = await library.documents.fileKey(scope, id);
  const hold = await retention.hold(acting, { class: 'all', reason: 'procès en cours', projectId: scope.projectId });
  const { id: request, done } = await eraseOf('Hamid Lahlou');
  expect(done.kept).toEqual(expect.arrayContaining([{ place: 'documents.original', id, hold: hold.id }]));
  expect(done.certificate).toContain(`- documents.original ${id} (${hold.id})`);
  expect([isOnDisk(key), await found('Lahlou')]).toEqual([true, [id]]);
  expect((await rights.list(world.scope)).find((each) => each.id === request)?.state).toBe('open');

  await retention.release(acting, hold.id);
  const again = await rights.erase(acting, request);
  expect([again.kept, again.remaining, isOnDisk(key)]).toEqual([[], 0, false]);
  expect((await rights.list(world.scope)).find((each) => each.id === request)?.state).toBe('done');
});

test('R9: a value that is put right is right in passages and never read from the file again', async () => {
  const id = await add('fiche.md', '# Fiche\n\nCarte QA445566 de la requérante.\n');
  const { id: request } = await world.dataControl.rights.receive(acting, {
    kind: 'rectify',
    identifiers: ['QA445566'],
  });
  const done = await world.dataControl.rights.rectify(acting, request, 'ZX908172');
  expect(await found('ZX908172')).toEqual([id]);
  expect(await found('QA445566')).toEqual([]);
  expect(done.certificate).toContain(`original files left as they are: 1\n- documents.original ${id}`);
  await expect(library.documents.reprocess(scope, id)).rejects.toMatchObject({ code: 'document.rewritten' });
});

test('R9: a conversation of the console loses the person, and its marks stay on the words that they mark', async () => {
  const { store, project } = world;
  await store.pool.query(
    `insert into users (id, organisation_id, role, name, email) values ('usr_c', $1, 'member', 'C', 'c@example.ma')`,
    [project.organisationId],
  );
  const person = { organisationId: project.organisationId, userId: 'usr_c' as never };
  const conversation = await store.conversations.create(person, {
    projectId: project.id,
    title: 'Dossier Nadia Slaoui',
  });
  const content = 'Bonjour, Nadia Slaoui attend au 0661223344.';
  await store.conversations.addMessage(person, conversation.id, {
    parent: null,
    role: 'user',
    content,
    state: 'complete',
    findings: [
      { type: 'person', start: 9, end: 21 },
      { type: 'phone', start: 32, end: 42 },
    ],
  });
  const { done } = await eraseOf('Nadia Slaoui');
  expect(done.erased).toMatchObject({ 'conversations.title': 1, 'messages.content': 1 });
  const [message] = await store.conversations.messages(person, conversation.id);
  expect(message?.content).toBe('Bonjour, […] attend au 0661223344.');
  expect(message?.findings.map(({ type, start, end }) => [type, message.content.slice(start, end)])).toEqual([
    ['phone', '0661223344'],
  ]);
  expect(await store.conversations.list(person, { text: 'slaoui', limit: 5 })).toEqual([]);
  expect(await store.conversations.list(person, { text: 'attend', limit: 5 })).toHaveLength(1);
});

test('R8, R9: an upload that is in no collection is searched, kept by a hold, and removed as a whole', async () => {
  const upload = async (name: string, text: string): Promise<string> => {
    const stored = await files.add(Readable.from([Buffer.from(text)]), 1e6);
    const added = await world.store.uploads.add(scope, {
      projectId: scope.projectId,
      name,
      purpose: 'user_data',
      mimeType: null,
      bytes: stored.bytes,
      sha256: stored.sha256,
      fileKey: stored.key,
    });
    return added.id;
  };
  const named = await upload('liste.csv', 'nom;ville\nHouda Tazi;Fès\n');
  const broken = await upload('casse.pdf', '%PDF-1.7 nothing of an upload');
  const place = 'uploaded_files.content';
  expect(await world.dataControl.rights.search(acting, ['Houda Tazi'])).toEqual([
    { place, id: named, text: 'liste.csv' },
  ]);
  const hold = await world.dataControl.retention.hold(acting, {
    class: 'all',
    reason: 'procès',
    projectId: scope.projectId,
  });
  const { id: request, done } = await eraseOf('Houda Tazi');
  expect(done.kept).toContainEqual({ place, id: named, hold: hold.id });
  await world.dataControl.retention.release(acting, hold.id);
  const again = await world.dataControl.rights.erase(acting, request);
  expect(again.erased).toMatchObject({ [place]: 1 });
  expect(again.certificate).toContain(`- ${place} ${named}`);
  expect((await world.store.uploads.list(scope)).map(({ name }) => name)).toEqual(['casse.pdf']);
  expect(again.unsearched).toContainEqual({ place, id: broken, why: 'could not be read', waits: false });
  await world.store.uploads.remove(scope, broken as never);
});

test('R8: a document that could not be read is named in the package instead of passed over', async () => {
  const { document } = await library.add(scope, {
    projectId: scope.projectId,
    collection: 'dossiers',
    name: 'casse.pdf',
    content: Readable.from([Buffer.from('%PDF-1.7 nothing of a file')]),
  });
  const { id } = await world.dataControl.rights.receive(acting, { kind: 'access', identifiers: ['Nobody Herewith'] });
  await expect
    .poll(async () => (await library.documents.get(scope, document.id)).state, { timeout: 30_000 })
    .toBe('failed');
  const made = await world.dataControl.rights.access(acting, id);
  expect(made.unsearched).toEqual([
    { place: 'documents.original', id: document.id, why: 'could not be read', waits: false },
  ]);
});
