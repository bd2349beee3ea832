import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createFrameReader, encodeFrame, MAX_FRAME_BYTES } from './frames.ts';

test('messages come out whole and in order, wherever the pipe cuts them', () => {
  const messages = [{ text: 'Fès 🌍' }, [], 'x'.repeat(300), { nested: { list: [1, 2, 3] } }];
  const bytes = Buffer.concat(messages.map(encodeFrame));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (size) => {
      const received: unknown[] = [];
      const read = createFrameReader((message) => received.push(message));
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
      expect(received).toEqual(messages);
    }),
  );
});

test('a frame that announces more than the limit ends the stream before it is read', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(MAX_FRAME_BYTES + 1);
  expect(() => createFrameReader(() => {})(header)).toThrow('larger than');
});

test('a frame that is not JSON ends the stream', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(3);
  expect(() => createFrameReader(() => {})(Buffer.concat([header, Buffer.from('{x}')]))).toThrow(SyntaxError);
});
