import fc from 'fast-check';
import { expect, test } from 'vitest';

import { PrefixTree } from './prefix-tree.ts';

const token = fc.integer({ min: 1, max: 3 });
const tokens = fc.array(token, { maxLength: 8 });
const key = fc.constantFrom('tenant-1', 'tenant-2');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ sequence: fc.nat(4), key, tokens }) },
  { weight: 1, arbitrary: fc.record({ sequence: fc.nat(4) }) },
);

function shared(left: readonly number[], right: readonly number[]): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left[length] === right[length]) length++;
  return length;
}

test('finds the longest beginning that any sequence of the same key holds, after any changes, and none of another key', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), key, tokens, (steps, wantedKey, wanted) => {
      const tree = new PrefixTree();
      const held = new Map<number, { readonly key: string; readonly tokens: readonly number[] }>();
      for (const change of steps) {
        if ('tokens' in change) {
          tree.put(change.sequence, change.key, change.tokens);
          held.set(change.sequence, change);
        } else {
          tree.remove(change.sequence);
          held.delete(change.sequence);
        }
      }
      const own = [...held].filter(([, one]) => one.key === wantedKey);
      const length = Math.max(0, ...own.map(([, one]) => shared(one.tokens, wanted)));
      const holders = own.filter(([, one]) => shared(one.tokens, wanted) === length).map(([sequence]) => sequence);
      const found = tree.longest(wantedKey, wanted);
      expect(found.length).toBe(length);
      expect(new Set(found.sequences)).toEqual(new Set(length === 0 ? [] : holders));
    }),
  );
});
