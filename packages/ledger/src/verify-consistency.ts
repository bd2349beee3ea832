import { toBase64 } from './base64.ts';
import type { TreeHasher } from './sha256.ts';

/** A log at one moment. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  readonly from: TreeHead;
  readonly to: TreeHead;
  readonly proof: readonly Uint8Array[];
}

/** Whether the later log begins with the whole of the earlier one (RFC 9162 §2.1.4.2). Before the first record nothing is to be shown. */
export function isConsistent(hasher: TreeHasher, { from, to, proof }: ConsistencyClaim): boolean {
  if (from.size > to.size) return false;
  if (from.size === 0) return proof.length === 0;
  if (from.size === to.size) return proof.length === 0 && isSame(from.root, to.root);
  const roots = followProof(hasher, { from, to, proof });
  return roots !== undefined && isSame(roots.older, from.root) && isSame(roots.newer, to.root);
}

/** The roots of both sizes that a proof leads to; `undefined` when it has not the length of one. */
function followProof(
  hasher: TreeHasher,
  { from, to, proof }: ConsistencyClaim,
): { readonly older: Uint8Array; readonly newer: Uint8Array } | undefined {
  const [start, ...path] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  if (start === undefined) return undefined;
  let [at, last] = withoutOnes(from.size - 1, to.size - 1);
  let [older, newer] = [start, start];
  for (const hash of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      older = hasher.node(hash, older);
      newer = hasher.node(hash, newer);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      newer = hasher.node(newer, hash);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? { older, newer } : undefined;
}

/** Both without the ones at the end of the first. */
function withoutOnes(first: number, second: number): [number, number] {
  let [at, last] = [first, second];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  return [at, last];
}

function isPowerOfTwo(number: number): boolean {
  return Number.isInteger(Math.log2(number));
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return toBase64(left) === toBase64(right);
}
