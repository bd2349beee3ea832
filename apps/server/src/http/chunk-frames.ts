import type { ServerResponse } from 'node:http';

/** Writes the frames of a chunked answer. */
export interface ChunkFrames {
  frame(bytes: Buffer): Buffer;
  /** The last frames: of what is left to say, and the one that ends the answer. */
  last(bytes: Buffer | undefined): Buffer;
}

const lineEnd = '\r\n';
const end = Buffer.from('0\r\n\r\n');

/**
 * Takes the chunking of a response over from Node once its head is out: Node hands every chunk to the socket in four
 * pieces, which for events of a few words costs more than the events. Undefined for a client that gets no chunks (HTTP/1.0).
 */
export function createChunkFrames(response: ServerResponse): ChunkFrames | undefined {
  if (!response.chunkedEncoding) return undefined;
  response.chunkedEncoding = false;
  return {
    frame,
    last: (bytes) => (bytes === undefined || bytes.length === 0 ? end : Buffer.concat([frame(bytes), end])),
  };
}

function frame(bytes: Buffer): Buffer {
  // A frame of nothing would be the last one.
  if (bytes.length === 0) return bytes;
  const size = bytes.length.toString(16);
  const framed = Buffer.allocUnsafe(size.length + bytes.length + 2 * lineEnd.length);
  const start = framed.write(size + lineEnd, 0, 'latin1');
  bytes.copy(framed, start);
  framed.write(lineEnd, start + bytes.length, 'latin1');
  return framed;
}
