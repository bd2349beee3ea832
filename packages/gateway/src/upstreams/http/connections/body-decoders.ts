import type { BodyEnd } from './answer-head.ts';
import { createChunkedDecoder, type BodyDecoder } from './chunked-body.ts';

export function createBodyDecoder(end: BodyEnd): BodyDecoder {
  switch (end.kind) {
    case 'length':
      return createLengthDecoder(end.bytes);
    case 'chunked':
      return createChunkedDecoder();
    case 'close':
      return { push: (read) => ({ bytes: copyOf(read, read.length), ended: false, used: read.length }) };
  }
}

function createLengthDecoder(length: number): BodyDecoder {
  let left = length;
  return {
    push(read) {
      const used = Math.min(left, read.length);
      left -= used;
      return { bytes: copyOf(read, used), ended: left === 0, used };
    },
  };
}

function copyOf(read: Buffer, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  read.copy(bytes, 0, 0, length);
  return bytes;
}
