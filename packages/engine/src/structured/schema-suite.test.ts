import { expect, test } from 'vitest';

import { judgeSuite } from './schema-suite.fixture.ts';

test('of JSON-Schema-Test-Suite no invalid instance is accepted, 530 valid ones are, and no schema is a fault', async () => {
  const judged = await judgeSuite();
  expect(judged).toHaveLength(1257);
  expect(judged.filter(({ valid, outcome }) => !valid && outcome === 'accepted')).toEqual([]);
  expect(judged.filter(({ outcome }) => outcome === 'crashed')).toEqual([]);
  expect(judged.filter(({ unsound }) => unsound)).toEqual([]);
  expect(judged.filter(({ valid, outcome }) => valid && outcome === 'accepted').length).toBeGreaterThanOrEqual(530);
});
