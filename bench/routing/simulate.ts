import { Replica } from '../../packages/gateway/src/routing/replicas/replica.ts';
import type { RoutingPolicy } from './policies.ts';
import { createRandom } from './random.ts';
import { SimulatedServer, type Observed, type ServerFacts } from './simulated-server.ts';
import type { SimulatedRequest } from './workload.ts';

const SERVERS = 8;
const usual: ServerFacts = {
  prefillPerSecond: 12_000,
  stepSeconds: 0.018,
  stepSecondsPerStream: 0.00025,
  largestBatch: 64,
  cacheTokens: 288_000,
};

export interface Outcome {
  readonly firstTokenP50: number;
  readonly firstTokenP90: number;
  readonly hitShare: number;
  readonly tokensPerSecond: number;
}

/** `rough`: servers are up to 30 % faster or slower than each other and keep 60 % of what the gateway believes. */
export function simulate(requests: readonly SimulatedRequest[], policy: RoutingPolicy, rough: boolean): Outcome {
  let now = 0;
  const random = createRandom(5);
  const observed: Observed = { firstToken: [], hitBlocks: 0, promptBlocks: 0, answerTokens: 0 };
  const servers = Array.from({ length: SERVERS }, () => {
    const { missWeight } = policy;
    const replica = new Replica({
      cacheTokens: usual.cacheTokens,
      ...(missWeight !== undefined && { missWeight }),
    });
    return new SimulatedServer(rough ? roughened(0.7 + 0.6 * random.next()) : usual, replica, observed);
  });
  const choose = policy.create();
  let arrived = 0;
  for (;;) {
    const request = requests[arrived];
    const first = servers.reduce((soonest, server) => (server.next < soonest.next ? server : soonest));
    const at = Math.min(request?.at ?? Infinity, first.next);
    if (at === Infinity) break;
    now = at;
    if (first.next === at) first.advance(now);
    else if (request !== undefined) {
      choose(servers, request)?.accept(request, now);
      arrived++;
    }
  }
  observed.firstToken.sort((left, right) => left - right);
  return {
    firstTokenP50: quantile(observed.firstToken, 0.5),
    firstTokenP90: quantile(observed.firstToken, 0.9),
    hitShare: observed.hitBlocks / observed.promptBlocks,
    tokensPerSecond: observed.answerTokens / now,
  };
}

function roughened(speed: number): ServerFacts {
  return {
    ...usual,
    prefillPerSecond: usual.prefillPerSecond * speed,
    stepSeconds: usual.stepSeconds / speed,
    cacheTokens: usual.cacheTokens * 0.6,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}
