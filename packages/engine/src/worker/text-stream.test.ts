import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createTextStream } from './text-stream.ts';

const encoder = new TextEncoder();

test('characters come whole, wherever the bytes are cut', () => {
  const text = 'Fès 🌍 مرحبا';
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), (size) => {
      const stream = createTextStream([]);
      const bytes = encoder.encode(text);
      let said = '';
      for (let at = 0; at < bytes.length; at += size) {
        const piece = stream.push(bytes.subarray(at, at + size));
        expect(piece).not.toContain('\uFFFD');
        said += piece;
      }
      expect(said + stream.finish()).toBe(text);
    }),
  );
});

test('a stop string over several tokens is never said, nor what follows it', () => {
  const stream = createTextStream(['\nUser:']);
  const said = ['Bon', 'jour\n', 'Us', 'er: x'].map((piece) => stream.push(encoder.encode(piece))).join('');
  expect(said).toBe('Bonjour');
  expect(stream.stopped()).toBe(true);
  expect(stream.finish()).toBe('');
});

test('what only looked like a stop string is said in the end', () => {
  const stream = createTextStream(['###']);
  const said = stream.push(encoder.encode('a ##')) + stream.push(encoder.encode(' b #'));
  expect(said + stream.finish()).toBe('a ## b #');
  expect(stream.stopped()).toBe(false);
});

test('the earliest of several stop strings ends the text', () => {
  const stream = createTextStream(['b', 'ab']);
  expect(stream.push(encoder.encode('xxab'))).toBe('xx');
});
