/** A sequence that works, as the plan sees it. */
export interface Load {
  /** Tokens it has still to read; 1: it is generating. */
  readonly left: number;
  readonly background: boolean;
  /** Most tokens of it in one batch. */
  readonly most: number;
}

/**
 * How many tokens of each sequence go into the next batch: whoever generates first, then what is read, the shortest first
 * and in equal shares, so that a short prompt does not wait for the end of a long one. Background work gets what is left.
 */
export function planBatch(
  loads: readonly Load[],
  room: { readonly batch: number; readonly reading: number },
): number[] {
  const counts = loads.map((load): number => (load.left === 1 ? 1 : 0));
  const generating = counts.reduce((sum, count) => sum + count, 0);
  let left = Math.min(room.batch - generating, room.reading);
  for (const background of [false, true]) {
    const reading = loads
      .map((load, index) => ({ ...load, index }))
      .filter((load) => load.left > 1 && load.background === background)
      .toSorted((one, other) => one.left - other.left);
    for (const [position, load] of reading.entries()) {
      const share = Math.ceil(left / (reading.length - position));
      const count = Math.max(0, Math.min(share, load.left, load.most));
      counts[load.index] = count;
      left -= count;
    }
  }
  return counts;
}
