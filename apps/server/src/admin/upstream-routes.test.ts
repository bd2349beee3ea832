import { createServer, type Server } from 'node:http';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { startConsole, type TestConsole, type Visitor } from './test-support/console-with.ts';

const SECRET = 'sk-typed-once-0123456789';
let console: TestConsole;
let owner: Visitor;
let models: Server;
let address: string;

beforeAll(async () => {
  console = await startConsole();
  owner = await console.visitor('owner', 'owner', console.parts.project.organisationId);
  models = createServer((request, response) => {
    const known = request.url === '/v1/models' && request.headers.authorization === `Bearer ${SECRET}`;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end('{"data":[]}');
  });
  await new Promise<void>((resolve) => models.listen(0, '127.0.0.1', resolve));
  const bound = models.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}/v1`;
}, 60_000);
afterAll(async () => {
  models.close();
  await console.close();
});

const declaration = () => ({
  id: 'cellar',
  kind: 'openai-compatible',
  url: address,
  country: 'local',
  localReason: 'the machine in the cellar',
  models: [{ id: 'cellar-large', upstream: 'large' }],
});
const declare = (change: object = {}) => owner.ask('POST', '/api/upstreams', { ...declaration(), ...change });
const listed = async (): Promise<string> => (await owner.ask('GET', '/api/upstreams')).text();
const served = (): boolean => console.parts.gateway.cards().some(({ name }) => String(name) === 'cellar-large');
const lastRecord = async () => (await console.parts.ledger.recent(1))[0];

test('a server is declared on record, off, with a key that is sealed and never shown', async () => {
  expect((await declare({ key: SECRET })).status).toBe(204);
  expect(await lastRecord()).toMatchObject({ type: 'upstream.set', facts: { upstream: 'cellar', country: 'local' } });
  const text = await listed();
  expect(JSON.parse(text)).toMatchObject({ data: [{ id: 'cellar', enabled: false, hasKey: true, origin: 'console' }] });
  expect(text).not.toContain(SECRET);
  expect(served()).toBe(false);
  const { rows } = await console.parts.store.pool.query('select settings::text, sealed_key from declared_upstreams');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows) + Buffer.from(rows[0].sealed_key).toString('latin1')).not.toContain(SECRET);
});

test('turned on it serves its models, turned off it does not; each is on record', async () => {
  await owner.ask('PATCH', '/api/upstreams/cellar', { enabled: true });
  expect(await lastRecord()).toMatchObject({ type: 'upstream.enabled', facts: { by: owner.id } });
  expect(served()).toBe(true);
  await owner.ask('PATCH', '/api/upstreams/cellar', { enabled: false });
  expect(await lastRecord()).toMatchObject({ type: 'upstream.disabled' });
  expect(served()).toBe(false);
});

test('a test says whether address and key are right', async () => {
  const ask = async (id: string) => (await owner.ask('POST', `/api/upstreams/${id}/test`, {})).json();
  expect(await ask('cellar')).toMatchObject({ ok: true, status: 200 });
  await declare({ key: 'sk-wrong' });
  expect(await ask('cellar')).toMatchObject({ ok: false, status: 401 });
  await declare({ id: 'metadata', url: 'http://169.254.169.254/v1' });
  expect(await ask('metadata')).toMatchObject({ ok: false, problem: expect.stringContaining('metadata address') });
  await declare({ id: 'abroad', country: 'FR', contract: 'C-1', localReason: undefined });
  expect(await ask('abroad')).toMatchObject({ ok: false, problem: expect.stringContaining('offline') });
});

test('a key follows no other address, and a server of others needs its contract', async () => {
  const moved = await declare({ url: 'https://elsewhere.example/v1' });
  expect(moved.status).toBe(422);
  expect(await moved.text()).toContain('typed again');
  expect((await declare({ id: 'abroad', country: 'FR', localReason: undefined })).status).toBe(422);
  expect((await declare({ id: 'near', localReason: undefined })).status).toBe(422);
});

test('a removed server is forgotten with its key', async () => {
  await owner.ask('DELETE', '/api/upstreams/cellar');
  expect(await lastRecord()).toMatchObject({ type: 'upstream.removed' });
  expect(await listed()).not.toContain('"id":"cellar"');
  expect((await owner.ask('DELETE', '/api/upstreams/cellar')).status).toBe(422);
});
