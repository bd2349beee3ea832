/** Longest frame either side accepts: a prompt of a few megabytes, or a batch of embeddings. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** One message: four bytes of length, big endian, then UTF-8 JSON. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const frame = Buffer.allocUnsafe(body.length + 4);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  return frame;
}

/** Cuts a byte stream back into messages. Throws on a frame that is too large or not JSON: the stream is then lost. */
export function createFrameReader(onMessage: (message: unknown) => void): (chunk: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0);
  return (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4) {
      const length = waiting.readUInt32BE();
      if (length > MAX_FRAME_BYTES) throw new Error(`a frame of ${length} bytes is larger than ${MAX_FRAME_BYTES}`);
      if (waiting.length < length + 4) return;
      const message: unknown = JSON.parse(waiting.toString('utf8', 4, length + 4));
      waiting = waiting.subarray(length + 4);
      onMessage(message);
    }
  };
}
