/** The thread that reads long texts. One message, one answer, in order. */
import { parentPort } from 'node:worker_threads';

import { createGuard } from '@riad/guard';

const guard = createGuard();
parentPort?.on('message', (texts: readonly string[]) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(guard.inspect(texts));
});
