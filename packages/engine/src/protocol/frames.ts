/** Longest frame either side accepts: a prompt of a few megabytes, or a batch of embeddings. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

const HEADER_BYTES = 4;

/** One message: four bytes of length, big endian, then UTF-8 JSON. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.allocUnsafe(body.length + HEADER_BYTES);
  frame.writeUInt32BE(body.length);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/** Cuts a byte stream back into messages. Throws on a frame that is too large or not JSON: the stream is then lost. */
export function createFrameReader(onMessage: (message: unknown) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = HEADER_BYTES;

  function join(): Buffer {
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, held);
    chunks = [];
    held = 0;
    return bytes;
  }

  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    // Joined only once a whole header or frame is here: a large frame that arrives in pieces is copied once.
    if (held < needed) return;
    let bytes = join();
    while (bytes.length >= HEADER_BYTES) {
      const length = bytes.readUInt32BE();
      if (length > MAX_FRAME_BYTES) throw new Error(`a frame of ${length} bytes is larger than ${MAX_FRAME_BYTES}`);
      if (bytes.length < length + HEADER_BYTES) break;
      const message: unknown = JSON.parse(bytes.toString('utf8', HEADER_BYTES, length + HEADER_BYTES));
      bytes = bytes.subarray(length + HEADER_BYTES);
      onMessage(message);
    }
    needed = bytes.length >= HEADER_BYTES ? bytes.readUInt32BE() + HEADER_BYTES : HEADER_BYTES;
    chunks = bytes.length > 0 ? [bytes] : [];
    held = bytes.length;
  };
}
