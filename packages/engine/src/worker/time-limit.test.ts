import { expect, test } from 'vitest';

import { TimeLimitExceeded, withinTime } from './time-limit.ts';

test('gives back what the work gives, and its errors', () => {
  expect(withinTime(1000, () => 42)).toBe(42);
  expect(() =>
    withinTime(1000, () => {
      throw new RangeError('own');
    }),
  ).toThrow(RangeError);
});

test('a regular expression that never ends is interrupted', () => {
  expect(() => withinTime(50, () => /^(?:a+)+$/.test(`${'a'.repeat(50)}!`))).toThrow(TimeLimitExceeded);
});

test('a loop that never ends is interrupted', () => {
  expect(() =>
    withinTime(50, () => {
      let turns = 0;
      while (turns >= 0) turns++;
    }),
  ).toThrow(TimeLimitExceeded);
});
