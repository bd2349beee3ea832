import type { Token } from 'node-llama-cpp';

/** The library brands its tokens; every id that comes here was checked against the vocabulary. */
export function asTokens(tokens: readonly number[]): Token[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return [...tokens] as Token[];
}
