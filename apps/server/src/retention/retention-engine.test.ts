import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { makeId } from '@riad/contracts';
import { verifyLedger } from '@riad/ledger/verify';
import { openCertificate, openFileStore } from '@riad/store';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Acting } from '../rights/acting.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';

const DAY = 86_400_000;
let world: DataControlWorld;
let acting: Acting;

beforeAll(async () => {
  world = await dataControlWith();
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

async function usageRow(day: string): Promise<void> {
  const { organisationId, id } = world.project;
  await world.store.pool.query(
    `insert into usage_daily (organisation_id, project_id, key_id, model, target, day) values ($1, $2, 'key_1', 'm', 'embedded', $3)`,
    [organisationId, id, day],
  );
}

const usageDays = async (): Promise<readonly string[]> => {
  const { rows } = await world.store.pool.query<{ day: string }>(
    'select day::text as day from usage_daily order by day',
  );
  return rows.map(({ day }) => day);
};

test('R14: rows older than their period go, newer ones stay, and the certificate says how many', async () => {
  await usageRow('2010-01-01');
  await usageRow('2026-11-01');
  expect(await world.dataControl.retention.run(acting, { dryRun: true })).toMatchObject({ deleted: { usage: 1 } });
  expect(await usageDays()).toHaveLength(2);
  const run = await world.dataControl.retention.run(acting);
  expect(await usageDays()).toEqual(['2026-11-01']);
  const text = openCertificate(run.certificate ?? '', world.ledger.signer.verifierKey);
  expect(text).toMatch(/^riad certificate of deletion\n[^]*- usage: 1, list [0-9a-f]{64}$/m);
  expect((await world.ledger.find(run.record ?? ('' as never)))?.facts).toMatchObject({ deleted: { usage: 1 } });
  expect(await world.dataControl.retention.run(acting)).toEqual({ dryRun: false, deleted: {}, held: [] });
});

test('R14: nothing under a legal hold goes, until the hold is released', async () => {
  await usageRow('2011-01-01');
  const hold = await world.dataControl.retention.hold(acting, {
    class: 'usage',
    reason: 'case 12',
    projectId: world.project.id,
  });
  expect(await world.dataControl.retention.run(acting)).toEqual({ dryRun: false, deleted: {}, held: ['usage'] });
  const all = await world.dataControl.retention.hold(acting, { class: 'all', reason: 'case 13' });
  await world.dataControl.retention.release(acting, hold.id);
  expect((await world.dataControl.retention.run(acting)).deleted).toEqual({});
  await world.dataControl.retention.release(acting, all.id);
  expect((await world.dataControl.retention.run(acting)).deleted).toEqual({ usage: 1 });
  await expect(world.dataControl.retention.release(acting, all.id)).rejects.toMatchObject({ code: 'request.invalid' });
});

test('R14: with the clock a year on, what is sealed beside old records is erased and the log still verifies', async () => {
  const before = [...world.ledger.sealed()].length;
  expect(before).toBeGreaterThan(0);
  world.advance(366 * DAY);
  const run = await world.dataControl.retention.run(acting);
  expect(run.deleted).toMatchObject({ 'ledger-sealed': before });
  expect([...world.ledger.sealed()]).toEqual([]);
  await world.ledger.sign();
  expect(verifyLedger(world.folder.ledger)).toMatchObject({ problems: [], erased: before });
});

test('R14: an organisation sets its own period with a purpose, on record', async () => {
  await world.dataControl.retention.setPeriod(acting, { class: 'conversations', days: 7, purpose: 'drafts' });
  const rule = (await world.dataControl.retention.rules(world.scope)).find((each) => each.class === 'conversations');
  expect(rule).toEqual({ class: 'conversations', days: 7, purpose: 'drafts', source: 'organisation', holds: [] });
  await expect(
    world.dataControl.retention.setPeriod(acting, { class: 'nothing', days: 7, purpose: 'x' }),
  ).rejects.toMatchObject({ code: 'request.invalid', field: 'class' });
});

test('R14: documents stay as long as their collection until the organisation sets a period; then text and file go together', async () => {
  const { retention } = world.dataControl;
  const rule = (await retention.rules(world.scope)).find((each) => each.class === 'documents');
  expect(rule).toMatchObject({ days: null, source: 'default' });
  const old = await document('ancien.md');
  world.advance(400 * DAY);
  expect((await retention.run(acting)).deleted['documents']).toBeUndefined();
  await retention.setPeriod(acting, { class: 'documents', days: 365, purpose: 'files are closed after a year' });
  expect((await retention.run(acting, { dryRun: true })).deleted['documents']).toBe(1);
  const run = await retention.run(acting);
  expect(run.deleted['documents']).toBe(1);
  expect(run.certificate).toContain('- documents: 1, list ');
  await expect(world.store.documents.get(world.scope, old.id)).rejects.toMatchObject({ code: 'document.not_found' });
  expect(existsSync(old.file)).toBe(false);
});

test('R14: a hold for one collection keeps its documents and no others', async () => {
  const { retention } = world.dataControl;
  await document('un.md', 'litiges');
  await document('deux.md', 'divers');
  const collection = await world.store.documents.getCollection(world.scope, 'litiges');
  const hold = await retention.hold(acting, { class: 'documents', reason: 'case 14', collectionId: collection.id });
  world.advance(400 * DAY);
  expect(await retention.run(acting)).toMatchObject({ deleted: { documents: 1 }, held: ['documents'] });
  expect((await world.store.documents.list(world.scope)).map(({ name }) => name)).toEqual(['un.md']);
  await retention.release(acting, hold.id);
  expect((await retention.run(acting)).deleted).toMatchObject({ documents: 1 });
});

test('R14: a hold for one person keeps what names them, in any class, and stops their erasure; who it is stands in no record', async () => {
  const { retention, rights } = world.dataControl;
  const { store, project } = world;
  await store.pool.query(
    `insert into users (id, organisation_id, role, name, email) values ('usr_h', $1, 'member', 'H', 'h@example.ma')`,
    [project.organisationId],
  );
  const person = { organisationId: project.organisationId, userId: 'usr_h' as never };
  for (const title of ['Dossier Rim Alaoui', 'Autre dossier'])
    await store.conversations.create(person, { projectId: project.id, title });
  await store.pool.query(`update conversations set updated_at = now() - interval '400 days' where user_id = 'usr_h'`);
  const hold = await retention.hold(acting, { class: 'all', reason: 'a dispute', identifiers: ['Rim Alaoui'] });
  world.advance(-1);
  expect((await retention.run(acting)).deleted).toMatchObject({ conversations: 1 });
  expect((await store.conversations.list(person, { limit: 5 })).map(({ title }) => title)).toEqual([
    'Dossier Rim Alaoui',
  ]);
  const request = await rights.receive(acting, { kind: 'erase', identifiers: ['ALAOUI Rim'] });
  await expect(rights.erase(acting, request.id)).rejects.toMatchObject({
    code: 'rights.held',
    message: expect.stringContaining(hold.id),
  });
  expect(JSON.stringify((await world.ledger.find(hold.personRecord as never))?.facts)).not.toMatch(/alaoui/i);
  await retention.release(acting, hold.id);
  expect((await rights.erase(acting, request.id)).erased).toMatchObject({ 'conversations.title': 1 });
});

test('R14: a hold that could not be kept to is refused by name', async () => {
  const { retention } = world.dataControl;
  for (const hold of [
    { class: 'conversations', reason: 'x', identifiers: ['Rim Alaoui'] },
    { class: 'conversations', reason: 'x', collectionId: makeId('col', 'a') },
  ])
    await expect(retention.hold(acting, hold)).rejects.toMatchObject({ code: 'request.invalid', field: 'class' });
});

/** A document that was not read; its file is on disk. */
async function document(name: string, collection = 'dossiers') {
  const { store, project, folder, scope } = world;
  const files = openFileStore({ folder: join(folder.root, 'files'), keyFile: join(folder.keys, 'files.key') });
  const kept = await files.add(Readable.from([Buffer.from(name)]), 1000);
  const { id: collectionId } = await store.documents.createCollection(scope, {
    projectId: project.id,
    name: collection,
    description: null,
  });
  const { document: added } = await store.documents.add(scope, {
    collectionId,
    name,
    bytes: kept.bytes,
    sha256: kept.sha256,
    fileKey: kept.key,
  });
  await store.pool.query(`update documents set state = 'ready' where id = $1`, [added.id]);
  return { id: added.id, file: join(folder.root, 'files', kept.key.slice(0, 2), kept.key.slice(2)) };
}
