import { createRandom } from './random.ts';
import { workOf, type SimulatedServer } from './simulated-server.ts';
import type { SimulatedRequest } from './workload.ts';

/** Which server gets a request. */
export type Choose = (servers: readonly SimulatedServer[], request: SimulatedRequest) => SimulatedServer | undefined;

export interface RoutingPolicy {
  readonly name: string;
  /** Weight of a miss, for policies that ask Riad's own cost. */
  readonly missWeight?: number;
  create(): Choose;
}

const byCost: Choose = (servers, request) => {
  const work = workOf(request);
  return leastBy(servers, (server) => server.replica.cost(work));
};

/** What other gateways do, and Riad's own cost with three weights. */
export const policies: readonly RoutingPolicy[] = [
  {
    name: 'round robin',
    create() {
      let turn = 0;
      return (servers) => servers[turn++ % servers.length];
    },
  },
  {
    name: 'power of two (requests)',
    create() {
      const random = createRandom(11);
      return (servers) => {
        const pair = [servers[random.below(servers.length)], servers[random.below(servers.length)]];
        return leastBy(
          pair.filter((server) => server !== undefined),
          (server) => server.openRequests,
        );
      };
    },
  },
  { name: 'least outstanding tokens', create: () => (servers) => leastBy(servers, (server) => server.openTokens) },
  {
    name: 'hash of the tenant',
    create: () => (servers, request) => servers[((request.tenant * 2654435761) >>> 8) % servers.length],
  },
  { name: 'longest prefix, unless unbalanced', create: () => byPrefix },
  { name: 'Riad’s cost, miss × 1', missWeight: 1, create: () => byCost },
  { name: 'Riad’s cost, miss × 2', missWeight: 2, create: () => byCost },
  { name: 'Riad’s cost (miss × 4)', create: () => byCost },
];

/** SGLang's rule, with the server's true cache: its prefix when over 0.3, the idlest when one has 64 and 1.5 times more to do. */
function byPrefix(servers: readonly SimulatedServer[], request: SimulatedRequest): SimulatedServer | undefined {
  const open = servers.map((server) => server.openRequests);
  const [most, fewest] = [Math.max(...open), Math.min(...open)];
  const idlest = leastBy(servers, (server) => server.openRequests);
  if (most - fewest > 64 && most > 1.5 * fewest) return idlest;
  const best = leastBy(servers, (server) => -server.matched(request));
  return best !== undefined && best.matched(request) / request.blocks.length > 0.3 ? best : idlest;
}

function leastBy<T>(values: readonly T[], measure: (value: T) => number): T | undefined {
  let best: T | undefined;
  let least = Infinity;
  for (const value of values) {
    const measured = measure(value);
    if (measured < least) [best, least] = [value, measured];
  }
  return best;
}
