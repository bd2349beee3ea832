import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';

import { makeId, roles, type OrganisationId, type Role } from '@riad/contracts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { permissionsOf } from './access.ts';
import type { AdminRoute } from './admin-route.ts';
import { describeApi } from './openapi.ts';
import { createAllRoutes } from './routes/all-routes.ts';
import type { Services } from './services.ts';
import { startConsole, type TestConsole, type Visitor } from './test-support/console-with.ts';

const reference = new URL('../../../../docs/reference/console-api.json', import.meta.url);
/** The list of routes needs no services until one is called. */
const routes = createAllRoutes({ parts: { store: {}, ledger: {}, gateway: {}, project: {} } } as unknown as Services);
const label = ({ method, path }: AdminRoute): string => `${method} ${path}`;

let console: TestConsole;
let owner: Visitor;
let colleague: Visitor;
let stranger: Visitor;
let ids: Readonly<Record<string, string>>;
const byRole = new Map<Role, Visitor>();
const elsewhere: OrganisationId = makeId('org', 'elsewhere');

beforeAll(async () => {
  console = await startConsole();
  const { store, project } = console.parts;
  await store.pool.query(`insert into organisations (id, name) values ($1, 'Elsewhere')`, [elsewhere]);
  await store.pool.query(`insert into projects (id, organisation_id, name) values ('prj_elsewhere', $1, 'default')`, [
    elsewhere,
  ]);
  owner = await console.visitor('owner', 'owner', project.organisationId);
  colleague = await console.visitor('colleague', 'administrator', project.organisationId);
  stranger = await console.visitor('stranger', 'owner', elsewhere);
  for (const role of roles) byRole.set(role, await console.visitor(`as-${role}`, role, project.organisationId));
  ids = await makeThings();
}, 120_000);
afterAll(() => console.close());

async function makeThings(): Promise<Readonly<Record<string, string>>> {
  const read = async (response: Response): Promise<Record<string, string>> =>
    (await response.json()) as Record<string, string>;
  const conversation = await read(await owner.ask('POST', '/api/conversations', { title: 'private matter' }));
  const { store } = console.parts;
  const self = { organisationId: console.parts.project.organisationId, userId: owner.id as never };
  const question = await store.conversations.addMessage(self, conversation['id'] as never, {
    parent: null,
    role: 'user',
    content: 'private words',
    state: 'complete',
    findings: [],
  });
  const message = await store.conversations.addMessage(self, conversation['id'] as never, {
    parent: question.id,
    role: 'assistant',
    content: 'private answer',
    state: 'complete',
    findings: [],
  });
  const shared = await read(await owner.ask('POST', '/api/conversations', { title: 'private but shared' }));
  await owner.ask('PATCH', `/api/conversations/${idOf(shared)}`, { shared: true });
  const key = await read(await owner.ask('POST', '/api/keys', { name: 'private key' }));
  const invited = await owner.ask('POST', '/api/people/invitations', {
    name: 'Guest',
    email: 'guest@example.org',
    role: 'member',
  });
  const { invitation } = (await invited.json()) as { invitation: { id: string } };
  const [session] = await store.people.sessions(
    { organisationId: console.parts.project.organisationId },
    owner.id as never,
  );
  await store.passkeys.add(
    { scope: { organisationId: console.parts.project.organisationId }, id: owner.id as never },
    { id: 'private-device', name: 'private device', publicKey: Buffer.from('k'), counter: 0 },
  );
  const [record] = await console.parts.ledger.recent(1);
  const request = await read(await owner.ask('POST', '/api/rights', { kind: 'erase', identifiers: ['AB123456'] }));
  const opposition = await read(
    await owner.ask('POST', '/api/oppositions', { type: 'cin', value: 'QX778899', reference: 'a letter' }),
  );
  const hold = await read(await owner.ask('POST', '/api/holds', { class: 'incidents', reason: 'private dispute' }));
  const grant = await read(
    await owner.ask('POST', '/api/reveal-grants', { person: colleague.id, hours: 1, reason: 'private inquiry' }),
  );
  const budget = await read(await owner.ask('POST', '/api/budgets', { tokens: 1_000_000_000 }));
  await owner.ask('POST', '/api/upstreams', {
    id: 'elsewhere',
    kind: 'vllm',
    url: 'https://models.example/v1',
    country: 'FR',
    contract: 'private contract',
    models: [{ id: 'm' }],
  });
  const incident = await read(
    await owner.ask('POST', '/api/incidents', { summary: 'private leak', began: '2026-11-25T08:00:00Z' }),
  );
  return {
    conversations: idOf(conversation),
    message: message.id,
    shared: idOf(shared),
    keys: idOf(key),
    people: owner.id,
    invitations: invitation.id,
    sessions: idOf(session),
    passkeys: 'private-device',
    ledger: idOf(record),
    rights: idOf(request),
    oppositions: idOf(opposition),
    holds: idOf(hold),
    incidents: idOf(incident),
    budgets: idOf(budget),
    upstreams: 'elsewhere',
    'reveal-grants': idOf(grant),
    models: 'smollm2-135m-instruct',
    ...(await makeDocument()),
  };
}

