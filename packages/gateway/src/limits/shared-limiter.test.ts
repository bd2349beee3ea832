import { makeId, PlatformError, type Caller, type KeyLimits, type LimitLeases } from '@riad/contracts';
import { expect, test } from 'vitest';

import { createSharedLimiter } from './shared-limiter.ts';

const keyId = makeId('key', 'shared');

/** One budget for all servers: what `limit_buckets` and `limit_places` hold, without time passing. */
function budgetOf(limits: KeyLimits) {
  let requests = limits.requestsPerMinute ?? Number.POSITIVE_INFINITY;
  let tokens = limits.tokensPerMinute ?? Number.POSITIVE_INFINITY;
  const places = new Map<string, number>();
  const state = { exchanges: 0, away: false };

  function leasesOf(asking: string): LimitLeases {
    return {
      async take(asked) {
        state.exchanges++;
        if (state.away) throw new PlatformError('store.unavailable', 'away');
        return asked.map((request) => {
          requests -= request.requests.charge;
          tokens -= request.tokens.charge;
          const granted = requests >= request.requests.need ? Math.min(requests, request.requests.want) : 0;
          const grantedTokens = tokens >= request.tokens.need ? Math.min(tokens, request.tokens.want) : 0;
          requests -= granted;
          tokens -= grantedTokens;
          const others = [...places].reduce((sum, [name, held]) => (name === asking ? sum : sum + held), 0);
          const free = (limits.concurrentRequests ?? Number.POSITIVE_INFINITY) - others;
          const held = Math.max(request.places.used, Math.min(request.places.want, free));
          places.set(asking, held);
          return {
            keyId,
            requests: { granted, left: requests },
            tokens: { granted: grantedTokens, left: tokens },
            places: held,
          };
        });
      },
    };
  }

  function server(name: string) {
    let now = 0;
    const clock = { now: () => now, monotonic: () => now };
    const limiter = createSharedLimiter({ leases: leasesOf(name), clock, defaults: () => ({}) });
    const caller = { keyId, keyName: 'k', projectId: 'prj_1', organisationId: 'org_1', limits } as Caller;
    return {
      limiter,
      reserve: async (estimate = 0) => limiter.reserve(caller, estimate),
      advance: (ms: number) => (now += ms),
    };
  }
  return { server, state };
}

async function countAdmitted(servers: readonly { reserve: () => Promise<unknown> }[], tries: number): Promise<number> {
  let admitted = 0;
  for (let attempt = 0; attempt < tries; attempt++) {
    const [server] = servers.slice(attempt % servers.length);
    admitted += await (server?.reserve().then(
      () => 1,
      () => 0,
    ) ?? 0);
  }
  return admitted;
}

test('two servers together let through what the limit says', async () => {
  const { server } = budgetOf({ requestsPerMinute: 10 });
  expect(await countAdmitted([server('a'), server('b')], 40)).toBe(10);
});

test('a busy key costs few exchanges, and one that is used up hardly any', async () => {
  const { server, state } = budgetOf({ requestsPerMinute: 1000 });
  expect(await countAdmitted([server('a')], 3000)).toBe(1000);
  expect(state.exchanges).toBeLessThan(80);
});

test('what is refused says why and when to come back', async () => {
  const { server } = budgetOf({ requestsPerMinute: 2, tokensPerMinute: 100, concurrentRequests: 1 });
  const one = server('a');
  const reservation = await one.reserve(80);
  await expect(one.reserve(1)).rejects.toMatchObject({ code: 'limit.concurrency', retryAfterSeconds: 1 });
  reservation.settle(80);
  one.advance(1000);
  await expect(one.reserve(50)).rejects.toMatchObject({ code: 'limit.tokens', retryAfterSeconds: 18 });
  (await one.reserve(10)).settle(0);
  await expect(one.reserve(1)).rejects.toMatchObject({ code: 'limit.requests', retryAfterSeconds: 30 });
});

test('a server that does not use what it leased gives it to the others', async () => {
  const { server } = budgetOf({ requestsPerMinute: 100, concurrentRequests: 1 });
  const [one, other] = [server('a'), server('b')];
  (await one.reserve()).settle(0);
  await expect(other.reserve()).rejects.toMatchObject({ code: 'limit.concurrency' });
  await one.limiter.close();
  other.advance(1000);
  (await other.reserve()).settle(0);
  expect(await countAdmitted([other], 98)).toBe(1);
  other.advance(1000);
  expect(other.limiter.headers({ keyId } as Caller)).toMatchObject({ 'x-ratelimit-remaining-requests': '97' });
});

test('tokens used beyond the estimate are paid by the next lease', async () => {
  const { server } = budgetOf({ tokensPerMinute: 1000 });
  const [one, other] = [server('a'), server('b')];
  (await one.reserve(100)).settle(900);
  await one.limiter.sweep();
  await expect(other.reserve(200)).rejects.toMatchObject({ code: 'limit.tokens' });
  await expect(other.reserve(60)).resolves.toBeDefined();
});

test('a request larger than the limit may overdraw a full budget once', async () => {
  const { server } = budgetOf({ tokensPerMinute: 100 });
  const one = server('a');
  (await one.reserve(300)).settle(300);
  await one.limiter.sweep();
  await expect(server('b').reserve(1)).rejects.toMatchObject({ code: 'limit.tokens', retryAfterSeconds: 120.6 });
});

test('without the database only what was leased is let through', async () => {
  const { server, state } = budgetOf({ requestsPerMinute: 100 });
  const one = server('a');
  await one.reserve();
  state.away = true;
  expect(await countAdmitted([one], 20)).toBe(5);
  await expect(one.reserve()).rejects.toMatchObject({ code: 'store.unavailable' });
  state.away = false;
  await expect(one.reserve()).resolves.toBeDefined();
});
