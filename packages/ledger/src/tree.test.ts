import { createHash, hash } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { proveConsistency, proveInclusion } from './proof.ts';
import { createTreeHasher, type Sha256 } from './sha256.ts';
import { tilePath, type Tile } from './tiles.ts';
import { createTree, rootOfEdge, type TileContent } from './tree.ts';

const sha256: Sha256 = {
  into: (target, offset, data) => target.set(hash('sha256', data, 'buffer'), offset),
};
const hasher = createTreeHasher(sha256);

/** RFC 6962 §2.1, word for word. */
function treeHash(lines: readonly string[]): Buffer {
  const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
    const digest = createHash('sha256');
    for (const part of parts) digest.update(part);
    return digest.digest();
  };
  if (lines.length === 0) return sha('');
  if (lines.length === 1) return sha('\0', lines[0] ?? '');
  let middle = 1;
  while (middle * 2 < lines.length) middle *= 2;
  return sha(Uint8Array.of(1), treeHash(lines.slice(0, middle)), treeHash(lines.slice(middle)));
}

function treeOf(lines: readonly string[]) {
  const tiles = new Map<string, Uint8Array>();
  const keep = (tile: TileContent): void => void tiles.set(tilePath(tile), tile.hashes);
  const tree = createTree({ hasher, onFullTile: keep });
  for (const line of lines) tree.append(line);
  for (const tile of tree.edge()) keep(tile);
  const readTile = (tile: Tile): Promise<Uint8Array> => {
    const found = tiles.get(tilePath(tile));
    return found === undefined ? Promise.reject(new Error(tilePath(tile))) : Promise.resolve(found);
  };
  return { tree, source: { hasher, readTile } };
}

const linesUpTo = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `record ${index} é`);

test('the root is that of RFC 6962 for every size up to 530', () => {
  const lines = linesUpTo(530);
  const tree = createTree({ hasher, onFullTile: () => undefined });
  for (const [place, line] of lines.entries()) {
    expect(Buffer.from(tree.root())).toEqual(treeHash(lines.slice(0, place)));
    tree.append(line);
  }
});

test('a tree restored from the tiles at its edge goes on as if it had never stopped', () => {
  const lines = linesUpTo(66_000);
  for (const size of [0, 1, 255, 256, 257, 65_535]) {
    const { tree } = treeOf(lines.slice(0, size));
    const again = createTree({ hasher, size, edge: tree.edge(), onFullTile: () => undefined });
    for (const line of lines.slice(size, size + 300)) again.append(line);
    expect(again.root()).toEqual(treeOf(lines.slice(0, size + 300)).tree.root());
    expect(again.size()).toBe(size + 300);
  }
});

/** RFC 9162 §2.1.3.2, as an independent reader writes it. */
function rootFromInclusion(line: string, [index, size]: readonly [number, number], path: readonly Uint8Array[]) {
  let root = new Uint8Array(32);
  hasher.leafInto(root, 0, line);
  let [fn, sn] = [index, size - 1];
  for (const each of path) {
    if (fn % 2 === 1 || fn === sn) {
      root = Uint8Array.from(hasher.node(each, root));
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else root = Uint8Array.from(hasher.node(root, each));
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return root;
}

test('an inclusion proof of any record in a tree of any size gives the root', async () => {
  const lines = linesUpTo(1500);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1500 }), fc.nat(), async (size, place) => {
      const { tree, source } = treeOf(lines.slice(0, size));
      const index = place % size;
      const path = await proveInclusion(source, index, size);
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      expect(rootFromInclusion(lines[index] ?? '', [index, size], path)).toEqual(tree.root());
    }),
    { numRuns: 40 },
  );
});

/** RFC 9162 §2.1.4.2. */
function consistentRoots([from, to]: readonly [number, number], oldRoot: Uint8Array, proof: readonly Uint8Array[]) {
  const isPower = (from & (from - 1)) === 0;
  const path = isPower ? [oldRoot, ...proof] : [...proof];
  let [fn, sn] = [from - 1, to - 1];
  while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1];
  let [fr, sr] = [path[0] ?? oldRoot, path[0] ?? oldRoot];
  for (const each of path.slice(1)) {
    if (fn % 2 === 1 || fn === sn) {
      fr = hasher.node(each, fr);
      sr = hasher.node(each, sr);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else sr = hasher.node(sr, each);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return { fr, sr };
}

test('a consistency proof between any two sizes leads to both roots', async () => {
  const lines = linesUpTo(1200);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 1200 }), fc.nat(), async (to, place) => {
      const from = 1 + (place % (to - 1));
      const { tree, source } = treeOf(lines.slice(0, to));
      const old = treeOf(lines.slice(0, from)).tree.root();
      const proof = await proveConsistency(source, from, to);
      expect(consistentRoots([from, to], old, proof)).toEqual({ fr: old, sr: tree.root() });
    }),
    { numRuns: 40 },
  );
});

test('a proof at a million records has at most twenty hashes', async () => {
  const size = 1_000_000;
  const readTile = ({ width }: Tile): Promise<Uint8Array> => Promise.resolve(new Uint8Array(width * 32));
  for (const index of [0, 499_999, 524_288, 999_999]) {
    expect((await proveInclusion({ hasher, readTile }, index, size)).length).toBeLessThanOrEqual(20);
  }
});

test('tiles are named as C2SP tlog-tiles names them', () => {
  expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000');
  expect(tilePath({ level: 1, index: 1_234_067, width: 256 })).toBe('tile/1/x001/x234/067');
  expect(tilePath({ level: 0, index: 1000, width: 17 })).toBe('tile/0/x001/000.p/17');
});

test('the root of an empty edge is the hash of nothing', () => {
  expect(Buffer.from(rootOfEdge(hasher, [])).toString('hex')).toMatch(/^e3b0c44298fc1c149afb/);
});
