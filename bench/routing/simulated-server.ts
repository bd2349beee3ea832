import { BlockCache } from '../../packages/gateway/src/routing/replicas/block-cache.ts';
import type { Replica, Visit } from '../../packages/gateway/src/routing/replicas/replica.ts';
import { BLOCK_TOKENS, type SimulatedRequest } from './workload.ts';

/** What one server is like: an 8B model on one graphics card, by the figures that its makers publish. */
export interface ServerFacts {
  readonly prefillPerSecond: number;
  readonly stepSeconds: number;
  readonly stepSecondsPerStream: number;
  readonly largestBatch: number;
  readonly cacheTokens: number;
}

interface Job {
  readonly request: SimulatedRequest;
  readonly visit: Visit;
  left: number;
}

export interface Observed {
  /** Seconds from arrival to the first token. */
  readonly firstToken: number[];
  hitBlocks: number;
  promptBlocks: number;
  answerTokens: number;
}

/**
 * Reads one prompt at a time, only what it has not kept; then writes for all streams at once, each step longer the more
 * there are. Keeps what it read last. Reading in pieces and pre-emption are not modelled.
 */
export class SimulatedServer {
  /** What the gateway believes about it. */
  readonly replica: Replica;
  readonly #facts: ServerFacts;
  readonly #observed: Observed;
  readonly #cache: BlockCache;
  readonly #waiting: Job[] = [];
  #reading: Job | undefined;
  #batch: Job[] = [];
  /** When something happens next. */
  next = Infinity;
  openRequests = 0;
  openTokens = 0;

  constructor(facts: ServerFacts, replica: Replica, observed: Observed) {
    this.#facts = facts;
    this.replica = replica;
    this.#observed = observed;
    this.#cache = new BlockCache(Math.ceil(facts.cacheTokens / BLOCK_TOKENS));
  }

  matched(request: SimulatedRequest): number {
    return this.#cache.match(request.blocks);
  }

  accept(request: SimulatedRequest, now: number): void {
    this.openRequests++;
    this.openTokens += sizeOf(request);
    const visit = this.replica.begin(workOf(request));
    this.#waiting.push({ request, visit, left: request.answerTokens });
    if (this.next === Infinity) this.#plan(now);
  }

  advance(now: number): void {
    if (this.#reading === undefined) this.#write();
    else this.#finishReading(this.#reading, now);
    this.#plan(now);
  }

  #finishReading(job: Job, now: number): void {
    this.#reading = undefined;
    this.#cache.read(job.request.blocks);
    this.#observed.firstToken.push(now - job.request.at);
    job.visit.firstByte();
    this.#batch.push(job);
  }

  #write(): void {
    this.#observed.answerTokens += this.#batch.length;
    for (const job of this.#batch) job.left--;
    for (const { request, visit } of this.#batch.filter(({ left }) => left <= 0)) {
      this.openRequests--;
      this.openTokens -= sizeOf(request);
      visit.end();
    }
    this.#batch = this.#batch.filter(({ left }) => left > 0);
  }

  #plan(now: number): void {
    const job = this.#batch.length < this.#facts.largestBatch ? this.#waiting.shift() : undefined;
    if (job !== undefined) {
      const hit = this.#cache.match(job.request.blocks);
      this.#observed.hitBlocks += hit;
      this.#observed.promptBlocks += job.request.blocks.length;
      this.#reading = job;
      const missing = (job.request.blocks.length - hit) * BLOCK_TOKENS;
      this.next = now + missing / this.#facts.prefillPerSecond + 0.01;
    } else if (this.#batch.length > 0) {
      this.next = now + this.#facts.stepSeconds + this.#facts.stepSecondsPerStream * this.#batch.length;
    } else {
      this.next = Infinity;
    }
  }
}

export function workOf({ blocks, answerTokens }: SimulatedRequest) {
  return { blocks, promptTokens: blocks.length * BLOCK_TOKENS, answerTokens };
}

function sizeOf({ blocks, answerTokens }: SimulatedRequest): number {
  return blocks.length * BLOCK_TOKENS + answerTokens;
}
