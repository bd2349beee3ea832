import { consonantSkeleton, languageSpans, looksLikeArabizi, type IndexTerms } from '@riad/language';

import { Postings } from './postings.ts';
import { queryTerms, type QueryTerms } from './query-terms.ts';

/** A passage and how well it answers, higher is better. */
export interface Hit {
  readonly id: number;
  readonly score: number;
}

export interface SearchOptions {
  readonly limit: number;
  /** Whether a passage may be shown. */
  readonly allows: (id: number) => boolean;
}

/** Trigrams outnumber words six to one; together they weigh about as much. */
const TRIGRAM_WEIGHT = 0.3;
/** A law or article that is named is what was asked for. */
const REFERENCE_WEIGHT = 4;
/** Below this many passages every trigram is worth reading. */
const LARGE = 5000;
const COMMONEST_IN_LARGE = 0.2;
/** Words of the documents that one word in Latin letters may stand for. */
const MOST_READINGS = 12;
const SHORTEST_SKELETON = 2;

/** Passages by their words, pieces of words, and the laws they name. Everything in memory; nothing is stored. */
export class LexicalIndex {
  readonly #words = new Postings();
  readonly #trigrams = new Postings();
  readonly #references = new Postings();
  /** Stems by their consonants, for questions in Latin letters; made when first needed. */
  #skeletons: Map<string, string[]> | undefined;
  #scores = new Float32Array(0);

  get size(): number {
    return this.#words.size;
  }

  /** Returns the number of the passage. */
  add(terms: IndexTerms): number {
    const id = this.size;
    this.#words.add(id, terms.words);
    this.#trigrams.add(id, terms.trigrams);
    this.#references.add(id, terms.references);
    this.#skeletons = undefined;
    return id;
  }

  search(query: string, { limit, allows }: SearchOptions): readonly Hit[] {
    const terms = queryTerms(query);
    if (this.#scores.length < this.size) this.#scores = new Float32Array(Math.ceil(this.size * 1.25) + 16);
    const scores = this.#scores.fill(0);
    const commonest = this.size > LARGE ? COMMONEST_IN_LARGE : 1;
    this.#words.score(this.#withReadings(terms), scores, { weight: 1, commonest: 1 });
    this.#trigrams.score(terms.trigrams, scores, { weight: TRIGRAM_WEIGHT, commonest });
    this.#references.score(terms.references, scores, { weight: REFERENCE_WEIGHT, commonest: 1 });
    return best(scores.subarray(0, this.size), { limit, allows });
  }

  /** Share of the question's words that the documents have at all, 0 to 1: little when they are in another language. */
  share(query: string): number {
    const { concepts } = queryTerms(query);
    const inArabizi = languageSpans(query).some(({ language, script }) => language === 'ary' && script === 'Latn');
    const isRead = (word: string): boolean => inArabizi && isLatin(word) && this.#readings(word).length > 0;
    const known = concepts.filter((concept) => concept.some((word) => this.#words.has(word) || isRead(word)));
    return concepts.length === 0 ? 0 : known.length / concepts.length;
  }

  /** A word such as 9anoun or lmadrasa also asks for the documents' words with the same consonants. */
  #withReadings({ words, untranslated }: QueryTerms): ReadonlyMap<string, number> {
    const weighted = new Map(words);
    for (const word of untranslated) {
      if (!isLatin(word)) continue;
      const readings = this.#readings(word);
      const boost = looksLikeArabizi(word) ? 1 : 0.5;
      for (const reading of readings) {
        weighted.set(reading, Math.max(weighted.get(reading) ?? 0, boost / Math.sqrt(readings.length)));
      }
    }
    return weighted;
  }

  #readings(word: string): readonly string[] {
    const skeleton = consonantSkeleton(word);
    if (skeleton.length < SHORTEST_SKELETON) return [];
    this.#skeletons ??= bySkeleton(this.#words.terms());
    return (this.#skeletons.get(skeleton) ?? []).slice(0, MOST_READINGS);
  }
}

function isLatin(word: string): boolean {
  return /^[a-z0-9]*[a-z][a-z0-9]*$/.test(word);
}

function bySkeleton(terms: Iterable<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const term of terms) {
    if (!/\p{Script=Arabic}/u.test(term)) continue;
    const skeleton = consonantSkeleton(term);
    if (skeleton.length < SHORTEST_SKELETON) continue;
    const list = found.get(skeleton);
    if (list === undefined) found.set(skeleton, [term]);
    else list.push(term);
  }
  return found;
}

/** The best `limit`, best first. */
export function best(scores: Float32Array, { limit, allows }: SearchOptions): readonly Hit[] {
  const heap: Hit[] = [];
  let floor = 0;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (score <= floor || !allows(id)) continue;
    heap.push({ id, score });
    if (heap.length >= limit * 4) floor = shrink(heap, limit);
  }
  shrink(heap, limit);
  return heap;
}

/** Keeps the best `limit`; returns what a newcomer must beat. */
function shrink(heap: Hit[], limit: number): number {
  heap.sort((left, right) => right.score - left.score || left.id - right.id);
  heap.length = Math.min(heap.length, limit);
  return heap.length < limit ? 0 : (heap.at(-1)?.score ?? 0);
}
