import type { NativeContext } from './driver/addon.ts';
import { PrefixTree } from './prefix-tree.ts';

/** One native sequence. */
export interface Sequence {
  readonly id: number;
  /** Whose tokens it holds: tenant, policy version and adapter. Empty: nobody's. */
  key: string;
  /** What it holds or is about to read. */
  tokens: number[];
  /** How many of them it has read. */
  evaluated: number;
  /** Turn at which it was last let go. */
  lastUsed: number;
  /** Milliseconds at which it was last let go. */
  idleSince: number;
  busy: boolean;
  /** To be emptied as soon as it is let go: its content was asked to be forgotten. */
  doomed: boolean;
}

interface CacheOptions {
  readonly context: Pick<
    NativeContext,
    | 'disposeSequence'
    | 'removeTokenCellsFromSequence'
    | 'getSequenceKvCacheMinPosition'
    | 'copySequenceStateFromOtherSequence'
  >;
  readonly sequences: number;
  readonly now: () => number;
}

/** What somebody wants to read, and under which key. */
export interface Wanted {
  readonly key: string;
  readonly tokens: readonly number[];
  /** False: everything is read anew, as for an echo with logprobs. */
  readonly reuse: boolean;
}

/** Copying another sequence's state pays from so many tokens on; reading fewer is as quick. */
const LEAST_COPIED = 32;
/** A sequence that would lose more than this is copied rather than cut, while another one is free. */
const MOST_LOST = 64;

/**
 * What the resident sequences hold, and the best way to a given beginning: take the sequence that has it, or copy its state
 * into another. Exact prefixes under the same key only; nothing is ever shifted. A sequence that changes its owner is
 * emptied first.
 */
export class SequenceCache {
  readonly #context: CacheOptions['context'];
  readonly #now: () => number;
  readonly #tree = new PrefixTree();
  readonly sequences: readonly Sequence[];
  #turn = 0;

  constructor({ context, sequences, now }: CacheOptions) {
    this.#context = context;
    this.#now = now;
    this.sequences = Array.from({ length: sequences }, (_, id) => ({
      id,
      key: '',
      tokens: [],
      evaluated: 0,
      lastUsed: 0,
      idleSince: 0,
      busy: false,
      doomed: false,
    }));
  }

  /** A free sequence that is about to read what is wanted, as much of it kept or copied as can be; `undefined` when all are busy. */
  async claim(wanted: Wanted): Promise<Sequence | undefined> {
    const free = this.sequences.filter((sequence) => !sequence.busy);
    if (free.length === 0) return undefined;
    const { length, holders } = this.#match(wanted);
    // The last token is always read again: its logits give the first answer token.
    const useful = Math.min(length, wanted.tokens.length - 1);
    const own = holders.find((holder) => !holder.busy);
    const spare = this.#leastNeeded(free.filter((sequence) => sequence !== own));
    const sequence =
      own !== undefined && (spare === undefined || own.evaluated - useful <= MOST_LOST) ? own : (spare ?? own);
    if (sequence === undefined) return undefined;
    sequence.busy = true;
    const [source] = holders;
    const kept =
      sequence === own
        ? this.#cut(sequence, useful)
        : await this.#copied(sequence, useful >= LEAST_COPIED ? source : undefined, useful);
    sequence.key = wanted.key;
    sequence.tokens = [...wanted.tokens];
    sequence.evaluated = kept;
    this.#tree.put(sequence.id, sequence.key, sequence.tokens.slice(0, kept));
    return sequence;
  }

  /** Whether a busy sequence is just reading a beginning that these tokens share: waiting for it saves reading it twice. */
  isBeingRead({ key, tokens, reuse }: Wanted): boolean {
    if (!reuse) return false;
    return this.sequences.some((sequence) => {
      if (!sequence.busy || sequence.doomed || sequence.key !== key || sequence.evaluated >= sequence.tokens.length - 1)
        return false;
      const shared = Math.min(sharedLength(sequence.tokens, tokens), tokens.length - 1);
      return shared - sequence.evaluated >= LEAST_COPIED;
    });
  }

