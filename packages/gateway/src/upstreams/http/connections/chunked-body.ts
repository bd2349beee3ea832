import { notHttp } from './connection-error.ts';

/** Longest line of a size with its extensions, and longest trailer. */
const MAX_LINE_BYTES = 4096;
const MAX_TRAILER_BYTES = 16 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** What one read brought of a body. */
export interface BodyPiece {
  /** A copy: the bytes that were read are overwritten by the next read. */
  readonly bytes: Buffer;
  readonly ended: boolean;
  /** Bytes of the read that belong to the body; what follows them belongs to no answer. */
  readonly used: number;
}

export interface BodyDecoder {
  push(read: Buffer): BodyPiece;
}

/** Takes a chunked body out of its frames (RFC 9112 §7.1). Fails with `not-http`. */
export function createChunkedDecoder(): BodyDecoder {
  let state: 'size' | 'data' | 'data-end' | 'trailer' | 'end' = 'size';
  /** The line that was begun: a size, the end of a chunk, a trailer. */
  let line = '';
  let left = 0;
  let trailerBytes = 0;

  /** Takes bytes of a line; true once it is whole. */
  function takeLine(read: Buffer, from: number): { readonly next: number; readonly whole: boolean } {
    const end = read.indexOf(lineFeed, from);
    const next = end === -1 ? read.length : end + 1;
    line += read.toString('latin1', from, next);
    if (line.length > MAX_LINE_BYTES) throw notHttp('a line between chunks is too long');
    if (end === -1) return { next, whole: false };
    if (line.charCodeAt(line.length - 2) !== carriageReturn) throw notHttp('a line between chunks does not end');
    line = line.slice(0, -2);
    return { next, whole: true };
  }

  function endLine(): void {
    const text = line;
    line = '';
    if (state === 'size') {
      left = readSize(text);
      state = left === 0 ? 'trailer' : 'data';
    } else if (state === 'data-end') {
      if (text !== '') throw notHttp('a chunk is longer than it says');
      state = 'size';
    } else {
      trailerBytes += text.length;
      if (trailerBytes > MAX_TRAILER_BYTES) throw notHttp('the trailer is too long');
      if (text === '') state = 'end';
    }
  }

  return {
    push(read) {
      const bytes = Buffer.allocUnsafe(read.length);
      let length = 0;
      let at = 0;
      while (at < read.length && state !== 'end') {
        if (state === 'data') {
          const count = Math.min(left, read.length - at);
          read.copy(bytes, length, at, at + count);
          length += count;
          at += count;
          left -= count;
          if (left === 0) state = 'data-end';
          continue;
        }
        const { next, whole } = takeLine(read, at);
        at = next;
        if (whole) endLine();
      }
      return { bytes: bytes.subarray(0, length), ended: state === 'end', used: at };
    },
  };
}

function readSize(line: string): number {
  const mark = line.indexOf(';');
  const digits = (mark === -1 ? line : line.slice(0, mark)).trimEnd();
  if (!/^[0-9a-f]{1,12}$/i.test(digits)) throw notHttp('the size of a chunk is not a number');
  return Number.parseInt(digits, 16);
}
