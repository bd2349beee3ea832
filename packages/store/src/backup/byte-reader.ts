export type Bytes = AsyncIterable<Uint8Array>;

/** Reads a stream by length. */
export interface ByteReader {
  /** Exactly so many bytes; `undefined` when the stream ends before. */
  take(length: number): Promise<Buffer | undefined>;
}

export function createByteReader(source: Bytes): ByteReader {
  const pieces = source[Symbol.asyncIterator]();
  let waiting: Buffer[] = [];
  let held = 0;
  return {
    async take(length) {
      while (held < length) {
        const next = await pieces.next();
        if (next.done === true) return undefined;
        waiting.push(Buffer.from(next.value));
        held += next.value.length;
      }
      const all = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting);
      waiting = [all.subarray(length)];
      held -= length;
      return all.subarray(0, length);
    },
  };
}
