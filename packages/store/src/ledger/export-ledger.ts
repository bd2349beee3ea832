import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { entriesPath, TILE_WIDTH, tileOf } from '@riad/ledger';

import { readLedger } from './read-ledger.ts';
import { createTileWriter, readTile } from './tile-files.ts';

export interface ExportedLedger {
  readonly records: number;
  readonly tiles: number;
}

/**
 * Writes the signed part of a log as static files that any C2SP tlog-tiles client reads: `checkpoint`, `tile/…`,
 * `tile/entries/…`, the verifier key, the verifier itself, and what others vouched for. No sealed part and no key goes with it.
 */
export async function exportLedger(folder: string, target: string): Promise<ExportedLedger> {
  const reader = readLedger(folder);
  const { size, note } = reader.checkpoint();
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'checkpoint'), note);
  await writeFile(join(target, 'verifier-key'), `${reader.description.verifierKey ?? ''}\n`);
  await copyFile(fileURLToPath(import.meta.resolve('@riad/ledger/verify')), join(target, 'verify.mjs'));
  const tiles = await copyTiles(folder, target, size);
  await writeEntries(reader.lines(0), target, size);
  for (const vouched of ['checkpoints', 'timestamps']) {
    if (existsSync(join(folder, vouched))) await cp(join(folder, vouched), join(target, vouched), { recursive: true });
  }
  return { records: size, tiles };
}

async function copyTiles(folder: string, target: string, size: number): Promise<number> {
  const writeTiles = createTileWriter(target);
  let copied = 0;
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    for (let first = 0; first < hashes; first += TILE_WIDTH) {
      const tile = tileOf(level, first, size);
      const content = await readTile(folder, tile);
      writeTiles([{ ...tile, hashes: content.subarray(0, tile.width * 32) }]);
      copied++;
    }
  }
  return copied;
}

/** Bundles of up to 256 records, each after its length in two bytes. */
async function writeEntries(
  lines: AsyncIterable<{ readonly index: number; readonly line: string }>,
  target: string,
  size: number,
): Promise<void> {
  let bundle: Buffer[] = [];
  for await (const { index, line } of lines) {
    if (index >= size) break;
    const bytes = Buffer.from(line);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    bundle.push(length, bytes);
    if ((index + 1) % TILE_WIDTH !== 0 && index + 1 !== size) continue;
    const file = join(target, entriesPath(Math.floor(index / TILE_WIDTH), (index % TILE_WIDTH) + 1));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, Buffer.concat(bundle));
    bundle = [];
  }
}
