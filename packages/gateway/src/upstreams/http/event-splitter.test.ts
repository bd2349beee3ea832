import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createEventSplitter } from './event-splitter.ts';

const event = fc.tuple(fc.stringMatching(/^[a-z \r:é]{1,12}$/u), fc.constantFrom('\n\n', '\r\n\r\n', '\n\r\n'));

test('however the bytes are cut, the same events come out in order, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 9 })), (events, sizes) => {
      const bytes = Buffer.from(events.map(([text, end]) => text.replaceAll(/\r$/g, '') + end).join(''));
      const splitter = createEventSplitter();
      const found: string[] = [];
      let at = 0;
      for (let turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % Math.max(1, sizes.length)] ?? 1;
        const run = splitter.push(bytes.subarray(at, at + size));
        let from = 0;
        for (const end of run?.ends ?? []) {
          found.push(run?.bytes.toString('utf8', from, end) ?? '');
          from = end;
        }
        at += size;
      }
      expect(found.join('')).toBe(bytes.toString('utf8'));
      expect(splitter.unfinished()).toBe(false);
      const whole = createEventSplitter().push(bytes);
      expect(found).toHaveLength(whole?.ends.length ?? 0);
    }),
  );
});

test('an event that was begun and not ended is known', () => {
  const splitter = createEventSplitter();
  expect(splitter.push(Buffer.from('data: a\n\ndata: b\n'))?.ends).toEqual([9]);
  expect(splitter.unfinished()).toBe(true);
});
