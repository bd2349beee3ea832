import type { PlatformError } from '@riad/contracts';
import { presentError } from '@riad/server';
import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';

import { asPlatformError } from './local-client.ts';

const reportSchema = z.object({ code: z.string(), message: z.string(), remedy: z.string().nullable() });

/** In the process that `up --detach` leaves behind: why it could not start, told to the command that waits for it. */
export function tellStarter(error: unknown): void {
  process.send?.(presentError(error));
}

/** In that command: why the process behind it ended, once it has said so. */
export function hearFailure(child: ChildProcess): () => PlatformError | undefined {
  let failure: PlatformError | undefined;
  child.on('message', (message) => {
    const report = reportSchema.safeParse(message);
    if (report.success) failure = asPlatformError(report.data);
  });
  return () => failure;
}
