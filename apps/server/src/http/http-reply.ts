import type { ServerResponse } from 'node:http';

import type { Reply } from '@riad/gateway';

const wholeHeaders = { 'x-content-type-options': 'nosniff' };
const streamHeaders = {
  ...wholeHeaders,
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** An HTTP response as the gateway writes to it. A client that reads nothing for `slowClientMs` is disconnected. */
export function createHttpReply(response: ServerResponse, { slowClientMs }: { readonly slowClientMs: number }): Reply {
  let slow: NodeJS.Timeout | undefined;
  let drained: (() => void) | undefined;

  function onDrain(): void {
    clearTimeout(slow);
    slow = undefined;
    drained?.();
  }
  response.on('drain', onDrain);

  return {
    head(status, headers) {
      // An answer whose length is known goes out with its head; a stream's head goes out at once and is not to be kept back.
      const whole = headers['content-length'] !== undefined;
      response.writeHead(status, Object.assign(headers, whole ? wholeHeaders : streamHeaders));
      if (!whole) response.flushHeaders();
    },
    write(bytes) {
      const flowing = response.write(bytes);
      if (!flowing) slow ??= setTimeout(() => response.destroy(), slowClientMs);
      return flowing;
    },
    end(bytes) {
      response.end(bytes);
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
