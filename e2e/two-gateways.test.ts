import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startEmbeddedDatabase, type EmbeddedDatabase } from '@riad/store';
import { startFaultyUpstream, type FaultyUpstream } from '@riad/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startRiadBeside, startRiadWith, type RunningRiad } from './support/start-riad.ts';

const PER_MINUTE = 40;
const PLACES = 2;
const answer = JSON.stringify({
  id: 'c1',
  object: 'chat.completion',
  created: 1,
  model: 'mock',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Bonjour' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
const prompt = { headers: { 'content-type': 'application/json' }, pieces: [answer] };

let folder: string;
let database: EmbeddedDatabase;
let upstream: FaultyUpstream;
let first: RunningRiad;
let second: RunningRiad;
let key: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'riad-two-'));
  chmodSync(folder, 0o711);
  const logger = { info() {}, warn() {}, error() {} };
  database = await startEmbeddedDatabase({
    folder: join(folder, 'database'),
    logFile: join(folder, 'database.log'),
    logger,
  });
  upstream = await startFaultyUpstream(prompt);
  const { host, user, database: name } = database.address;
  const settings = {
    database: { url: `postgresql:///${name}?host=${encodeURIComponent(host)}&user=${user}` },
    limits: { requestsPerMinute: PER_MINUTE, concurrentRequests: PLACES },
    upstreams: [
      { id: 'mock', kind: 'openai-compatible', url: upstream.url, country: 'local', models: [{ id: 'mock' }] },
    ],
  };
  first = startRiadWith(settings);
  key = first.key;
  second = startRiadBeside(first, settings);
});
afterAll(async () => {
  second?.stop();
  first?.stop();
  await upstream?.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(server: RunningRiad, secret = key): Promise<{ status: number; code: string | null }> {
  const response = await fetch(`${server.address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mock', messages: [{ role: 'user', content: 'Bonjour' }] }),
  });
  await response.arrayBuffer();
  return { status: response.status, code: response.headers.get('x-riad-error') };
}

test('a key of one gateway is known to the other, and what it revokes is refused there within a second', async () => {
  const made: unknown = JSON.parse(first.riad('keys', 'create', '--name', 'shared', '--json'));
  const { id, key: secret } = made as { id: string; key: string };
  expect((await ask(second, secret)).status).toBe(200);
  first.riad('keys', 'revoke', id);
  await expect.poll(() => ask(second, secret), { timeout: 5000 }).toMatchObject({ code: 'key.revoked' });
});

test('places for requests at one time are those of both gateways together', async () => {
  upstream.answer({ ending: 'hang-before-head' });
  const arrived = [upstream.nextRequest(), upstream.nextRequest()];
  const held = [ask(first), ask(first)];
  await Promise.all(arrived);
  expect(await ask(second)).toEqual({ status: 429, code: 'limit.concurrency' });
  upstream.answer(prompt);
  upstream.cutConnections();
  await Promise.all(held);
  await expect.poll(() => ask(second), { timeout: 10_000, interval: 500 }).toMatchObject({ status: 200 });
});

test('requests of both gateways together stay within the limit of their key', async () => {
  const began = performance.now();
  let passed = 0;
  for (let turn = 0; turn < 2 * PER_MINUTE; turn++)
    if ((await ask(turn % 2 === 0 ? first : second)).status === 200) passed++;
  const flowedIn = ((performance.now() - began) / 60_000) * PER_MINUTE;
  const block = PER_MINUTE / 20;
  expect(passed).toBeLessThanOrEqual(PER_MINUTE + flowedIn + 2 * block);
  expect(passed).toBeGreaterThanOrEqual(PER_MINUTE - 2 * block);
  expect(await ask(first)).toEqual({ status: 429, code: 'limit.requests' });
});
