import { HASH_BYTES, type TreeHasher } from './sha256.ts';
import { edgeTiles, TILE_BYTES, TILE_WIDTH, type Tile } from './tiles.ts';

export interface TileContent extends Tile {
  readonly hashes: Uint8Array;
}

export interface TreeOptions {
  readonly hasher: TreeHasher;
  /** Records already in the tree, with the tiles at its right edge that are not full. */
  readonly size?: number;
  readonly edge?: readonly TileContent[];
  readonly onFullTile: (tile: TileContent) => void;
}

/** A Merkle tree (RFC 6962) that only grows. It holds its right edge and nothing else: 8 KiB per level of tiles. */
export interface Tree {
  append(line: string): void;
  size(): number;
  root(): Uint8Array;
  /** Copies of the tiles that are not full. */
  edge(): readonly TileContent[];
}

interface Level {
  readonly hashes: Uint8Array;
  width: number;
  index: number;
}

export function createTree({ hasher, size = 0, edge = [], onFullTile }: TreeOptions): Tree {
  let records = size;
  const levels: Level[] = [];
  for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / TILE_WIDTH)) {
    levels.push(newLevel(Math.floor(hashes / TILE_WIDTH)));
  }
  for (const { level, hashes, width } of edge) {
    const at = levelAt(level);
    at.hashes.set(hashes.subarray(0, width * HASH_BYTES));
    at.width = width;
  }

  function levelAt(number: number): Level {
    return (levels[number] ??= newLevel(0));
  }

  function append(line: string): void {
    const level = levelAt(0);
    hasher.leafInto(level.hashes, level.width * HASH_BYTES, line);
    records++;
    widen(0);
  }

  function widen(number: number): void {
    const level = levelAt(number);
    level.width++;
    if (level.width < TILE_WIDTH) return;
    onFullTile({ level: number, index: level.index, width: TILE_WIDTH, hashes: level.hashes.slice() });
    const above = levelAt(number + 1);
    above.hashes.set(hasher.perfect(level.hashes), above.width * HASH_BYTES);
    level.width = 0;
    level.index++;
    widen(number + 1);
  }

  function currentEdge(): readonly TileContent[] {
    return levels.flatMap(({ hashes, width, index }, level) =>
      width === 0 ? [] : [{ level, index, width, hashes: hashes.slice(0, width * HASH_BYTES) }],
    );
  }

  return {
    append,
    size: () => records,
    root: () => rootOfEdge(hasher, currentEdge()),
    edge: currentEdge,
  };
}

function newLevel(index: number): Level {
  return { hashes: new Uint8Array(TILE_BYTES), width: 0, index };
}

/** The root of a tree from the tiles at its right edge, lowest level first. */
export function rootOfEdge(hasher: TreeHasher, edge: readonly TileContent[]): Uint8Array {
  let root: Uint8Array | undefined;
  for (const { hashes, width } of edge) {
    for (const subtree of perfectSubtrees(hasher, hashes, width).toReversed()) {
      root = root === undefined ? subtree : hasher.node(subtree, root);
    }
  }
  return root ?? hasher.empty();
}

/** Whether these are all the tiles that the right edge of a tree of this size has. */
export function isWholeEdge(size: number, edge: readonly TileContent[]): boolean {
  const wanted = edgeTiles(size);
  return (
    wanted.length === edge.length &&
    wanted.every(
      ({ level, width }, place) =>
        edge[place]?.level === level && edge[place].width === width && edge[place].hashes.length === width * HASH_BYTES,
    )
  );
}

/** The roots of the largest perfect subtrees of a row of hashes, from left to right. */
function perfectSubtrees(hasher: TreeHasher, hashes: Uint8Array, width: number): readonly Uint8Array[] {
  const roots: Uint8Array[] = [];
  let start = 0;
  for (let span = TILE_WIDTH / 2; span >= 1; span /= 2) {
    if ((width & span) === 0) continue;
    roots.push(hasher.perfect(hashes.subarray(start * HASH_BYTES, (start + span) * HASH_BYTES)));
    start += span;
  }
  return roots;
}
