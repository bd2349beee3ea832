import type { Hit, SearchOptions } from './lexical-index.ts';

/** Passages that the coarse comparison leaves for the exact one. */
const RESCORED = 400;
const FIRST_CAPACITY = 256;
const BITS = 32;

/**
 * Exact nearest neighbours by cosine, after a coarse comparison of signs that reads one bit per dimension. Signs are taken
 * around the mean of all vectors, since those of one model lean the same way. No index to build; passages without a vector
 * are not found.
 */
export class VectorIndex {
  readonly #dimensions: number;
  readonly #words: number;
  #vectors: Float32Array;
  #signs: Uint32Array;
  readonly #present: boolean[] = [];
  readonly #sum: Float64Array;
  #count = 0;
  #signedCount = -1;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#words = Math.ceil(dimensions / BITS);
    this.#vectors = new Float32Array(FIRST_CAPACITY * dimensions);
    this.#signs = new Uint32Array(FIRST_CAPACITY * this.#words);
    this.#sum = new Float64Array(dimensions);
  }

  get dimensions(): number {
    return this.#dimensions;
  }

  set(id: number, vector: Float32Array): void {
    if (vector.length !== this.#dimensions) throw new RangeError('the vector is of another model');
    this.#grow(id + 1);
    const length = Math.hypot(...vector) || 1;
    for (let axis = 0; axis < this.#dimensions; axis++) {
      const value = (vector[axis] ?? 0) / length;
      this.#vectors[id * this.#dimensions + axis] = value;
      this.#sum[axis] = (this.#sum[axis] ?? 0) + value;
    }
    if (this.#present[id] !== true) this.#count++;
    this.#present[id] = true;
  }

  search(query: Float32Array, { limit, allows }: SearchOptions): readonly Hit[] {
    this.#sign();
    const length = Math.hypot(...query) || 1;
    const unit = query.map((value) => value / length);
    const candidates = this.#coarse(this.#signsOf(unit), Math.max(RESCORED, limit * 4), allows);
    return candidates
      .map((id) => ({ id, score: this.#cosine(unit, id) }))
      .toSorted((left, right) => right.score - left.score || left.id - right.id)
      .slice(0, limit);
  }

  #grow(size: number): void {
    if (size * this.#dimensions <= this.#vectors.length) return;
    const capacity = Math.max(size, Math.ceil((this.#vectors.length / this.#dimensions) * 1.5));
    const vectors = new Float32Array(capacity * this.#dimensions);
    vectors.set(this.#vectors);
    this.#vectors = vectors;
    const signs = new Uint32Array(capacity * this.#words);
    signs.set(this.#signs);
    this.#signs = signs;
  }

  /** Signs are taken anew when the mean may have moved. */
  #sign(): void {
    if (this.#signedCount === this.#count) return;
    for (const [id, present] of this.#present.entries()) {
      if (!present) continue;
      const at = id * this.#dimensions;
      this.#signs.set(this.#signsOf(this.#vectors.subarray(at, at + this.#dimensions)), id * this.#words);
    }
    this.#signedCount = this.#count;
  }

  #signsOf(vector: Float32Array): Uint32Array {
    const signs = new Uint32Array(this.#words);
    for (let axis = 0; axis < this.#dimensions; axis++) {
      if ((vector[axis] ?? 0) * this.#count <= (this.#sum[axis] ?? 0)) continue;
      const word = Math.floor(axis / BITS);
      signs[word] = (signs[word] ?? 0) | (1 << (axis % BITS));
    }
    return signs;
  }

  /** The passages whose signs differ least, by counting how many there are at every distance. */
  #coarse(query: Uint32Array, wanted: number, allows: (id: number) => boolean): readonly number[] {
    const count = this.#present.length;
    const distances = new Uint16Array(count).fill(0xff_ff);
    const histogram = new Uint32Array(this.#dimensions + 1);
    for (let id = 0; id < count; id++) {
      if (this.#present[id] !== true || !allows(id)) continue;
      const distance = this.#distance(query, id);
      distances[id] = distance;
      histogram[distance] = (histogram[distance] ?? 0) + 1;
    }
    const furthest = distanceOf(histogram, wanted);
    const near: number[] = [];
    for (const [id, distance] of distances.entries()) if (distance <= furthest) near.push(id);
    return near;
  }

  #distance(query: Uint32Array, id: number): number {
    const at = id * this.#words;
    let distance = 0;
    for (let word = 0; word < this.#words; word++) {
      distance += bitCount((this.#signs[at + word] ?? 0) ^ (query[word] ?? 0));
    }
    return distance;
  }

  #cosine(query: Float32Array, id: number): number {
    const at = id * this.#dimensions;
    let sum = 0;
    for (let axis = 0; axis < this.#dimensions; axis++) sum += (query[axis] ?? 0) * (this.#vectors[at + axis] ?? 0);
    return sum;
  }
}

/** The distance within which there are as many as wanted. */
function distanceOf(histogram: Uint32Array, wanted: number): number {
  let found = 0;
  for (const [distance, count] of histogram.entries()) {
    found += count;
    if (found >= wanted) return distance;
  }
  return histogram.length;
}

function bitCount(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55_55_55_55);
  const quads = (pairs & 0x33_33_33_33) + ((pairs >>> 2) & 0x33_33_33_33);
  return Math.imul((quads + (quads >>> 4)) & 0x0f_0f_0f_0f, 0x01_01_01_01) >>> 24;
}