async function makeDocument(): Promise<{ readonly collections: string; readonly documents: string }> {
  const { library, project } = console.parts;
  const scope = { organisationId: project.organisationId, projectId: project.id };
  const added = await library.add(scope, {
    projectId: project.id,
    collection: 'private collection',
    name: 'private.txt',
    content: Readable.from([Buffer.from('private words')]),
  });
  const { id, collectionId } = added.document;
  // Read and indexed, so that nothing changes any more while the routes are tried.
  const isReady = async (): Promise<void> => expect((await library.documents.get(scope, id)).state).toBe('ready');
  await vi.waitFor(isReady, { timeout: 60_000, interval: 100 });
  return { collections: collectionId, documents: id };
}

function idOf(thing: { readonly id?: string } | undefined): string {
  return thing?.id ?? '';
}

/** The path with the owner's own ids in it. */
function pathOf({ path }: AdminRoute): string {
  const parts = path.split('/');
  return parts
    .map((part, at) => {
      if (part === ':page') return '1';
      return part === ':message' ? ids['message'] : part === ':id' ? ids[parts[at - 1] ?? ''] : part;
    })
    .join('/');
}

const isAboutOne = ({ path }: AdminRoute): boolean => path.includes(':');
/** Not of anybody: models are the house's. */
const isShared = ({ path }: AdminRoute): boolean => path.startsWith('/api/models');

describe('every route', () => {
  test.each(routes.filter(({ access }) => access !== 'anyone').map((route) => [label(route), route] as const))(
    '%s: nobody is asked to sign in',
    async (_label, route) => {
      const response = await console.nobody.ask(route.method, pathOf(route), route.method === 'GET' ? undefined : {});
      expect(response.status).toBe(401);
      expect(response.headers.get('x-riad-error')).toBe('session.required');
    },
  );

  test.each(
    routes
      .filter(({ access, method }) => access !== 'anyone' && method !== 'GET')
      .map((route) => [label(route), route] as const),
  )('%s: refused without the token of a page, and from another site', async (_label, route) => {
    const forged = await owner.sending({ 'x-riad-csrf': 'x' }).ask(route.method, pathOf(route), {});
    expect(forged.headers.get('x-riad-error')).toBe('session.csrf');
    const foreign = await owner.sending({ origin: 'https://evil.example' }).ask(route.method, pathOf(route), {});
    expect(foreign.headers.get('x-riad-error')).toBe('origin.not_allowed');
    const framed = await owner.sending({ 'sec-fetch-site': 'cross-site' }).ask(route.method, pathOf(route), {});
    expect(framed.headers.get('x-riad-error')).toBe('origin.not_allowed');
  });

  test.each(routes.map((route) => [label(route), route] as const))(
    '%s: fields that the server owns are refused by name',
    async (_label, route) => {
      const extra = { id: 'x', organisation_id: elsewhere, role: 'owner', created_at: 0 };
      for (const schema of [route.schemas.body, route.schemas.params, route.schemas.query]) {
        const unknown = Object.fromEntries(Object.entries(extra).filter(([name]) => !(name in schema.shape)));
        const { error } = schema.safeParse(unknown);
        expect(error?.issues.map(({ code }) => code)).toContain('unrecognized_keys');
      }
    },
  );

  test.each(
    routes.filter((route) => isAboutOne(route) && !isShared(route)).map((route) => [label(route), route] as const),
  )('%s: another organisation finds nothing of it, and changes nothing', async (_label, route) => {
    const before = await everything();
    const response = await stranger.ask(route.method, pathOf(route), bodyFor(route));
    expect([403, 404, 422]).toContain(response.status);
    expect(await response.text()).not.toMatch(/private|guest@|owner@/);
    expect(await everything()).toEqual(before);
  });

  test.each(
    routes
      .filter(
        (route) =>
          isAboutOne(route) && (route.path.startsWith('/api/conversations') || route.path.startsWith('/api/session')),
      )
      .map((route) => [label(route), route] as const),
  )('%s: a colleague finds nothing of it either', async (_label, route) => {
    const before = await everything();
    const response = await colleague.ask(route.method, pathOf(route), bodyFor(route));
    expect(response.status).toBe(404);
    expect(await everything()).toEqual(before);
  });

  test.each(
    routes
      .filter(({ access }) => access !== 'anyone' && access !== 'person')
      .map((route) => [label(route), route] as const),
  )('%s: refused to every role without the permission', async (_label, route) => {
    const without = roles.filter((role) => !permissionsOf(role).includes(route.access as never));
    for (const role of without) {
      const response = await byRole.get(role)?.ask(route.method, pathOf(route), bodyFor(route));
      expect([role, response?.headers.get('x-riad-error')]).toEqual([role, 'access.denied']);
    }
  });
});

