import { BlockCache } from './block-cache.ts';
import { BLOCK_TOKENS } from './prefix-blocks.ts';

/**
 * A prompt that is not kept costs more than reading it: it also pushes another one out. At weight 1 servers under load
 * only exchange their prefixes; see `bench/routing`.
 */
const MISS_WEIGHT = 4;
/** What a token that one stream writes costs the others, in tokens that could have been read meanwhile. */
const WRITTEN_TOKEN = 3;

export interface ReplicaOptions {
  /** How many tokens of read prompts the server keeps. */
  readonly cacheTokens: number;
  readonly missWeight?: number;
}

/** What a request will cost a server. */
export interface Work {
  readonly blocks: readonly number[];
  readonly promptTokens: number;
  /** The most it may write, or what answers usually have. */
  readonly answerTokens: number;
}

/** One request at one server. Both may be called more than once; the first time counts. */
export interface Visit {
  firstByte(): void;
  end(): void;
}

/**
 * One server of a model as the gateway sees it: what it read lately and what it is busy with. A slow one shows itself by the
 * work that waits there; speeds learnt from answers made choices worse (`bench/routing`).
 */
export class Replica {
  readonly #missWeight: number;
  readonly #kept: BlockCache;
  #waitingTokens = 0;
  #streams = 0;

  constructor({ cacheTokens, missWeight = MISS_WEIGHT }: ReplicaOptions) {
    this.#missWeight = missWeight;
    this.#kept = new BlockCache(Math.ceil(cacheTokens / BLOCK_TOKENS));
  }

  /** How long this request would wait and make others wait here, in tokens that could be read meanwhile. */
  cost(work: Work): number {
    const reading = this.#waitingTokens + this.#missWeight * this.#missing(work);
    const writing = (this.#streams * WRITTEN_TOKEN * work.answerTokens) / 2;
    return reading + writing;
  }

  begin(work: Work): Visit {
    const missing = this.#missing(work);
    let reading = true;
    let over = false;
    this.#kept.read(work.blocks);
    this.#waitingTokens += missing;
    this.#streams++;
    const stopReading = (): void => {
      if (reading) this.#waitingTokens -= missing;
      reading = false;
    };
    return {
      firstByte: stopReading,
      end: () => {
        if (over) return;
        over = true;
        stopReading();
        this.#streams--;
      },
    };
  }

  #missing({ blocks, promptTokens }: Work): number {
    return Math.max(0, promptTokens - this.#kept.match(blocks) * BLOCK_TOKENS);
  }
}
