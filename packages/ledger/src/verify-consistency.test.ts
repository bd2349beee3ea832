import { hash } from 'node:crypto';

import { expect, test } from 'vitest';

import { proveConsistency } from './proof.ts';
import { createTreeHasher } from './sha256.ts';
import { tilePath, type Tile } from './tiles.ts';
import { createTree } from './tree.ts';
import { isConsistent } from './verify-consistency.ts';

const hasher = createTreeHasher({
  into: (target, offset, data) => target.set(hash('sha256', data, 'buffer'), offset),
});

/** The tree of so many records, its root, and proofs from any smaller size. */
function treeOf(size: number) {
  const tiles = new Map<string, Uint8Array>();
  const tree = createTree({ hasher, onFullTile: (tile) => void tiles.set(tilePath(tile), tile.hashes) });
  for (let index = 0; index < size; index++) tree.append(`record ${index}`);
  for (const tile of tree.edge()) tiles.set(tilePath(tile), tile.hashes);
  const readTile = (tile: Tile): Promise<Uint8Array> => Promise.resolve(tiles.get(tilePath(tile)) ?? new Uint8Array());
  return {
    head: { size, root: tree.root() },
    prove: (from: number) => proveConsistency({ hasher, readTile }, from, size),
  };
}

const sizes = [1, 2, 3, 4, 7, 8, 63, 64, 65, 255, 256, 257, 300];

test('every log is the beginning of every later one, and of no other', async () => {
  const trees = sizes.map(treeOf);
  for (const to of trees) {
    for (const from of trees.filter(({ head }) => head.size <= to.head.size)) {
      const proof = from === to ? [] : await to.prove(from.head.size);
      expect(isConsistent(hasher, { from: from.head, to: to.head, proof })).toBe(true);
      const forked = { ...from.head, root: hasher.node(from.head.root, from.head.root) };
      expect(isConsistent(hasher, { from: forked, to: to.head, proof })).toBe(false);
      expect(isConsistent(hasher, { from: from.head, to: forked, proof })).toBe(false);
      expect(isConsistent(hasher, { from: from.head, to: to.head, proof: [...proof, to.head.root] })).toBe(false);
      const short = isConsistent(hasher, { from: from.head, to: to.head, proof: proof.slice(1) });
      expect(short).toBe(proof.length === 0);
    }
  }
});

test('a log cannot become smaller, and before the first record there is nothing to show', () => {
  const [small, large] = [treeOf(3).head, treeOf(8).head];
  expect(isConsistent(hasher, { from: large, to: small, proof: [] })).toBe(false);
  const empty = { size: 0, root: hasher.empty() };
  expect(isConsistent(hasher, { from: empty, to: large, proof: [] })).toBe(true);
  expect(isConsistent(hasher, { from: empty, to: large, proof: [small.root] })).toBe(false);
});
