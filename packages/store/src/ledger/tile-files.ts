import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { HASH_BYTES, TILE_WIDTH, tilePath, type Tile, type TileContent } from '@riad/ledger';

/** Tiles are derived from the records, so they are written without waiting for the disk and made again when one is missing. */
export async function writeTiles(folder: string, tiles: readonly TileContent[]): Promise<void> {
  for (const tile of tiles) {
    const file = join(folder, tilePath(tile));
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, tile.hashes, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
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

/** Removes narrower versions of tiles that have grown since. */
export async function removeOutgrown(folder: string, tiles: readonly Tile[]): Promise<void> {
  for (const tile of tiles) {
    const partial = `${tilePath({ ...tile, width: TILE_WIDTH })}.p`;
    if (tile.width === TILE_WIDTH) {
      await rm(join(folder, partial), { recursive: true, force: true });
      continue;
    }
    for (const name of await readdir(join(folder, partial)).catch(() => [])) {
      if (name !== String(tile.width)) await rm(join(folder, partial, name), { force: true });
    }
  }
}
