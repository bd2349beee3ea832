import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { chatAnswer, chatEvents, startFaultyUpstream, type FaultyUpstream } from '@riad/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { processesNaming } from '../support/processes.ts';
import { createRiadFolder, type RiadFolder } from '../support/riad-folder.ts';

let riad: RiadFolder;
let upstream: FaultyUpstream;
let address: string;
let key: string;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  riad = createRiadFolder({
    settings: `
models: { sources: [file] }
upstreams:
  - id: elsewhere
    kind: openai-compatible
    url: "${upstream.url}"
    key: { env: ELSEWHERE_KEY }
    country: FR
    contract: "agreement 2026/1"
    timeouts: { headersMs: 1500, silenceMs: 1500 }
    models: [{ id: elsewhere-large, upstream: large }]
`,
    environment: { ELSEWHERE_KEY: 'not-a-secret' },
  });
  ({ address, key } = await riad.up());
});
afterAll(async () => {
  await riad.end();
  await upstream.close();
});

const asJson = { 'content-type': 'application/json' };
const whole = { headers: asJson, pieces: [chatAnswer({ texts: ['Rabat'] })] };

function ask(stream = false, signal?: AbortSignal): Promise<Response> {
  return fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...asJson },
    body: JSON.stringify({
      model: 'elsewhere-large',
      stream,
      messages: [{ role: 'user', content: 'Quelle est la capitale ?' }],
    }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function refused(response: Response): Promise<{ status: number; code: string | null; record: boolean }> {
  await response.text();
  return {
    status: response.status,
    code: response.headers.get('x-riad-error'),
    record: response.headers.get('x-riad-record') !== null,
  };
}

describe('an upstream elsewhere', () => {
  test('answers through the running server: with its own key and model name, on record, its country shown', async () => {
    upstream.answer(whole);
    const response = await ask();
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Rabat' } }] });
    expect(response.headers.get('x-riad-target')).toBe('elsewhere; FR');
    expect(response.headers.get('x-riad-record')).toMatch(/^rec_/);
    const received = upstream.requests.at(-1);
    expect(received?.headers.authorization).toBe('Bearer not-a-secret');
    expect(JSON.parse(received?.body ?? '')).toMatchObject({ model: 'large' });
  });

  test('that cuts the connection before its answer is asked once more', async () => {
    const before = upstream.requests.length;
    upstream.answer({ ending: 'cut-before-head' }, whole);
    expect((await ask()).status).toBe(200);
    expect(upstream.requests.length - before).toBe(2);
  });

  test('that says nothing is given up in its time, on record', async () => {
    upstream.answer({ ending: 'hang-before-head' });
    expect(await refused(await ask())).toEqual({ status: 504, code: 'upstream.timeout', record: true });
  });

  test.each([
    [401, 502, 'upstream.rejected'],
    [429, 429, 'upstream.rate_limited'],
  ])('that answers %i becomes %i %s', async (status, shown, code) => {
    upstream.answer({ status, headers: { ...asJson, 'retry-after': '1' }, pieces: ['{"error":{"message":"no"}}'] });
    expect(await refused(await ask())).toEqual({ status: shown, code, record: true });
  });

  test('that breaks off in the middle of a stream is said so: an error event, and no [DONE]', async () => {
    upstream.answer({ pieces: chatEvents({ done: false }).slice(0, 3), ending: 'cut' });
    const text = await (await ask(true)).text();
    expect(text).toContain('Bonjour');
    expect(text).toContain('upstream.truncated');
    expect(text).not.toContain('[DONE]');
  });

  test('hears within a second that the client has left a silent stream', async () => {
    const client = new AbortController();
    upstream.answer({ pieces: chatEvents({ done: false }).slice(0, 2), ending: 'hang' });
    const aborted = upstream.nextAbort().then(() => performance.now());
    const response = await ask(true, client.signal);
    await response.body?.getReader().read();
    const left = performance.now();
    client.abort();
    expect((await aborted) - left).toBeLessThan(1000);
  });
});

test('a database that goes away is said as 503, and everything works again when it is back, without a restart', async () => {
  upstream.answer(whole);
  expect((await ask()).status).toBe(200);
  const folder = join(riad.path, 'database');
  const programs = join(folder, readdirSync(folder).find((name) => name.startsWith('server-')) ?? '', 'bin/postgres');
  const [postmaster] = processesNaming(`${programs} -D`);
  if (postmaster === undefined) throw new Error('the database is not running');
  // Killed, and unable to start again.
  renameSync(programs, `${programs}.away`);
  process.kill(postmaster, 'SIGKILL');

  await expect.poll(async () => (await fetch(`${address}/ready`)).status, { timeout: 20_000 }).toBe(503);
  await expect
    .poll(async () => refused(await ask()), { timeout: 20_000 })
    .toMatchObject({ status: 503, code: 'store.unavailable' });
  const created = await riad.run('keys', 'create', '--name', 'k', '--json');
  expect(created.code).toBe(1);
  expect(JSON.parse(created.stderr)).toMatchObject({ error: { code: 'store.unavailable' } });
  expect(JSON.parse((await riad.run('status', '--json')).stdout)).toMatchObject({
    state: 'running',
    database: { kind: 'embedded', ok: false },
  });

  renameSync(`${programs}.away`, programs);
  await expect.poll(async () => (await ask()).status, { timeout: 20_000 }).toBe(200);
  expect((await fetch(`${address}/ready`)).status).toBe(200);
  expect((await riad.run('keys', 'create', '--name', 'k', '--json')).code).toBe(0);
  expect(existsSync(`${programs}.away`)).toBe(false);
});
