import { inflateSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { fixture, limits, printedPage } from '../../testing/documents-with.ts';
import { extractApart } from '../process/extract-apart.ts';
import { renderApart } from '../process/render-apart.ts';
import type { Mark } from './draw-page.ts';

interface Decoded {
  readonly width: number;
  readonly height: number;
  pixel(x: number, y: number): readonly number[];
}

/** Only what our own encoder writes. */
function decode(png: Uint8Array): Decoded {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const length = bytes.readUInt32BE(33);
  const rows = inflateSync(bytes.subarray(41, 41 + length));
  const stride = width * 3;
  const rgb = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++)
    for (let at = 0; at < stride; at++)
      rgb[row * stride + at] =
        (rows[row * (stride + 1) + 1 + at] ?? 0) + (row === 0 ? 0 : (rgb[(row - 1) * stride + at] ?? 0));
  return { width, height, pixel: (x, y) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] };
}

/** Of every second pixel across and down. */
function changedPixels(before: Decoded, after: Decoded): readonly (readonly [number, number])[] {
  const changed: [number, number][] = [];
  for (let y = 0; y < before.height; y += 2)
    for (let x = 0; x < before.width; x += 2)
      if (String(before.pixel(x, y)) !== String(after.pixel(x, y))) changed.push([x, y]);
  return changed;
}

test('the words that support an answer are marked on the drawn page, where they stand, and nothing else is', async () => {
  const bytes = printedPage('letter-ar.chromium.pdf');
  const { pages } = await extractApart({ bytes, name: 'a.pdf', limits });
  const [page] = pages;
  const box = page?.blocks.flatMap(({ lines }) => lines)[2]?.box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const mark: Mark = [box.left, box.top, box.right, box.bottom];
  const width = 800;
  const plain = decode(await renderApart({ bytes, page: 1, marks: [], width }));
  const marked = decode(await renderApart({ bytes, page: 1, marks: [mark], width }));
  expect([marked.width, marked.height]).toEqual([plain.width, plain.height]);
  const scale = plain.width / (page?.width ?? 1);
  const changed = changedPixels(plain, marked);
  const astray = changed.filter(([x, y]) => {
    const across = x > (box.left - 2) * scale - 2 && x < (box.right + 2) * scale + 2;
    return !across || y < (box.top - 2) * scale - 2 || y > (box.bottom + 2) * scale + 2;
  });
  expect(astray).toEqual([]);
  // Most of the line is paper, which turns yellow. Every fourth pixel is looked at.
  expect(changed.length * 4).toBeGreaterThan(0.5 * (box.right - box.left) * (box.bottom - box.top) * scale * scale);
});

test('a page that is not there, a file that is none and one with a password are refused, in the other process', async () => {
  const bytes = printedPage('letter-ar.chromium.pdf');
  await expect(renderApart({ bytes, page: 9, marks: [], width: 800 })).rejects.toMatchObject({
    code: 'document.not_found',
  });
  const files = [new Uint8Array([1, 2, 3]), fixture('encrypted.pdf')];
  for (const file of files)
    await expect(renderApart({ bytes: file, page: 1, marks: [], width: 800 })).rejects.toMatchObject({
      code: expect.stringMatching(/^document\.(?:damaged|encrypted)$/),
    });
});
