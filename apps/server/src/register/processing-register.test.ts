import { settingsSchema } from '@riad/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Acting } from '../rights/acting.ts';
import { dataControlWith, type DataControlWorld } from '../testing/data-control-with.ts';

const { upstreams } = settingsSchema.parse({
  upstreams: [
    {
      id: 'mistral-eu',
      kind: 'mistral',
      url: 'https://example.com/v1',
      country: 'FR',
      contract: 'C-12',
      models: [{ id: 'large' }],
    },
    {
      id: 'far',
      kind: 'openai-compatible',
      url: 'https://example.org/v1',
      country: 'US',
      contract: 'C-13',
      models: [{ id: 'm' }],
    },
    { id: 'cellar', kind: 'vllm', url: 'http://10.0.0.7/v1', country: 'local', models: [{ id: 'own' }] },
  ],
});
let world: DataControlWorld;
let acting: Acting;

beforeAll(async () => {
  world = await dataControlWith({ upstreams });
  acting = { scope: world.scope, by: 'officer' };
});
afterAll(() => world.close());

test('R6: the register is filled in from the running configuration, and names what a person must still say', async () => {
  const [entry] = await world.dataControl.register.entries(world.scope);
  expect(entry?.missing).toEqual([
    'controller',
    'purpose',
    'legalBasis',
    'people',
    'categories',
    'recipients',
    'authorityReference',
  ]);
  expect(entry?.recipients).toEqual(['mistral-eu', 'far', 'cellar']);
  expect(entry?.retention.map((each) => each.class)).toContain('conversations');
});

test('R6: with what people know it covers every point of article 15', async () => {
  await world.dataControl.register.setController(acting, {
    name: 'Commune',
    address: 'Rabat',
    contact: 'dpo@example.ma',
  });
  await world.dataControl.register.setActivity(acting, {
    projectId: world.project.id,
    purpose: 'answering letters',
    legalBasis: 'public mission',
    people: ['citizens'],
    categories: ['identity'],
    recipients: ['registry office'],
    authorityReference: 'D-1/2026',
  });
  const [entry] = await world.dataControl.register.entries(world.scope);
  expect(entry).toMatchObject({
    missing: [],
    controller: { name: 'Commune' },
    purpose: 'answering letters',
    people: ['citizens'],
    recipients: ['registry office', 'mistral-eu', 'far', 'cellar'],
    rightsContact: 'dpo@example.ma',
    interconnections: ['cellar'],
  });
});

test('R16: every upstream stands in the transfer map with country, adequacy and contract', () => {
  expect(world.dataControl.register.transfers()).toEqual([
    { upstream: 'mistral-eu', country: 'FR', adequacy: 'adequate', contract: 'C-12', models: ['large'] },
    { upstream: 'far', country: 'US', adequacy: 'not-listed', contract: 'C-13', models: ['m'] },
    { upstream: 'cellar', country: 'local', adequacy: 'local', contract: null, models: ['own'] },
  ]);
});

test('R16: a remote upstream without a contract is refused', () => {
  const upstream = { id: 'x', kind: 'mistral', url: 'https://example.com/v1', country: 'FR', models: [{ id: 'm' }] };
  expect(settingsSchema.safeParse({ upstreams: [upstream] }).error?.issues[0]?.path).toEqual([
    'upstreams',
    0,
    'contract',
  ]);
});
