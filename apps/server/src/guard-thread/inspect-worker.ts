/** The thread that reads long texts. One message, one answer, in order. */
import { parentPort } from 'node:worker_threads';

import { createGuard, guardWith, type UserPattern } from '@riad/guard';

interface Work {
  readonly texts: readonly string[];
  readonly patterns: readonly UserPattern[] | undefined;
}

const guard = createGuard();
parentPort?.on('message', ({ texts, patterns }: Work) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(guardWith(guard, patterns).inspect(texts));
});
