import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { makeId, settingsSchema } from '@riad/contracts';
import type { Project } from '@riad/store';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { compose, type Parts } from '../../compose.ts';
import { prepareDataFolder } from '../../data-folder/data-folder.ts';
import { answerError } from '../../http/answers.ts';
import { makeRequestId } from '../../http/request-id.ts';
import { createDocumentRoutes } from './all-routes.ts';
import type { DocumentServices } from './document-services.ts';
import type { DocumentPlane } from './document-plane.ts';
import { openDocumentPlane } from './open-document-plane.ts';

const routes = createDocumentRoutes({} as DocumentServices).map(({ method, path }) => ({ method, path }));
const quiet = { info() {}, warn() {}, error() {} };
const root = mkdtempSync(join(tmpdir(), 'riad-documents-'));
let parts: Parts;
let server: Server;
let address: string;
let ids: Readonly<Record<string, string>>;
const keys: Record<'owner' | 'neighbour' | 'stranger', string> = { owner: '', neighbour: '', stranger: '' };

beforeAll(async () => {
  parts = await compose({
    folder: prepareDataFolder(root),
    settings: settingsSchema.parse({ offline: true, engine: { preload: false } }),
    logger: quiet,
    onStep: () => undefined,
  });
  const { store, project } = parts;
  const elsewhere = makeId('org', 'elsewhere');
  await store.pool.query(`insert into organisations (id, name) values ($1, 'Elsewhere')`, [elsewhere]);
  const scope = { organisationId: project.organisationId };
  const foreign = await store.tenancy.createProject({ organisationId: elsewhere }, 'default');
  keys.owner = await keyOf(project);
  keys.neighbour = await keyOf(await store.tenancy.createProject(scope, 'neighbour'));
  keys.stranger = await keyOf(foreign);
  await listen(openDocumentPlane(parts));
  ids = await makeThings(project);
}, 120_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await parts.close();
  rmSync(root, { recursive: true, force: true });
});

async function keyOf({ organisationId, id }: Project): Promise<string> {
  const made = await parts.store.keys.create({ organisationId }, { name: 'k', projectId: id, limits: {} });
  return made.secret;
}

async function listen(plane: DocumentPlane): Promise<void> {
  server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').slice('/v1'.length).split('?');
    const id = makeRequestId();
    plane
      .serve({ request, response, caller: undefined }, { id, path, query })
      .catch((error: unknown) => answerError({ request, response }, id, error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function makeThings({ organisationId, id: projectId }: Project): Promise<Readonly<Record<string, string>>> {
  const { library, uploads, owner } = parts;
  const scope = { organisationId, projectId };
  const stored = await library.receive(Readable.from([Buffer.from('private words')]));
  const upload = { file: stored, name: 'private.txt', purpose: 'ocr' as const, mimeType: null };
  const file = await uploads.add({ ...owner, projectId }, upload);
  const { id: store } = await library.documents.createNewCollection(scope, {
    projectId,
    name: 'private things',
    description: null,
  });
  const { document } = await uploads.attach(scope, file.id, { collectionId: store });
  const batch = await uploads.repository.addBatch(scope, { collectionId: store, documents: [document.id] });
  return { file: file.id, store, library: store, document: document.id, batch: batch.id };
}

const bodies: Readonly<Record<string, () => unknown>> = {
  'POST /vector_stores': () => ({ file_ids: [ids['file']] }),
  'POST /vector_stores/:store/search': () => ({ query: 'private' }),
  'POST /vector_stores/:store/files': () => ({ file_id: ids['file'] }),
  'POST /vector_stores/:store/files/:file': () => ({ attributes: {} }),
  'POST /vector_stores/:store/file_batches': () => ({ file_ids: [ids['file']] }),
  'POST /libraries': () => ({ name: 'own' }),
  'POST /ocr': () => ({ document: { type: 'file', file_id: ids['file'] } }),
};
/** What takes no id of anybody: a list shows nothing of others, a form or a new library is the caller's own. */
const own = new Set(['POST /files', 'GET /files', 'GET /vector_stores', 'GET /libraries', 'POST /libraries']);

function refusalOf({ method, path }: (typeof routes)[number]): number | undefined {
  if (own.has(`${method} ${path}`)) return undefined;
  return method === 'PUT' && path.endsWith('/share') ? 400 : 404;
}

async function call(key: string | undefined, { method, path }: (typeof routes)[number]): Promise<Response> {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
  const body = bodies[`${method} ${path}`]?.() ?? {};
  const form = new FormData();
  form.set('file', new Blob(['x']), 'x.txt');
  const takesForm = method === 'POST' && (path === '/files' || path.endsWith('/documents'));
  return fetch(address + filled, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(takesForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: takesForm ? form : JSON.stringify(body) }),
  });
}

async function everythingOfTheOwner(): Promise<unknown> {
  const rows = ['collections', 'documents', 'uploaded_files', 'file_batches', 'document_pages', 'passages'].map(
    async (table) =>
      (
        await parts.store.pool
          .query<{ row: unknown }>(`select id, organisation_id from ${table} order by 1`)
          .catch(() => ({ rows: [] }))
      ).rows,
  );
  return (await Promise.all(rows)).flat().filter((row) => JSON.stringify(row).includes(parts.project.organisationId));
}

test.each(routes)('$method $path gives nobody without a key anything', async (route) => {
  expect((await call(undefined, route)).status).toBe(401);
});

test.each(routes)('$method $path shows and changes nothing of another project or organisation', async (route) => {
  const before = await everythingOfTheOwner();
  for (const key of [keys.neighbour, keys.stranger]) {
    const answer = await call(key, route);
    const text = await answer.text();
    expect(text).not.toMatch(/private/);
    expect([route.path, answer.status]).toEqual([route.path, refusalOf(route) ?? answer.status]);
    expect(answer.ok).toBe(refusalOf(route) === undefined);
  }
  const after = await everythingOfTheOwner();
  // The neighbour's own new file and library are in the same organisation.
  const known = JSON.stringify(after);
  for (const row of before as readonly unknown[]) expect(known).toContain(JSON.stringify(row));
});

test('each route does its work for the owner', async () => {
  const deletions = (route: { readonly method: string }): boolean => route.method === 'DELETE';
  const order = [...routes.filter((route) => !deletions(route)), ...routes.filter(deletions)];
  const seen: Record<string, number> = {};
  for (const route of order.filter(({ path }) => !path.endsWith('/share'))) {
    const answer = await call(keys.owner, route);
    seen[`${route.method} ${route.path}`] = answer.status;
    await answer.arrayBuffer();
    if (deletions(route)) ids = await makeThings(parts.project);
  }
  expect(Object.values(seen).filter((status) => status >= 400)).toEqual([]);
});

test('a deletion leaves no content behind: the last of a file takes its bytes along', async () => {
  const { library, uploads, project } = parts;
  const scope = { organisationId: project.organisationId, projectId: project.id };
  const left = await library.receive(Readable.from([Buffer.from('only here')]));
  const first = await uploads.add(parts.owner, { file: left, name: 'a', purpose: 'ocr', mimeType: null });
  const second = await uploads.add(parts.owner, { file: left, name: 'b', purpose: 'ocr', mimeType: null });
  await uploads.remove(scope, first.id);
  expect((await uploads.read(scope, second.id)).content.toString()).toBe('only here');
  await uploads.remove(scope, second.id);
  expect(await library.documents.unused([left.key])).toEqual([left.key]);
});
