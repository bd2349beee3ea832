/** SHA-256 as the host provides it: synchronous, into memory of ours. */
export interface Sha256 {
  /** Hashes bytes, or a text as UTF-8, and writes the 32 bytes at `offset`. */
  into(target: Uint8Array, offset: number, data: Uint8Array | string): void;
}

export const HASH_BYTES = 32;

/** RFC 6962: a leaf is hashed after a zero byte, a node after a one. */
export const LEAF_PREFIX = '\0';
const NODE_PREFIX = 1;

export interface TreeHasher {
  /** The hash of one record's line, without its line feed. */
  leafInto(target: Uint8Array, offset: number, line: string): void;
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** The root of a perfect subtree whose lowest hashes stand side by side. */
  perfect(hashes: Uint8Array): Uint8Array;
  empty(): Uint8Array;
}

export function createTreeHasher(sha256: Sha256): TreeHasher {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = NODE_PREFIX;

  function node(left: Uint8Array, right: Uint8Array): Uint8Array {
    pair.set(left, 1);
    pair.set(right, 1 + HASH_BYTES);
    const hash = new Uint8Array(HASH_BYTES);
    sha256.into(hash, 0, pair);
    return hash;
  }

  function perfect(hashes: Uint8Array): Uint8Array {
    const level = new Uint8Array(hashes);
    for (let width = level.length / HASH_BYTES; width > 1; width /= 2) {
      for (let index = 0; index < width; index += 2) {
        pair.set(level.subarray(index * HASH_BYTES, (index + 2) * HASH_BYTES), 1);
        sha256.into(level, (index / 2) * HASH_BYTES, pair);
      }
    }
    return level.slice(0, HASH_BYTES);
  }

  return {
    leafInto: (target, offset, line) => sha256.into(target, offset, LEAF_PREFIX + line),
    node,
    perfect,
    empty() {
      const hash = new Uint8Array(HASH_BYTES);
      sha256.into(hash, 0, '');
      return hash;
    },
  };
}
