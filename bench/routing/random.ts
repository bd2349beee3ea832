/** Numbers that are the same in every run. */
export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  /** Below `limit`. */
  below(limit: number): number;
  /** Exponentially distributed. */
  exponential(mean: number): number;
}

export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    exponential: (mean) => -Math.log(1 - next()) * mean,
  };
}
