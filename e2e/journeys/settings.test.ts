import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chatAnswer, chatEvents, startFaultyUpstream, type FaultyUpstream } from '@riad/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readLedger, type Leaf } from '../support/read-ledger.ts';
import { createRiadFolder, type RiadFolder } from '../support/riad-folder.ts';

let riad: RiadFolder;
let upstream: FaultyUpstream;
let address: string;
let key: string;
let pid: number;

const nothing = 'models: { sources: [file] }\n';
const withUpstream = (url: string): string => `${nothing}
upstreams:
  - { id: elsewhere, kind: openai-compatible, url: "${url}", country: FR, contract: "1", models: [{ id: large }] }
`;

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  riad = createRiadFolder({ settings: nothing });
  ({ address, key } = await riad.up());
  ({ pid } = JSON.parse((await riad.run('status', '--json')).stdout) as { pid: number });
});
afterAll(async () => {
  await riad.end();
  await upstream.close();
});

const recorded = (): readonly Leaf[] => readLedger(riad.path).filter(({ type }) => type.startsWith('settings.'));

/** Writes riad.yaml and tells the server; what `doctor` says of it. */
async function reread(settings: string): Promise<unknown> {
  const before = recorded().length;
  writeFileSync(join(riad.path, 'riad.yaml'), settings);
  process.kill(pid, 'SIGHUP');
  await expect.poll(() => recorded().length, { timeout: 10_000 }).toBeGreaterThan(before);
  const { data } = JSON.parse((await riad.run('doctor', '--json')).stdout) as { data: { name: string }[] };
  return data.findLast(({ name }) => name === 'settings');
}

function ask(stream = false): Promise<Response> {
  return fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'large', stream, messages: [{ role: 'user', content: 'Bonjour' }] }),
  });
}

test('a running server takes an upstream on, keeps it when the file breaks, and lets it go with its streams unharmed', async () => {
  expect((await ask()).status).toBe(404);

  expect(await reread(withUpstream(upstream.url))).toMatchObject({ state: 'ok' });
  upstream.answer({ headers: { 'content-type': 'application/json' }, pieces: [chatAnswer({ texts: ['Rabat'] })] });
  expect((await ask()).status).toBe(200);

  expect(await reread('upstreams: [\n')).toMatchObject({
    state: 'problem',
    message: expect.stringContaining('riad.yaml'),
  });
  expect((await ask()).status).toBe(200);

  // Longer than an upstream that went is kept open for requests that are about to begin.
  upstream.answer({ pieces: chatEvents(), bodyAfterMs: 6500 });
  const open = await ask(true);
  expect(await reread(`engine: { threads: 1 }\n${nothing}`)).toMatchObject({
    state: 'warning',
    message: expect.stringContaining('engine.threads'),
  });
  expect((await ask()).status).toBe(404);
  expect(await open.text()).toContain('[DONE]');
});

test('R26: what changed and what was refused is in the ledger, and no value of a setting', () => {
  expect(recorded()).toMatchObject([
    { type: 'settings.changed', facts: { applied: ['upstreams'], countries: ['FR'] } },
    { type: 'settings.refused', facts: { code: 'settings.invalid' } },
    { type: 'settings.changed', facts: { applied: ['upstreams'], countries: [] } },
  ]);
});
