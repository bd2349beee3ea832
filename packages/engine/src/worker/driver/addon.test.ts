import { expect, test } from 'vitest';

import { openAddon, probe } from './addon.ts';

test('the pinned addon has every member that the scheduler drives', async () => {
  await expect(openAddon()).resolves.toBeDefined();
});

test('an addon of another version is not driven: what it lacks is named', () => {
  class AddonContext {
    initBatch(): void {}
  }
  expect(() => probe({ AddonContext })).toThrow(/AddonContext\.decodeBatch.*AddonSampler/s);
  expect(() => probe(undefined)).toThrow(/loadBackends/);
});
