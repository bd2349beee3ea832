/** Bytes of a prompt in one block, and about how many tokens they are. */
export const BLOCK_BYTES = 256;
export const BLOCK_TOKENS = 64;
/** Longer prompts are told apart by their first megabyte. */
const MOST_BLOCKS = 4096;

/**
 * What a prompt begins with, as one number for each whole block. Each number depends on everything before it, the scope
 * included: equal numbers mean equal beginnings of the same tenant. Parts are read in the order in which templates put them.
 */
export function prefixBlocks(scope: string, parts: readonly Buffer[]): readonly number[] {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  const mix = (byte: number): void => {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b) ^ (high >>> 13);
  };
  for (const byte of Buffer.from(`${scope}\0`)) mix(byte);
  const blocks: number[] = [];
  let length = 0;
  for (const part of parts) {
    for (const byte of part) {
      mix(byte);
      if (++length % BLOCK_BYTES !== 0) continue;
      blocks.push((high & 0x1fffff) * 2 ** 32 + (low >>> 0));
      if (blocks.length === MOST_BLOCKS) return blocks;
    }
  }
  return blocks;
}
