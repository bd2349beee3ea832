import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
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

/** At least `width` hashes of a tile, from a fuller one when it has grown. Rejects when there is none. */
export async function readTile(folder: string, tile: Tile): Promise<Uint8Array> {
  const full = await readFile(join(folder, tilePath({ ...tile, width: TILE_WIDTH }))).catch(() => undefined);
  if (full?.length === TILE_WIDTH * HASH_BYTES) return full;
  const file = join(folder, tilePath(tile));
  return readFile(file).catch((error: unknown) => readWider(file, tile.width, error));
}

/** The log went on since its size was read: a tile that was not full has grown, and begins with the same hashes. */
async function readWider(file: string, width: number, cause: unknown): Promise<Uint8Array> {
  const widths = await readdir(dirname(file)).catch(() => []);
  const [wider] = widths
    .map(Number)
    .filter((each) => each > width)
    .toSorted((left, right) => left - right);
  if (wider === undefined) throw cause;
  return readFile(join(dirname(file), String(wider)));
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
