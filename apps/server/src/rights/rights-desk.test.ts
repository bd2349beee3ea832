import { join } from 'node:path';

import { makeId } from '@riad/contracts';
import { verifyLedger } from '@riad/ledger/verify';
import { openCertificate } from '@riad/store';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';
import type { Acting } from './acting.ts';

let world: DataControlWorld;
let acting: Acting;
const cin = 'AB123456';
const name = 'Amina El Fassi';
const person = [cin, name];

beforeAll(async () => {
  world = await dataControlWith();
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

/** Puts the person into every kind of place, in other spellings than they are searched by. */
async function seed(tag: string): Promise<void> {
  const { store, project, privacy, ledger, scope } = world;
  await store.keys.create(scope, { name: `poste de EL FASSI Amina ${tag}`, projectId: project.id, limits: {} });
  await store.pool.query(
    `insert into users (id, organisation_id, role, name, email) values ($1, $2, 'member', 'Amina EL FASSI', $3)`,
    [`usr_${tag}`, project.organisationId, `ab123456-${tag}@example.ma`],
  );
  await store.pool.query(
    `insert into accounts (id, user_id, account_id, provider_id, scope) values ($1, $2, $1, 'password', $3)`,
    [`acc_${tag}`, `usr_${tag}`, `carte AB 123 456`],
  );
  await store.pool.query(
    `insert into policies (organisation_id, project_id, version, state, document, created_by) values ($1, $2, 1, 'replaced', $3, 'x')`,
    [
      project.organisationId,
      `prj_${tag}`,
      JSON.stringify({ note: ['pour AB١٢٣٤٥٦', { deep: 'amina el-fassi' }], kept: 7 }),
    ],
  );
  await privacy.conversations.withVault(
    { scope: { ...scope, projectId: project.id }, name: tag, style: 'tag', hours: 1 },
    (vault) => vault.surrogateFor('cin', 'AB-123456'),
  );
  ledger.append({ type: 'test.opened', facts: { tag }, sealed: { subject: `${name} (${tag})` } });
}

const places = [
  'accounts.scope',
  'api_keys.name',
  'ledger',
  'policies.document',
  'users.email',
  'users.name',
  'vaults',
];

test('R8: a person is found in every store, and given a package with origin and logic', async () => {
  await seed('access');
  const request = await world.dataControl.rights.receive(acting, { kind: 'access', identifiers: person });
  world.ledger.append({ type: 'request.open', facts: { model: 'm', location: 'local', policy: 3, decision: 'allow' } });
  const made = await world.dataControl.rights.access(acting, request.id);
  expect(Object.keys(made.places).toSorted()).toEqual(places);
  expect(made.data.every(({ id, text }) => id !== '' && text !== '')).toBe(true);
  expect(made.logic).toMatchObject({ models: { m: 1 }, locations: { local: 1 }, policyVersions: ['3'] });
  const [again] = await world.dataControl.rights.list(world.scope);
  expect(again).toMatchObject({ id: request.id, state: 'done' });
});

test('R9: an erased person is found nowhere, the log still verifies, and the certificate is signed', async () => {
  const request = await world.dataControl.rights.receive(acting, { kind: 'erase', identifiers: person });
  const sealedBefore = [...world.ledger.sealed()].length;
  const done = await world.dataControl.rights.erase(acting, request.id);
  expect(done.remaining).toBe(0);
  expect(Object.keys(done.erased).toSorted()).toEqual(places);
  expect(await world.dataControl.rights.search(acting, person)).toEqual([
    // The search itself was put on record before this line was reached: it names nobody.
  ]);
  expect([...world.ledger.sealed()].length).toBeLessThan(sealedBefore);
  expect(await world.ledger.unseal(request.record)).toBeUndefined();
  const { rows } = await world.store.pool.query<{ document: unknown }>(
    `select document from policies where project_id = 'prj_access'`,
  );
  expect(rows[0]?.document).toEqual({ note: ['pour […]', { deep: '[…]' }], kept: 7 });
  await world.ledger.sign();
  const report = verifyLedger(world.folder.ledger, { keys: join(world.folder.keys, 'records') });
  expect([report.problems, report.erased > 0]).toEqual([[], true]);
  const text = openCertificate(done.certificate, world.ledger.signer.verifierKey);
  expect(text).toContain(`request: ${request.id}`);
  expect(text).not.toMatch(/fassi|123456/i);
  expect(
    openCertificate(done.certificate.replace('texts: ', 'texts: 1'), world.ledger.signer.verifierKey),
  ).toBeUndefined();
});

test('R9: a wrong value is put right everywhere', async () => {
  await seed('rectify');
  const request = await world.dataControl.rights.receive(acting, { kind: 'rectify', identifiers: [cin] });
  await world.dataControl.rights.rectify(acting, request.id, 'AB654321');
  const { rows } = await world.store.pool.query<{ scope: string }>(
    `select scope from accounts where id = 'acc_rectify'`,
  );
  expect(rows).toEqual([{ scope: 'carte AB654321' }]);
});

test('R8: nothing of another organisation is found or changed', async () => {
  const other = { scope: { organisationId: makeId('org', 'other') }, by: 'officer' };
  await world.store.pool.query(`insert into organisations (id, name) values ('org_other', 'Other')`);
  const found = await world.dataControl.rights.search(other, [name]);
  expect(found.filter(({ place }) => place !== 'ledger')).toEqual([]);
});

test('a request is executed once, for what it asks, and a refusal is on record', async () => {
  const request = await world.dataControl.rights.receive(acting, { kind: 'access', identifiers: person });
  await expect(world.dataControl.rights.erase(acting, request.id)).rejects.toMatchObject({ code: 'request.invalid' });
  await world.dataControl.rights.refuse(acting, request.id, 'identity not shown');
  await expect(world.dataControl.rights.access(acting, request.id)).rejects.toMatchObject({
    message: expect.stringContaining('is refused'),
  });
  const types: string[] = [];
  for await (const { type, facts } of world.ledger.records()) if (facts['request'] === request.id) types.push(type);
  expect(types).toEqual(['rights.requested', 'rights.refused']);
});

test('R10: an opposed identifier is refused in any spelling, and only a keyed hash of it is kept', async () => {
  const { privacy, store, scope, project } = world;
  const caller = { organisationId: project.organisationId, projectId: project.id } as never;
  await privacy.oppositions.add(scope, { type: 'cin', value: 'QX 778899', reference: 'rig_1' });
  expect(privacy.oppositions.opposes(caller, { type: 'cin', value: 'qx778899' })).toBe(true);
  expect(privacy.oppositions.opposes(caller, { type: 'cin', value: 'QX778890' })).toBe(false);
  const { rows } = await store.pool.query('select o::text as row from oppositions o');
  expect(JSON.stringify(rows)).not.toContain('778899');
});
