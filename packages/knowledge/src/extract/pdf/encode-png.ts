import { crc32, deflateSync } from 'node:zlib';

export interface Picture {
  /** Three bytes a pixel, row by row. */
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Rows as the difference to the row above: pages are mostly the same from line to line. */
const FILTER_UP = 2;
const EIGHT_BIT_RGB = Buffer.from([8, 2, 0, 0, 0]);

/** A PNG of 24 bits (ISO/IEC 15948). */
export function encodePng({ rgb, width, height }: Picture): Uint8Array {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const header = Buffer.concat([size, EIGHT_BIT_RGB]);
  const rows = deflateSync(filterUp(rgb, width * 3, height), { level: 6 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function filterUp(rgb: Uint8Array, stride: number, height: number): Buffer {
  const rows = Buffer.alloc((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (stride + 1);
    rows[to] = FILTER_UP;
    for (let at = 0; at < stride; at++) {
      const above = row === 0 ? 0 : (rgb[(row - 1) * stride + at] ?? 0);
      rows[to + 1 + at] = (rgb[row * stride + at] ?? 0) - above;
    }
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const name = Buffer.from(type, 'latin1');
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(data, crc32(name)), 4);
  return Buffer.concat([ends.subarray(0, 4), name, data, ends.subarray(4)]);
}
