import { expect, test } from 'vitest';

import { createBreaker } from './breaker.ts';

function breakerWith() {
  let now = 0;
  const breaker = createBreaker({ now: () => now, monotonic: () => now });
  return {
    breaker,
    advance: (ms: number) => (now += ms),
    end: (outcome: 'ok' | 'failed' | 'unknown', times = 1) => {
      for (let count = 0; count < times; count++) breaker.enter()(outcome);
    },
  };
}

test('five failures open it; after a while one request alone may try, and its success closes it', () => {
  const { breaker, advance, end } = breakerWith();
  end('failed', 4);
  expect(breaker.available()).toBe(true);
  end('failed');
  expect(breaker.available()).toBe(false);
  expect(() => breaker.enter()).toThrow(
    expect.objectContaining({ code: 'upstream.breaker_open', retryAfterSeconds: 5 }),
  );
  advance(5000);
  const leave = breaker.enter();
  expect(breaker.available()).toBe(false);
  expect(() => breaker.enter()).toThrow(expect.objectContaining({ code: 'upstream.breaker_open' }));
  leave('ok');
  end('failed', 4);
  expect(breaker.available()).toBe(true);
});

test('a probe that fails doubles the wait, one that its client left lets the next one try', () => {
  const { breaker, advance, end } = breakerWith();
  end('failed', 5);
  advance(5000);
  end('failed');
  advance(9999);
  expect(breaker.available()).toBe(false);
  advance(1);
  end('unknown');
  expect(breaker.available()).toBe(true);
});

test('failures that are few among many, or long ago, do not open it', () => {
  const { breaker, advance, end } = breakerWith();
  end('ok', 10);
  end('failed', 9);
  expect(breaker.available()).toBe(true);
  advance(10_001);
  end('failed', 4);
  expect(breaker.available()).toBe(true);
});
