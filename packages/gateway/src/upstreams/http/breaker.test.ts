import { expect, test } from 'vitest';

import { createBreaker } from './breaker.ts';

test('five failures in a row open it; after the wait one request may try, and its success closes it', () => {
  let now = 0;
  const breaker = createBreaker({ now: () => now, monotonic: () => now });
  for (let failure = 0; failure < 5; failure++) {
    expect(breaker.allows()).toBe(true);
    breaker.failed();
  }
  expect(breaker.allows()).toBe(false);
  now = 2001;
  expect(breaker.allows()).toBe(true);
  expect(breaker.allows()).toBe(false);
  breaker.succeeded();
  expect(breaker.allows()).toBe(true);
});
