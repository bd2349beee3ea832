import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chatEvents, cutEvery, startFaultyUpstream, type FaultyUpstream, type ReceivedRequest } from '@riad/testkit';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readLedger } from './support/read-ledger.ts';
import { findingsInLogs } from './support/scan-logs.ts';
import { startRiadWith, type RunningRiad } from './support/start-riad.ts';

/** A remote model that says back what it was told, as a stream whose events are cut anywhere. */
let remote: FaultyUpstream;
let riad: RunningRiad;
let client: OpenAI;

beforeAll(async () => {
  remote = await startFaultyUpstream(repeat);
  riad = startRiadWith({
    upstreams: [
      {
        id: 'far',
        kind: 'openai-compatible',
        url: remote.url,
        country: 'FR',
        contract: 'C-2026-1',
        models: [{ id: 'far-model' }],
      },
    ],
  });
  client = new OpenAI({ baseURL: `${riad.address}/v1`, apiKey: riad.key, maxRetries: 0 });
}, 120_000);
afterAll(async () => {
  riad.stop();
  await remote.close();
});

const question =
  'Je suis Khadija Benani, CIN BK654321, tél. 06 61 22 33 44. رقم هاتف السيد يوسف العلوي هو 0661998877. Écris-moi une lettre.';
const values = ['Khadija', 'Benani', 'BK654321', '61 22 33', 'يوسف', 'العلوي', '0661998877'];

async function ask(content: string) {
  const { data, response } = await client.chat.completions
    .create({ model: 'far-model', stream: true, messages: [{ role: 'user', content }] })
    .withResponse();
  let answer = '';
  for await (const { choices } of data) answer += choices[0]?.delta.content ?? '';
  return { answer, headers: response.headers };
}

/** An answer does not wait for its closing record, so that this one may come to disk a moment later. */
async function closingOf(headers: Headers): Promise<Record<string, unknown>> {
  const opened = headers.get('x-riad-record');
  const closing = () =>
    readLedger(riad.data).find(({ type, facts }) => type === 'request.close' && facts['opened'] === opened)?.facts;
  await expect.poll(closing, { timeout: 10_000, interval: 20 }).toBeDefined();
  return closing() ?? {};
}

test('a remote model sees surrogates only, the person who asked sees the real values, and the ledger says what happened', async () => {
  const { answer, headers } = await ask(question);
  const [sent] = remote.requests;
  for (const value of values) expect(sent?.body).not.toContain(value);
  expect(sent?.body).toMatch(/\[\[CIN_\w{3}\]\]/);
  expect(answer).toBe(question);
  expect(headers.get('x-riad-guard')).toBe('pseudonymise=5');
  expect(headers.get('x-riad-target')).toBe('far; FR');

  const closing = await closingOf(headers);
  const leaves = readLedger(riad.data);
  expect(leaves.find(({ type }) => type === 'request.open')?.facts).toMatchObject({
    location: 'FR',
    decision: 'pseudonymise',
    findings: { cin: 1, phone: 2, person: 2 },
  });
  expect(closing).toMatchObject({
    outcome: 'ok',
    restored: 5,
    unknownSurrogates: 0,
  });
  for (const value of values) expect(JSON.stringify(leaves)).not.toContain(value);
});

test('a conversation keeps its surrogates, another has its own, and a restart changes neither', async () => {
  const surrogates = (): string[] => remote.requests.at(-1)?.body.match(/\[\[(?:CIN|TEL)_\w+\]\]/g) ?? [];
  await ask(question);
  const before = surrogates();
  await ask(`${question} Merci.`);
  expect(surrogates()).not.toEqual(before);
  riad.riad('down');
  const welcome = JSON.parse(riad.riad('up', '--detach', '--json', '--port', '0')) as { address: string };
  client = new OpenAI({ baseURL: `${welcome.address}/v1`, apiKey: riad.key, maxRetries: 0 });
  await ask(question);
  expect(surrogates()).toEqual(before);
});

test('R20: what a surrogate stands for is shown to the owner, on record with the reason, and not once it was forgotten', async () => {
  const { headers } = await ask(question);
  const conversation = String((await closingOf(headers))['conversation']);
  const surrogate = /\[\[CIN_\w+\]\]/.exec(remote.requests.at(-1)?.body ?? '')?.[0] ?? '';
  const reveal = (reason: string): string => riad.riad('vaults', 'reveal', conversation, surrogate, '--reason', reason);
  expect(reveal('demande de Khadija Benani').trim()).toBe('BK654321');
  const revealed = readLedger(riad.data).findLast(({ type }) => type === 'vault.revealed');
  expect(revealed?.facts).toMatchObject({ conversation, by: 'owner' });
  expect(JSON.stringify(revealed)).not.toContain('Khadija');
  riad.riad('vaults', 'forget', conversation);
  expect(() => reveal('request 12/2026')).toThrow(/nothing is kept/);
});

test('R3, R26: a policy is tried out, set, on record before it holds, and the old one stays when a new one cannot be read', async () => {
  const file = join(riad.data, 'policy.yaml');
  const write = (...lines: string[]): string => {
    writeFileSync(file, lines.join('\n'));
    return file;
  };
  write('rules:', '  - { id: numbers, types: [cin], local: allow, remote: shout }');
  expect(() => riad.riad('policy', 'set', file)).toThrow(/rules\[0\].remote/);
  expect((await ask(question)).answer).toBe(question);

  const strict = ['rules:', '  - { id: numbers, types: [cin, phone, person], local: allow, remote: keep-local }'];
  write('weakening: two-persons', ...strict);
  const tried = JSON.parse(riad.riad('policy', 'dry-run', file, '--json')) as { changes: unknown[] };
  expect(tried.changes).toContainEqual(
    expect.objectContaining({ type: 'cin', location: 'FR', before: 'pseudonymise', after: 'keep-local' }),
  );
  riad.riad('policy', 'set', file, '--by', 'one');
  await expect(ask(question)).rejects.toMatchObject({ status: 403, code: 'policy.no_target' });
  expect(readLedger(riad.data).findLast(({ type }) => type === 'policy.changed')?.facts).toMatchObject({ policy: 2 });

  write('rules: []');
  const outcome = JSON.parse(riad.riad('policy', 'set', file, '--by', 'one', '--json')) as {
    version: number;
    state: string;
  };
  expect(outcome).toMatchObject({ version: 3, state: 'pending' });
  await expect(ask(question)).rejects.toMatchObject({ status: 403 });
  expect(() => riad.riad('policy', 'approve', '3', '--by', 'One')).toThrow(/cannot approve/);
  riad.riad('policy', 'approve', '3', '--by', 'two');
  expect((await ask(question)).headers.get('x-riad-guard')).toBe('allow=5');
});

test('R25: the report on residency names the countries that were reached', () => {
  const report = JSON.parse(riad.riad('register', 'residency', '--json')) as { countries: string[]; data: unknown[] };
  expect(report.countries).toEqual(['FR']);
  expect(report.data).toEqual([expect.objectContaining({ purpose: 'upstream:far', country: 'FR', refused: 0 })]);
});

test('R22: what the server wrote about all this holds no personal data', () => {
  expect(findingsInLogs(riad.data)).toEqual([]);
});

function repeat({ body }: ReceivedRequest) {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
  const said = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const texts = said.match(/[\s\S]{1,3}/gu) ?? [];
  return { pieces: cutEvery(7, chatEvents({ texts }).join('')) };
}
