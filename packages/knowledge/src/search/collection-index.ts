import type { IndexRow } from '@riad/contracts';
import { indexTerms } from '@riad/language';

import { fuseRankings } from './fuse-rankings.ts';
import { LexicalIndex, type Hit } from './lexical-index.ts';
import { VectorIndex } from './vector-index.ts';

export interface IndexQuery {
  readonly text: string;
  /** Of the question, and of its translation when there is one. Absent: words alone. */
  readonly vectors?: readonly Float32Array[];
  readonly limit: number;
  /** Only these documents, when given. */
  readonly documents?: readonly string[];
}

export interface IndexHit {
  readonly passageId: string;
  readonly score: number;
  /** Place among the passages found by words, from 1; absent when it was not. */
  readonly wordRank?: number;
  readonly meaningRank?: number;
  /** Cosine of question and passage, when both have a vector. */
  readonly similarity?: number;
}

/** What meaning weighs beside words; a question that had to be translated is understood less well. */
const MEANING = 1;
/** Passages that each way of searching contributes. */
const DEPTH = 50;
/** Documents removed or replaced may take this share of the index before it is built again. */
const MOST_DEAD = 0.3;

/** What can be found in one collection. */
export class CollectionIndex {
  #lexical = new LexicalIndex();
  #vectors: VectorIndex | undefined;
  #rows: { readonly passageId: string; readonly documentId: string }[] = [];
  #dead: boolean[] = [];
  #deadCount = 0;
  readonly #documents = new Map<
    string,
    { readonly revision: number; readonly rows: readonly IndexRow[] | undefined }
  >();

  get size(): number {
    return this.#rows.length - this.#deadCount;
  }

  /** Documents and the revision each was loaded at. */
  loaded(): ReadonlyMap<string, { readonly revision: number }> {
    return this.#documents;
  }

  /** Adds or replaces a document. */
  put(documentId: string, revision: number, rows: readonly IndexRow[]): void {
    this.remove(documentId);
    this.#documents.set(documentId, { revision, rows: undefined });
    for (const row of rows) this.#add(row);
  }

  remove(documentId: string): void {
    if (!this.#documents.delete(documentId)) return;
    for (const [id, row] of this.#rows.entries()) {
      if (row.documentId !== documentId || this.#dead[id] === true) continue;
      this.#dead[id] = true;
      this.#deadCount++;
    }
  }

  /** True: so much of it is dead that loading it again is worth it. */
  get isWorn(): boolean {
    return this.#deadCount > 1000 && this.#deadCount > MOST_DEAD * this.#rows.length;
  }

  search({ text, vectors = [], limit, documents }: IndexQuery): readonly IndexHit[] {
    const wanted = documents === undefined ? undefined : new Set(documents);
    const allows = (id: number): boolean =>
      this.#dead[id] !== true && (wanted === undefined || wanted.has(this.#rows[id]?.documentId ?? ''));
    const words = this.#lexical.search(text, { limit: DEPTH, allows });
    const meanings = vectors
      .filter((vector) => this.#vectors?.dimensions === vector.length)
      .map((vector) => this.#vectors?.search(vector, { limit: DEPTH, allows }) ?? []);
    const weight = meanings.length === 0 ? 1 : weightOfWords(this.#lexical.share(text));
    const fused = fuseRankings(
      [
        { ids: ids(words), weight },
        ...meanings.map((hits) => ({ ids: ids(hits), weight: MEANING / meanings.length ** 2 })),
      ],
      limit,
    );
    const meaning = joined(meanings);
    const similarity = new Map(meaning.map((hit) => [hit.id, hit.score]));
    return fused.map(({ id, score }) => this.#present(id, { score, words, meaning, similarity: similarity.get(id) }));
  }

  #add(row: IndexRow): void {
    const content = row.heading === '' ? row.text : `${row.heading}\n${row.text}`;
    const terms = indexTerms(content);
    const id = this.#lexical.add({ ...terms, references: [...new Set([...terms.references, ...row.references])] });
    this.#rows[id] = { passageId: row.passageId, documentId: row.documentId };
    if (row.vector === null) return;
    this.#vectors ??= new VectorIndex(row.vector.length);
    // Vectors of a former model wait for their turn to be computed again.
    if (row.vector.length === this.#vectors.dimensions) this.#vectors.set(id, row.vector);
  }

  #present(
    id: number,
    {
      score,
      words,
      meaning,
      similarity,
    }: {
      readonly score: number;
      readonly words: readonly Hit[];
      readonly meaning: readonly Hit[];
      readonly similarity: number | undefined;
    },
  ): IndexHit {
    const wordRank = words.findIndex((hit) => hit.id === id) + 1;
    const meaningRank = meaning.findIndex((hit) => hit.id === id) + 1;
    return {
      passageId: this.#rows[id]?.passageId ?? '',
      score,
      ...(wordRank === 0 ? {} : { wordRank }),
      ...(meaningRank === 0 ? {} : { meaningRank }),
      ...(similarity === undefined ? {} : { similarity }),
    };
  }
}

/** Words count as much as meaning, unless most words of the question are in no document: then they are of another language. */
function weightOfWords(share: number): number {
  return share >= 0.5 ? 1 : share;
}

/** Each passage with the best that it reached, best first. */
function joined(rankings: readonly (readonly Hit[])[]): readonly Hit[] {
  if (rankings.length < 2) return rankings[0] ?? [];
  const best = new Map<number, Hit>();
  for (const hit of rankings.flat()) if (hit.score > (best.get(hit.id)?.score ?? 0)) best.set(hit.id, hit);
  return [...best.values()].toSorted((left, right) => right.score - left.score);
}

function ids(hits: readonly Hit[]): readonly number[] {
  return hits.map(({ id }) => id);
}