  /** What a sequence has read by now may be copied by others. */
  hasRead(sequence: Sequence): void {
    if (sequence.doomed) return;
    this.#tree.put(sequence.id, sequence.key, sequence.tokens.slice(0, sequence.evaluated));
  }

  release(sequence: Sequence): void {
    sequence.tokens.length = Math.min(sequence.tokens.length, sequence.evaluated);
    sequence.lastUsed = ++this.#turn;
    sequence.idleSince = this.#now();
    sequence.busy = false;
    if (sequence.doomed) this.#empty(sequence);
    else this.hasRead(sequence);
  }

  /** Empties every idle sequence that fits; one that works is emptied when it is let go, and nobody copies it any more. */
  forget(fits: (sequence: Sequence) => boolean): void {
    for (const sequence of this.sequences.filter(fits)) {
      if (!sequence.busy) {
        this.#empty(sequence);
        continue;
      }
      sequence.doomed = true;
      this.#tree.remove(sequence.id);
    }
  }

  forgetIdle(olderThan: number): void {
    this.forget(({ busy, tokens, idleSince }) => !busy && tokens.length > 0 && idleSince < olderThan);
  }

  /** After a failed decode nothing that is held can be trusted. */
  eraseAll(): void {
    for (const sequence of this.sequences) this.#empty(sequence);
  }

  /**
   * An empty sequence, or one of the longer unused half: the one beside sequences that work. llama.cpp decodes a row of
   * consecutive sequences in one pass through the model, and scattered ones in one pass each.
   */
  #leastNeeded(free: readonly Sequence[]): Sequence | undefined {
    const oldestFirst = free.toSorted(
      (left, right) =>
        Number(left.tokens.length > 0) - Number(right.tokens.length > 0) || left.lastUsed - right.lastUsed,
    );
    const empty = oldestFirst.filter(({ tokens }) => tokens.length === 0).length;
    return oldestFirst
      .slice(0, Math.max(empty, Math.ceil(oldestFirst.length / 2)))
      .toSorted((left, right) => this.#busyNeighbours(right) - this.#busyNeighbours(left))[0];
  }

  #busyNeighbours({ id }: Sequence): number {
    return [id - 1, id + 1].filter((other) => this.sequences[other]?.busy === true).length;
  }

  #match(wanted: Wanted): { readonly length: number; readonly holders: readonly Sequence[] } {
    if (!wanted.reuse) return { length: 0, holders: [] };
    const { length, sequences } = this.#tree.longest(wanted.key, wanted.tokens);
    const holders = sequences.flatMap((id) => this.sequences[id] ?? []).filter((holder) => this.#isWhole(holder));
    // The one that loses least by being cut comes first.
    return { length, holders: holders.toSorted((left, right) => left.evaluated - right.evaluated) };
  }

  /** A sliding window lets go of early cells: a shorter prefix would then attend to what is no longer there. */
  #isWhole({ id }: Sequence): boolean {
    return this.#context.getSequenceKvCacheMinPosition(id) === 0;
  }

  /** Drops all but the first `keep` tokens; returns how many really stay. */
  #cut(sequence: Sequence, keep: number): number {
    if (sequence.evaluated === keep) return keep;
    if (keep > 0 && this.#context.removeTokenCellsFromSequence(sequence.id, keep, sequence.evaluated)) return keep;
    this.#empty(sequence);
    return 0;
  }

  async #copied(sequence: Sequence, source: Sequence | undefined, keep: number): Promise<number> {
    this.#empty(sequence);
    if (source === undefined) return 0;
    await this.#context.copySequenceStateFromOtherSequence(sequence.id, source.id);
    sequence.evaluated = source.evaluated;
    return this.#cut(sequence, keep);
  }

  #empty(sequence: Sequence): void {
    this.#context.disposeSequence(sequence.id);
    this.#tree.remove(sequence.id);
    sequence.key = '';
    sequence.tokens = [];
    sequence.evaluated = 0;
    sequence.doomed = false;
  }
}

function sharedLength(left: readonly number[], right: readonly number[]): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left[length] === right[length]) length++;
  return length;
}
