/** Where one term occurs: passages in the order they were added, and how often in each (at most 255 times). */
interface PostingList {
  ids: Uint32Array;
  counts: Uint8Array;
  length: number;
}

/** Saturation and length normalisation of BM25, at their usual values. */
const K1 = 1.2;
const B = 0.75;
const FIRST_CAPACITY = 4;

/** Passages by the terms of one kind, scored by BM25. About five bytes for every distinct term of every passage. */
export class Postings {
  readonly #lists = new Map<string, PostingList>();
  readonly #lengths: number[] = [];
  #totalLength = 0;

  get size(): number {
    return this.#lengths.length;
  }

  /** Every distinct term. */
  terms(): IterableIterator<string> {
    return this.#lists.keys();
  }

  has(term: string): boolean {
    return this.#lists.has(term);
  }

  /** `id` is the next number: passages are numbered from zero. */
  add(id: number, terms: readonly string[]): void {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      let list = this.#lists.get(term);
      if (list === undefined) this.#lists.set(term, (list = emptyList()));
      append(list, id, Math.min(count, 255));
    }
    this.#lengths[id] = terms.length;
    this.#totalLength += terms.length;
  }

  /** Adds each passage's score, times `weight`, to `scores`. Terms in more than `commonest` of all passages are left out. */
  score(terms: ReadonlyMap<string, number>, scores: Float32Array, { weight, commonest }: ScoreOptions): void {
    const count = this.size;
    const average = this.#totalLength / Math.max(1, count);
    for (const [term, boost] of terms) {
      const list = this.#lists.get(term);
      if (list === undefined || list.length > commonest * count) continue;
      const rarity = Math.log(1 + (count - list.length + 0.5) / (list.length + 0.5)) * weight * boost;
      for (let at = 0; at < list.length; at++) {
        const id = list.ids[at] ?? 0;
        const frequency = list.counts[at] ?? 0;
        const length = 1 - B + (B * (this.#lengths[id] ?? 0)) / average;
        scores[id] = (scores[id] ?? 0) + (rarity * frequency * (K1 + 1)) / (frequency + K1 * length);
      }
    }
  }
}

export interface ScoreOptions {
  readonly weight: number;
  readonly commonest: number;
}

function emptyList(): PostingList {
  return { ids: new Uint32Array(FIRST_CAPACITY), counts: new Uint8Array(FIRST_CAPACITY), length: 0 };
}

function append(list: PostingList, id: number, count: number): void {
  if (list.length === list.ids.length) {
    const capacity = Math.ceil(list.length * 1.5);
    const ids = new Uint32Array(capacity);
    const counts = new Uint8Array(capacity);
    ids.set(list.ids);
    counts.set(list.counts);
    list.ids = ids;
    list.counts = counts;
  }
  list.ids[list.length] = id;
  list.counts[list.length] = count;
  list.length++;
}
