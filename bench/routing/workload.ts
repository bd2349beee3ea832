import { createRandom } from './random.ts';

export const BLOCK_TOKENS = 64;
/** Seconds of arrivals. */
const DURATION = 120;

/** `contracts`: 150 tenants who each ask about a long document of their own. `chat`: 40 tenants, few of them busy, in long talks. */
export type WorkloadKind = 'contracts' | 'chat';

export interface SimulatedRequest {
  /** Seconds from the start. */
  readonly at: number;
  readonly tenant: number;
  readonly blocks: readonly number[];
  readonly answerTokens: number;
}

interface Talk {
  readonly id: number;
  readonly tenant: number;
  blocks: number[];
}

const shapes = {
  contracts: { tenants: 150, contextTokens: 6000 },
  chat: { tenants: 40, contextTokens: 1500 },
} as const;

/** Requests of two minutes, the same in every run. */
export function makeWorkload(kind: WorkloadKind, perSecond: number): readonly SimulatedRequest[] {
  const random = createRandom(7);
  const { tenants, contextTokens } = shapes[kind];
  const contextBlocks = Math.floor(contextTokens / BLOCK_TOKENS);
  const talks: Talk[] = [];
  const requests: SimulatedRequest[] = [];
  let lastBlock = tenants * contextBlocks;
  const newBlocks = (tokens: number): number[] =>
    Array.from({ length: Math.max(1, Math.round(tokens / BLOCK_TOKENS)) }, () => ++lastBlock);
  const open = (): Talk => {
    const tenant = kind === 'contracts' ? random.below(tenants) : Math.floor(tenants * random.next() ** 2);
    const talk = { id: requests.length, tenant, blocks: [] };
    if (kind === 'chat') talks.push(talk);
    if (talks.length > 400) talks.shift();
    return talk;
  };
  for (let at = random.exponential(1 / perSecond); at < DURATION; at += random.exponential(1 / perSecond)) {
    const talk = (talks.length > 40 && random.next() < 0.7 ? talks[random.below(talks.length)] : undefined) ?? open();
    const question = newBlocks(kind === 'contracts' ? 1200 : 60 + random.exponential(250));
    const answerTokens = Math.floor(
      kind === 'contracts' ? 100 + random.exponential(150) : 20 + random.exponential(220),
    );
    const context = Array.from({ length: contextBlocks }, (_, index) => talk.tenant * contextBlocks + index);
    requests.push({ at, tenant: talk.tenant, blocks: [...context, ...talk.blocks, ...question], answerTokens });
    talk.blocks = [...talk.blocks, ...question, ...newBlocks(answerTokens)];
    if (talk.blocks.length > 120) talk.blocks = [];
  }
  return requests;
}
