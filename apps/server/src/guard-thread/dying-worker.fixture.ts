/** A thread that is killed as soon as it is given a text that says so, and never answers any other. */
import { parentPort } from 'node:worker_threads';

// oxlint-disable-next-line unicorn/no-process-exit -- dying is what it is for
parentPort?.on(
  'message',
  ({ texts: [text] }: { readonly texts: readonly string[] }) => text?.startsWith('die') === true && process.exit(1),
);
