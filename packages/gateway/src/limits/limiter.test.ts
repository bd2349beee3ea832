import type { Caller, KeyLimits } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createLimiter } from './limiter.ts';

function limiterWith(limits: KeyLimits) {
  let now = 0;
  const limiter = createLimiter({ clock: { now: () => now, monotonic: () => now }, defaults: () => ({}) });
  const caller = { keyId: 'key_1', keyName: 'k', projectId: 'prj_1', organisationId: 'org_1', limits } as Caller;
  return { reserve: (tokens = 0) => limiter.reserve(caller, tokens), advance: (ms: number) => (now += ms) };
}

test('a key without limits is never refused and shows no limit headers', () => {
  const { reserve } = limiterWith({});
  expect(reserve(1e9).headers).toEqual({});
});

test('requests beyond the minute are refused with the seconds to wait, and pass after them', () => {
  const { reserve, advance } = limiterWith({ requestsPerMinute: 2 });
  expect(reserve().headers).toMatchObject({
    'x-ratelimit-remaining-requests': '1',
    'x-ratelimit-remaining-req-minute': '1',
  });
  reserve();
  expect(() => reserve()).toThrow(expect.objectContaining({ code: 'limit.requests', retryAfterSeconds: 30 }));
  advance(30_000);
  expect(() => reserve()).not.toThrow();
});

test('tokens are reserved by estimate and charged by use', () => {
  const { reserve } = limiterWith({ tokensPerMinute: 100 });
  const first = reserve(80);
  expect(() => reserve(30)).toThrow(expect.objectContaining({ code: 'limit.tokens' }));
  first.settle(10);
  first.settle(1000);
  expect(reserve(80).headers['x-ratelimit-remaining-tokens']).toBe('10');
});

test('a request larger than the limit may pass once and is waited for', () => {
  const { reserve, advance } = limiterWith({ tokensPerMinute: 100 });
  reserve(300).settle(300);
  expect(() => reserve(1)).toThrow(expect.objectContaining({ code: 'limit.tokens' }));
  advance(121_000);
  expect(() => reserve(1)).not.toThrow();
});

test('concurrency is given back when a request settles', () => {
  const { reserve } = limiterWith({ concurrentRequests: 1 });
  const first = reserve();
  expect(() => reserve()).toThrow(expect.objectContaining({ code: 'limit.concurrency' }));
  first.settle(0);
  expect(() => reserve()).not.toThrow();
});
