import type { ServerResponse } from 'node:http';

import type { Reply } from '@riad/gateway';

import { createChunkFrames, type ChunkFrames } from './chunk-frames.ts';

const wholeHeaders = { 'x-content-type-options': 'nosniff' };
const streamHeaders = {
  ...wholeHeaders,
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
/** Up to this size an answer is handed over as one text together with its head, which costs one call instead of two. */
const JOINED_BYTES = 12 * 1024;

/** An HTTP response as the gateway writes to it. A client that reads nothing for `slowClientMs` is disconnected. */
export function createHttpReply(response: ServerResponse, { slowClientMs }: { readonly slowClientMs: number }): Reply {
  let slow: NodeJS.Timeout | undefined;
  let drained: (() => void) | undefined;
  let frames: ChunkFrames | undefined;

  function onDrain(): void {
    clearTimeout(slow);
    slow = undefined;
    drained?.();
  }
  response.on('drain', onDrain);

  function endWith(bytes: Buffer | undefined): void {
    if (frames !== undefined) response.end(frames.last(bytes));
    else if (bytes !== undefined && bytes.length <= JOINED_BYTES) response.end(bytes.toString('latin1'), 'latin1');
    else response.end(bytes);
  }

  return {
    head(status, headers) {
      // An answer whose length is known goes out with its head; a stream's head goes out at once and is not to be kept back.
      const whole = headers['content-length'] !== undefined;
      response.writeHead(status, Object.assign(headers, whole ? wholeHeaders : streamHeaders));
      if (whole) return;
      response.flushHeaders();
      frames = createChunkFrames(response);
    },
    write(bytes) {
      const flowing = response.write(frames === undefined ? bytes : frames.frame(bytes));
      if (!flowing) slow ??= setTimeout(() => response.destroy(), slowClientMs);
      return flowing;
    },
    end(bytes) {
      endWith(bytes);
      if (response.writableNeedDrain) slow ??= setTimeout(() => response.destroy(), slowClientMs);
    },
    destroy: () => void response.destroy(),
    onDrain(listener) {
      drained = listener;
    },
    onClose(listener) {
      response.on('close', () => {
        clearTimeout(slow);
        if (!response.writableFinished) listener();
      });
    },
  };
}
