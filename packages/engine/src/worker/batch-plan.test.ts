import fc from 'fast-check';
import { expect, test } from 'vitest';

import { planBatch, type Load } from './batch-plan.ts';

const load = (left: number, overrides: Partial<Load> = {}): Load => ({
  left,
  background: false,
  most: 512,
  ...overrides,
});

test('whoever generates goes first; a short prompt goes whole, a long one takes what is left', () => {
  expect(planBatch([load(1000), load(1), load(20)], { batch: 512, reading: 200 })).toEqual([180, 1, 20]);
});

test('background reading gets what interactive reading leaves', () => {
  expect(planBatch([load(1000, { background: true }), load(150)], { batch: 512, reading: 200 })).toEqual([50, 150]);
  expect(planBatch([load(1000, { background: true }), load(900)], { batch: 512, reading: 200 })).toEqual([0, 200]);
});

test('many prompts are read in equal pieces: llama.cpp runs through the model once for each length in a batch', () => {
  const prompts = Array.from({ length: 15 }, () => load(32));
  expect(planBatch([load(1), ...prompts], { batch: 512, reading: 67 })).toEqual([1, ...prompts.map(() => 4)]);
  expect(planBatch([load(900), load(10), load(800)], { batch: 512, reading: 67 })).toEqual([28, 10, 28]);
});

test('never more than the batch holds, than anybody has left or may take; somebody always moves', () => {
  const loads = fc.array(
    fc.record({ left: fc.integer({ min: 1, max: 5000 }), background: fc.boolean(), most: fc.constantFrom(64, 512) }),
    {
      minLength: 1,
      maxLength: 64,
    },
  );
  fc.assert(
    fc.property(loads, fc.integer({ min: 32, max: 512 }), (given, reading) => {
      const counts = planBatch(given, { batch: 512, reading });
      const sum = counts.reduce((total, count) => total + count, 0);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThanOrEqual(512);
      for (const [index, count] of counts.entries()) {
        expect(count).toBeLessThanOrEqual(Math.min(given[index]?.left ?? 0, given[index]?.most ?? 0));
      }
      expect(counts.filter((_, index) => given[index]?.left === 1).every((count) => count === 1)).toBe(true);
    }),
  );
});
