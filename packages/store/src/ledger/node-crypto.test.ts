import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { commitTo, createCommit, sealText, unsealText } from './node-crypto.ts';

test('a commitment is the HMAC-SHA-256 of its content', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.string({ unit: 'binary' }), (key, content) => {
      const hmac = createHmac('sha256', key.subarray(0, 32)).update(content).digest('base64url');
      expect(commitTo(key, content)).toBe(hmac);
    }),
    { numRuns: 40 },
  );
});

test('what is sealed opens with its key and index, and with nothing else', () => {
  const commit = createCommit();
  const { key } = commit('x');
  const { key: other } = commit('x');
  const sealed = sealText(key, 7, 'سرّ');
  expect(unsealText(key, 7, sealed)).toBe('سرّ');
  expect(() => unsealText(other, 7, sealed)).toThrow(/authenticate/);
  expect(() => unsealText(key, 8, sealed)).toThrow(/authenticate/);
  expect(Buffer.compare(key, other)).not.toBe(0);
});
