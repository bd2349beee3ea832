import { afterAll, beforeAll, expect, test } from 'vitest';

import { appendDurably } from '@riad/ledger';

import type { Acting } from '../rights/acting.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';

let world: DataControlWorld;
let acting: Acting;

beforeAll(async () => {
  world = await dataControlWith();
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

test('R15: a simulated leak gives a pack with timeline, affected classes and counts, hashes, clocks and notices', async () => {
  const began = new Date(world.now());
  const project = world.project.id;
  const open = { request: 'req_1', key: 'key_a', project, target: 'eu', location: 'FR', decision: 'allow' };
  await appendDurably(world.ledger, { type: 'request.open', facts: { ...open, findings: { cin: 2 } } });
  await appendDurably(world.ledger, {
    type: 'request.open',
    facts: { ...open, key: 'key_b', decision: 'pseudonymise', findings: { cin: 1, rib: 1 } },
  });
  await appendDurably(world.ledger, {
    type: 'request.open',
    facts: { ...open, location: 'local', target: 'embedded', findings: {} },
  });
  const incident = await world.dataControl.incidents.open(acting, { summary: 'key published', began, ended: null });
  await world.dataControl.register.setController(acting, {
    name: 'Commune',
    address: 'Rabat',
    contact: 'dpo@example.ma',
  });
  world.advance(3_600_000);
  await world.dataControl.incidents.notice(acting, incident.id, 'dgssi');
  const pack = await world.dataControl.incidents.pack(acting, incident.id);
  expect(pack.affected).toEqual({
    requests: 3,
    keys: ['key_a', 'key_b'],
    projects: [project],
    targets: { eu: 2, embedded: 1 },
    locations: { FR: 2, local: 1 },
    decisions: { allow: 2, pseudonymise: 1 },
    classes: { cin: 3, rib: 1 },
    leftInClear: 1,
  });
  expect(pack.timeline.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['request.open', 'incident.opened', 'incident.packed']),
  );
  expect(pack.timelineComplete).toBe(true);
  expect(pack.checkpoint).toMatch(/^riad\/[0-9a-f]{8}\n\d+\n/);
  const gdpr = pack.deadlines.find(({ to }) => to === 'gdpr');
  expect(gdpr).toMatchObject({ toldAt: null, hoursLeft: 71 });
  expect(Date.parse(gdpr?.due ?? '') - pack.incident.knownAt.getTime()).toBe(72 * 3_600_000);
  expect(pack.deadlines.find(({ to }) => to === 'dgssi')?.toldAt).not.toBeNull();
  expect(pack.templates).toHaveLength(8);
  expect(pack.templates.find(({ to, language }) => to === 'dgssi' && language === 'ar')?.text).toContain(
    'cin 3, rib 1',
  );
  expect(pack.templates.every(({ text }) => text.includes('Commune'))).toBe(true);
});

test('R13: who entered which class of data, when and for whom can be answered from the log', async () => {
  const answers = [];
  for await (const { type, time, facts } of world.ledger.records()) {
    if (type !== 'request.open' || JSON.stringify(facts['findings']) === '{}') continue;
    answers.push({
      who: facts['key'],
      what: facts['findings'],
      when: Number.isNaN(Date.parse(time)),
      whom: facts['project'],
    });
  }
  expect(answers).toEqual([
    { who: 'key_a', what: { cin: 2 }, when: false, whom: world.project.id },
    { who: 'key_b', what: { cin: 1, rib: 1 }, when: false, whom: world.project.id },
  ]);
});

test('R20 and R26: opening, notices and changes of the register are on record with who did them', async () => {
  const seen: string[] = [];
  for await (const { type, facts } of world.ledger.records()) if (facts['by'] === 'officer') seen.push(type);
  expect(seen).toEqual(['incident.opened', 'register.changed', 'incident.notified', 'incident.packed']);
});
