import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { HASH_BYTES, TILE_WIDTH, tilePath, type Tile, type TileContent } from '@riad/ledger';

/**
 * Tiles are derived from the records, so nobody waits for the disk: one that a power cut left short or missing is made
 * again. Straight into the system's cache, because a promise per file costs more than the write.
 */
export function createTileWriter(folder: string): (tiles: readonly TileContent[]) => void {
  let lastFolder = '';
  return (tiles) => {
    for (const tile of tiles) {
      const file = join(folder, tilePath(tile));
      if (dirname(file) !== lastFolder) {
        lastFolder = dirname(file);
        mkdirSync(lastFolder, { recursive: true, mode: 0o700 });
      }
      writeFileSync(file, tile.hashes, { mode: 0o600 });
    }
  };
}

/** At least `width` hashes of a tile: from the full one when it is there already. Rejects when neither is. */
export async function readTile(folder: string, tile: Tile): Promise<Uint8Array> {
  const full = await readFile(join(folder, tilePath({ ...tile, width: TILE_WIDTH }))).catch(() => undefined);
  if (full?.length === TILE_WIDTH * HASH_BYTES) return full;
  return readFile(join(folder, tilePath(tile)));
}

/** The tiles at the right edge of a tree, `undefined` when one is missing or short. */
export async function readEdge(folder: string, tiles: readonly Tile[]): Promise<readonly TileContent[] | undefined> {
  try {
    return await Promise.all(
      tiles.map(async (tile) => {
        const hashes = new Uint8Array(await readTile(folder, tile)).subarray(0, tile.width * HASH_BYTES);
        if (hashes.length < tile.width * HASH_BYTES) throw new RangeError('short tile');
        return { ...tile, hashes };
      }),
    );
  } catch {
    return undefined;
  }
}

/** Removes what was not full at an earlier checkpoint and has grown since. */
export function removeOutgrown(folder: string, earlier: readonly Tile[], now: readonly Tile[]): void {
  for (const tile of earlier) {
    const grown = now.find(({ level, index }) => level === tile.level && index === tile.index);
    if (grown?.width === tile.width) continue;
    const file = join(folder, tilePath(tile));
    rmSync(grown === undefined ? dirname(file) : file, { recursive: true, force: true });
  }
}
