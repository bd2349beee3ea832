import type { LedgerFact } from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { keyOfPerson } from './sessions/key-of-person.ts';
import { startConsole, type TestConsole, type Visitor } from './test-support/console-with.ts';

let console: TestConsole;
let officer: Visitor;
let administrator: Visitor;
let developer: Visitor;
let conversation: string;
let surrogate: string;

beforeAll(async () => {
  console = await startConsole();
  const { organisationId, id: projectId } = console.parts.project;
  officer = await console.visitor('officer', 'data-protection-officer', organisationId);
  administrator = await console.visitor('administrator', 'administrator', organisationId);
  developer = await console.visitor('developer', 'developer', organisationId);
  const { id, result } = await console.parts.privacy.conversations.withVault(
    { scope: { organisationId, projectId }, name: 'a talk', style: 'tag', hours: 1 },
    (vault) => vault.surrogateFor('cin', 'AB123456'),
  );
  conversation = id;
  surrogate = result;
}, 120_000);
afterAll(() => console.close());

const reveal = (who: Visitor, reason = 'complaint 12/2026') =>
  who.ask('POST', '/api/reveals', { conversation, surrogate, reason });

/** Facts of the records of this type, oldest first. */
async function recorded(type: string): Promise<readonly Readonly<Record<string, LedgerFact>>[]> {
  const found = [];
  for await (const record of console.parts.ledger.records()) if (record.type === type) found.push(record.facts);
  return found;
}

test('R20: without the right nobody sees a real value, whatever their role, and the attempt is on record', async () => {
  for (const who of [developer, officer, administrator])
    expect((await reveal(who)).headers.get('x-riad-error')).toBe('access.denied');
  expect((await recorded('reveal.refused')).map(({ by }) => by)).toEqual([developer.id, officer.id, administrator.id]);
  expect(await recorded('vault.revealed')).toEqual([]);
});

test('R20: nobody gives the right to themselves, by name or by their role, and nobody for ever', async () => {
  for (const to of [{ person: officer.id }, { role: 'data-protection-officer' }]) {
    const refused = await officer.ask('POST', '/api/reveal-grants', { ...to, hours: 1, reason: 'for myself' });
    expect(refused.headers.get('x-riad-error')).toBe('access.denied');
  }
  const endless = { person: officer.id, hours: 721, reason: 'for long' };
  expect((await administrator.ask('POST', '/api/reveal-grants', endless)).status).toBe(422);
});

test('R20: a person who was given the right sees the value, on record with the reason, until it is taken back', async () => {
  const given = await administrator.ask('POST', '/api/reveal-grants', {
    person: officer.id,
    hours: 8,
    reason: 'complaint 12/2026',
  });
  const { id } = (await given.json()) as { id: string };
  expect(await (await reveal(officer)).json()).toEqual({ value: 'AB123456' });
  expect((await reveal(developer)).status).toBe(403);
  const [record] = await recorded('vault.revealed');
  expect(record).toMatchObject({ conversation, grant: id, by: officer.id });
  expect(JSON.stringify(record)).not.toContain('complaint');
  expect((await reveal(officer, '')).status).toBe(422);

  expect((await administrator.ask('DELETE', `/api/reveal-grants/${id}`)).status).toBe(204);
  expect((await reveal(officer)).status).toBe(403);
  expect(await recorded('reveal.revoked')).toHaveLength(1);
});

test('R20: the right of a role holds for its people, and ends by itself', async () => {
  const given = await administrator.ask('POST', '/api/reveal-grants', {
    role: 'developer',
    hours: 1,
    reason: 'to test a template',
  });
  const { id } = (await given.json()) as { id: string };
  expect((await reveal(developer)).status).toBe(200);
  await console.parts.store.pool.query(
    `update reveal_grants set expires_at = now() - interval '1 second' where id = $1`,
    [id],
  );
  expect((await reveal(developer)).status).toBe(403);
});

test('R13: one question says who entered which class of data, when and for whom, by person and key', async () => {
  const { ledger, project } = console.parts;
  const open = { project: project.id, location: 'local', decision: 'allow', model: 'm' };
  const person = keyOfPerson(developer.id as never);
  ledger.append({ type: 'request.open', facts: { ...open, key: person, findings: { cin: 2 } } });
  ledger.append({ type: 'request.open', facts: { ...open, key: 'key_gone', findings: { rib: 1, cin: 1 } } });
  ledger.append({ type: 'request.open', facts: { ...open, key: 'key_gone', findings: {} } });
  ledger.append({ type: 'request.open', facts: { ...open, project: 'prj_other', key: 'key_x', findings: { cin: 9 } } });
  const ask = async (query: string) =>
    ((await (await officer.ask('GET', `/api/entered?${query}`)).json()) as { data: Record<string, unknown>[] }).data;
  expect(await ask('class=cin')).toMatchObject([
    { key: 'key_gone', person: null, keyName: null, projectName: 'default', classes: { cin: 1 } },
    { person: developer.id, keyName: 'assistant', classes: { cin: 2 }, decision: 'allow', location: 'local' },
  ]);
  expect(await ask(`person=${developer.id}`)).toHaveLength(1);
  expect(await ask('class=rib&project=default')).toHaveLength(1);
  expect(await ask('class=cin&since=2999-01-01T00:00:00Z')).toEqual([]);
  expect((await officer.ask('GET', '/api/entered?since=yesterday')).status).toBe(422);
  expect((await developer.ask('GET', '/api/entered')).status).toBe(403);
});
