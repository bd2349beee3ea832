/** A sequence that works, as the plan sees it. */
export interface Load {
  /** Tokens it has still to read; 1: it is generating. */
  readonly left: number;
  readonly background: boolean;
  /** Most tokens of it in one batch. */
  readonly most: number;
}

/**
 * How many tokens of each sequence go into the next batch: whoever generates first, then what is read, in equal pieces of
 * which a short prompt takes only what it needs, so that it does not wait for the end of a long one. Background work gets
 * what is left. Equal, because llama.cpp splits a batch by the lengths that it holds, and runs through the whole model for
 * each of them.
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
      .map((load, index) => ({ ...load, index, wants: Math.min(load.left, load.most) }))
      .filter((load) => load.left > 1 && load.background === background);
    const piece = largestPiece(
      reading.map(({ wants }) => wants),
      left,
    );
    for (const { index, wants } of reading) {
      const count = Math.min(piece, wants, left);
      counts[index] = count;
      left -= count;
    }
  }
  return counts;
}

/** The largest equal piece that fits when nobody takes more than he wants; one token where not even that fits for all. */
function largestPiece(wants: readonly number[], room: number): number {
  let rest = room;
  for (const [index, want] of wants.toSorted((one, other) => one - other).entries()) {
    const readers = wants.length - index;
    if (want * readers > rest) return Math.max(1, Math.floor(rest / readers));
    rest -= want;
  }
  return room;
}