test('the owner reads what is the owner’s', async () => {
  for (const route of routes.filter((each) => each.method === 'GET' && each.streams === undefined)) {
    const response = await owner.ask('GET', pathOf(route));
    expect([route.path, response.status]).toEqual([route.path, 200]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});

test('a shared conversation is read by the project, is written by its owner only, and closes again', async () => {
  const path = `/api/shared/${ids['shared'] ?? ''}`;
  expect((await colleague.ask('GET', path)).status).toBe(200);
  expect(
    (await colleague.ask('POST', `/api/conversations/${ids['shared'] ?? ''}/messages`, { content: 'x' })).status,
  ).toBe(404);
  await owner.ask('PATCH', `/api/conversations/${ids['shared'] ?? ''}`, { shared: false });
  expect((await colleague.ask('GET', path)).status).toBe(404);
});

test('an administrator neither makes nor touches an owner', async () => {
  const made = await colleague.ask('POST', '/api/people/invitations', {
    name: 'N',
    email: 'n@example.org',
    role: 'owner',
  });
  expect(made.status).toBe(403);
  const demoted = await colleague.ask('PATCH', `/api/people/${owner.id}`, { role: 'member' });
  expect(demoted.status).toBe(403);
  expect((await colleague.ask('DELETE', `/api/people/${owner.id}`)).status).toBe(403);
});

test('the reference in docs/reference is that of the routes; RIAD_WRITE_REFERENCE=1 writes it', () => {
  const text = `${JSON.stringify(describeApi(routes, '1'), null, 2)}\n`;
  if (process.env['RIAD_WRITE_REFERENCE'] === '1' || !existsSync(reference)) writeFileSync(reference, text);
  expect(readFileSync(reference, 'utf8')).toBe(text);
});

test('a person who is demoted or signed out loses an open stream within a second', async () => {
  const guest = await console.visitor('streaming', 'member', console.parts.project.organisationId);
  const made = (await (await guest.ask('POST', '/api/conversations', {})).json()) as { id: string };
  const stream = await guest.ask('GET', `/api/conversations/${made.id}/events`);
  const reader = stream.body?.getReader();
  await owner.ask('PATCH', `/api/people/${guest.id}`, { role: 'auditor' });
  const started = performance.now();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read());
  // Half a second between looks; the rest is room for a machine that is busy with other tests.
  expect(performance.now() - started).toBeLessThan(5000);
});

/** A body that the route accepts, so that it is the right that is refused and not the form. */
function bodyFor({ method, path }: AdminRoute): unknown {
  if (method === 'GET' || method === 'DELETE') return undefined;
  if (path.endsWith('/messages')) return { content: 'hello' };
  if (path === '/api/people/:id') return { role: 'member' };
  if (path === '/api/people/invitations') return { name: 'N', email: 'n2@example.org', role: 'member' };
  if (path === '/api/keys') return { name: 'k' };
  if (path === '/api/rights/:id/rectify') return { to: 'AB654321' };
  if (path === '/api/rights/:id/refuse') return { reason: 'because' };
  if (path === '/api/incidents/:id/notices') return { to: 'cndp' };
  if (path === '/api/collections') return { name: 'c' };
  if (path.endsWith('/questions')) return { text: 'private?' };
  return {};
}

/** All rows that belong to the owner or the organisation, sessions of visitors aside. */
async function everything(): Promise<unknown> {
  const tables = [
    'users',
    'conversations',
    'messages',
    'api_keys',
    'invitations',
    'projects',
    'passkeys',
    'rights_requests',
    'oppositions',
    'legal_holds',
    'incidents',
    'document_pages',
    'passages',
    'reveal_grants',
  ];
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await console.parts.store.pool.query<{ row: string }>(
        `select t::text as row from ${table} t order by 1`,
      );
      return [table, rows.map(({ row }) => row)];
    }),
  );
}
