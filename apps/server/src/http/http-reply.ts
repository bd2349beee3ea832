import type { ServerResponse } from 'node:http';

import type { Reply } from '@riad/gateway';

/** An HTTP response as the gateway writes to it. A client that reads nothing for `slowClientMs` is disconnected. */
export function createHttpReply(response: ServerResponse, { slowClientMs }: { readonly slowClientMs: number }): Reply {
  let slow: NodeJS.Timeout | undefined;
  let drained: (() => void) | undefined;
  response.on('drain', () => {
    clearTimeout(slow);
    slow = undefined;
    const listener = drained;
    drained = undefined;
    listener?.();
  });
  return {
    head(status, headers) {
      response.writeHead(status, {
        ...headers,
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      response.flushHeaders();
    },
    write(bytes) {
      const flowing = response.write(bytes);
      if (!flowing) slow ??= setTimeout(() => response.destroy(), slowClientMs);
      return flowing;
    },
    end(bytes) {
      clearTimeout(slow);
      response.end(bytes);
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
