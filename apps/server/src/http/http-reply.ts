import type { ServerResponse } from 'node:http';

import type { Reply } from '@riad/gateway';

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
      response.setHeader('x-content-type-options', 'nosniff');
      // An answer whose length is known goes out with its head; a stream's head goes out at once and is not to be kept back.
      if (headers['content-length'] !== undefined) {
        response.writeHead(status, headers);
        return;
      }
      response.setHeader('cache-control', 'no-cache, no-transform');
      response.setHeader('x-accel-buffering', 'no');
      response.writeHead(status, headers);
      response.flushHeaders();
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
