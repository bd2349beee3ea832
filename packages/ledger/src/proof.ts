import { HASH_BYTES, type TreeHasher } from './sha256.ts';
import { TILE_WIDTH, tileOf, type Tile } from './tiles.ts';

/** Gives the hashes of a tile; at least `width` of them. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

export interface ProofSource {
  readonly hasher: TreeHasher;
  readonly readTile: ReadTile;
}

/** The audit path of a record (RFC 6962 §2.1.1), lowest hash first: at most ⌈log₂ size⌉ hashes. */
export async function proveInclusion(source: ProofSource, index: number, size: number): Promise<readonly Uint8Array[]> {
  if (index < 0 || index >= size) throw new RangeError(`record ${index} is not in a tree of ${size}`);
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    if (index < middle) {
      path.push(await rangeHash({ source, size }, middle, end));
      end = middle;
    } else {
      path.push(await rangeHash({ source, size }, start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

/** The consistency proof between two sizes of the same log (RFC 6962 §2.1.2). */
export async function proveConsistency(source: ProofSource, from: number, to: number): Promise<readonly Uint8Array[]> {
  if (from < 1 || from > to) throw new RangeError(`no consistency proof from ${from} to ${to}`);
  const proof: Uint8Array[] = [];
  const tree = { source, size: to };
  let [start, end] = [0, to];
  let wholeOld = true;
  while (from !== end) {
    const middle = start + largestPowerBelow(end - start);
    if (from <= middle) {
      proof.push(await rangeHash(tree, middle, end));
      end = middle;
    } else {
      proof.push(await rangeHash(tree, start, middle));
      start = middle;
      wholeOld = false;
    }
  }
  if (!wholeOld) proof.push(await rangeHash(tree, start, end));
  return proof.toReversed();
}

interface SizedTree {
  readonly source: ProofSource;
  readonly size: number;
}

/** The hash over records `start` to `end`, where `start` begins a subtree of at least that length. */
async function rangeHash(tree: SizedTree, start: number, end: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let from = start; from < end;) {
    const span = largestPowerUpTo(end - from);
    parts.push(await perfectHash(tree, from, span));
    from += span;
  }
  let hash = parts.at(-1) ?? tree.source.hasher.empty();
  for (const part of parts.slice(0, -1).toReversed()) hash = tree.source.hasher.node(part, hash);
  return hash;
}

/** The root of the perfect subtree of `span` records at `start`, from the one tile that holds its lowest hashes. */
async function perfectHash({ source, size }: SizedTree, start: number, span: number): Promise<Uint8Array> {
  let level = 0;
  let [first, count] = [start, span];
  while (count >= TILE_WIDTH) {
    level++;
    first /= TILE_WIDTH;
    count /= TILE_WIDTH;
  }
  const hashes = await source.readTile(tileOf(level, first, size));
  const offset = (first % TILE_WIDTH) * HASH_BYTES;
  return source.hasher.perfect(hashes.subarray(offset, offset + count * HASH_BYTES));
}

/** The largest power of two that is smaller than a number above one. */
function largestPowerBelow(number: number): number {
  return largestPowerUpTo(number - 1);
}

function largestPowerUpTo(number: number): number {
  let power = 1;
  while (power * 2 <= number) power *= 2;
  return power;
}
