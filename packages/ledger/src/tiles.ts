import { HASH_BYTES } from './sha256.ts';

/** Hashes in a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** One tile: `width` hashes of a level, beginning at `index * 256`. A level is eight levels of the tree. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** `tile/0/x001/234`, or `tile/0/x001/234.p/17` for one that is not full yet. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${tileName(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Where the records themselves stand in the same layout. */
export function entriesPath(index: number, width: number): string {
  return `tile/entries/${tileName(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Three digits a folder, all but the last marked with an x. */
function tileName(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** The tiles at the right edge of a tree that are not full, lowest level first. Empty ones are left out. */
export function edgeTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/** The tile that holds a hash of a level, as wide as a tree of this size makes it. */
export function tileOf(level: number, hashIndex: number, size: number): Tile {
  const index = Math.floor(hashIndex / TILE_WIDTH);
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
}
