/** Which blocks a server has probably kept: those it read last, as many as fit. */
export class BlockCache {
  readonly #capacity: number;
  readonly #blocks = new Set<number>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many of the first blocks are kept without a gap. */
  match(blocks: readonly number[]): number {
    const missing = blocks.findIndex((block) => !this.#blocks.has(block));
    return missing === -1 ? blocks.length : missing;
  }

  read(blocks: readonly number[]): void {
    for (const block of blocks) {
      this.#blocks.delete(block);
      this.#blocks.add(block);
    }
    for (const oldest of this.#blocks) {
      if (this.#blocks.size <= this.#capacity) return;
      this.#blocks.delete(oldest);
    }
  }
}
