import {
  accessPackageSchema,
  erasureSchema,
  makeId,
  retentionSchema,
  rightsListSchema,
  type LedgerFact,
} from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startConsole, type TestConsole, type Visitor } from './test-support/console-with.ts';

let console: TestConsole;
let officer: Visitor;
let auditor: Visitor;
let stranger: Visitor;
const elsewhere = makeId('org', 'elsewhere');

beforeAll(async () => {
  console = await startConsole();
  const { store, project } = console.parts;
  await store.pool.query(`insert into organisations (id, name) values ($1, 'Elsewhere')`, [elsewhere]);
  await store.pool.query(`insert into projects (id, organisation_id, name) values ('prj_elsewhere', $1, 'default')`, [
    elsewhere,
  ]);
  officer = await console.visitor('officer', 'data-protection-officer', project.organisationId);
  auditor = await console.visitor('auditor', 'auditor', project.organisationId);
  stranger = await console.visitor('stranger', 'owner', elsewhere);
}, 120_000);
afterAll(() => console.close());

async function receive(who: Visitor, kind: string, ...identifiers: readonly string[]): Promise<string> {
  const made = await who.ask('POST', '/api/rights', { kind, identifiers });
  return ((await made.json()) as { id: string }).id;
}

/** Records of one request, as a verifier reads them. */
async function recordsOf(request: string): Promise<readonly Readonly<Record<string, LedgerFact>>[]> {
  const found = [];
  for await (const { facts } of console.parts.ledger.records()) if (facts['request'] === request) found.push(facts);
  return found;
}

test('R8: an officer gives a person their package from the console, recorded under the officer’s id and no name', async () => {
  await officer.ask('POST', '/api/conversations', { title: 'Dossier de Lina Amrani' });
  const id = await receive(officer, 'access', 'Lina Amrani');
  const made = await officer.ask('POST', `/api/rights/${id}/access`, {});
  const { places, data } = accessPackageSchema.parse(await made.json());
  expect(places).toEqual({ 'conversations.title': 1 });
  expect(data[0]?.text).toBe('Dossier de Lina Amrani');
  const records = await recordsOf(id);
  expect(records.map(({ by }) => by)).toEqual([officer.id, officer.id]);
  expect(JSON.stringify(records)).not.toMatch(/officer@|Amrani/);
});

test('R9: an erasure from the console gives the signed certificate and closes the request', async () => {
  await officer.ask('POST', '/api/conversations', { title: 'Lettre à Omar Bennis' });
  const id = await receive(officer, 'erase', 'Omar Bennis');
  const done = erasureSchema.parse(await (await officer.ask('POST', `/api/rights/${id}/erase`, {})).json());
  expect(done.certificate).toContain(`request: ${id}`);
  const { data } = rightsListSchema.parse(await (await auditor.ask('GET', '/api/rights')).json());
  expect(data.find((each) => each.id === id)).toMatchObject({ state: 'done', kind: 'erase' });
});

test('R8: an auditor sees that there are requests, and neither searches nor opens what was found', async () => {
  expect((await auditor.ask('GET', '/api/rights')).status).toBe(200);
  expect((await auditor.ask('GET', '/api/retention')).status).toBe(200);
  for (const [path, body] of [
    ['/api/rights/search', { identifiers: ['Lina Amrani'] }],
    ['/api/retention/runs', { dryRun: false }],
    ['/api/policy', { text: '{}' }],
  ] as const) {
    const refused = await auditor.ask('POST', path, body);
    expect([path, refused.headers.get('x-riad-error')]).toEqual([path, 'access.denied']);
  }
});

test('R8: another organisation finds nothing that is sealed in the ledger that they share, and erases nothing of it', async () => {
  await receive(officer, 'access', 'Samir Cherkaoui');
  const search = await stranger.ask('POST', '/api/rights/search', { identifiers: ['Samir Cherkaoui'] });
  expect(await search.json()).toEqual({ data: [] });
  const id = await receive(stranger, 'erase', 'Samir Cherkaoui');
  const done = erasureSchema.parse(await (await stranger.ask('POST', `/api/rights/${id}/erase`, {})).json());
  // Their own request named the person, and nothing else of theirs did.
  expect(done.erased).toEqual({ ledger: 1 });
  const still = await officer.ask('POST', '/api/rights/search', { identifiers: ['Samir Cherkaoui'] });
  expect(((await still.json()) as { data: unknown[] }).data).toHaveLength(1);
});

test('R14: a period and a hold set in the console are in force, and a dry run deletes nothing', async () => {
  await officer.ask('POST', '/api/retention/periods', {
    class: 'conversations',
    days: 0,
    purpose: 'a test of nothing',
  });
  const hold = await officer.ask('POST', '/api/holds', { class: 'usage', reason: 'an inquiry', project: 'default' });
  expect(hold.status).toBe(200);
  const { data, holds } = retentionSchema.parse(await (await officer.ask('GET', '/api/retention')).json());
  expect(data.find((rule) => rule.class === 'conversations')).toMatchObject({ days: 0, source: 'organisation' });
  expect(holds[0]).toMatchObject({ class: 'usage', placedBy: officer.id, releasedAt: null });
  const dry = await officer.ask('POST', '/api/retention/runs', { dryRun: true });
  expect(await dry.json()).toMatchObject({ dryRun: true, deleted: { conversations: expect.any(Number) } });
  const listed = await officer.ask('GET', '/api/conversations');
  expect(((await listed.json()) as { data: unknown[] }).data.length).toBeGreaterThan(0);
});

test('R3: a policy is read, tried out and set from the console, and a broken one is refused by name', async () => {
  const shown = (await (await officer.ask('GET', '/api/policy')).json()) as { document: string; version: number };
  expect(shown.document).toContain('rules:');
  const tried = await officer.ask('POST', '/api/policy/dry-run', { text: shown.document });
  expect(await tried.json()).toMatchObject({ changed: 0 });
  const broken = await officer.ask('POST', '/api/policy', { text: 'rules: 7' });
  expect(broken.headers.get('x-riad-error')).toBe('policy.invalid');
  const set = await officer.ask('POST', '/api/policy', { text: shown.document });
  expect(await set.json()).toMatchObject({ state: 'in-force', weakenings: [] });
});

test('R15: an incident noted in the console gives a pack with clocks and notices', async () => {
  const made = await officer.ask('POST', '/api/incidents', {
    summary: 'a key on a public page',
    began: '2026-11-25T08:00:00Z',
  });
  const { id } = (await made.json()) as { id: string };
  expect((await officer.ask('POST', `/api/incidents/${id}/notices`, { to: 'dgssi' })).status).toBe(204);
  const pack = (await (await officer.ask('POST', `/api/incidents/${id}/pack`, {})).json()) as {
    templates: unknown[];
    checkpoint: string;
  };
  expect(pack.templates).toHaveLength(8);
  expect((await officer.ask('POST', `/api/incidents/${id}/close`, {})).status).toBe(204);
});

test('R6: what a person says about a project stands in the register', async () => {
  await officer.ask('POST', '/api/register/controller', {
    name: 'Commune',
    address: 'Rabat',
    contact: 'dpo@example.ma',
  });
  await officer.ask('POST', '/api/register/activities', {
    purpose: 'answers to citizens',
    legalBasis: 'public service',
    people: ['citizens'],
    categories: ['identity'],
    recipients: [],
  });
  const register = (await (await auditor.ask('GET', '/api/register')).json()) as { data: { missing: string[] }[] };
  expect(register.data[0]?.missing).toEqual(['authorityReference']);
});
