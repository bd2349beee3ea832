import { CommanderError } from 'commander';

import { exitCodes, reportError } from './output.ts';
import { createProgram } from './program.ts';

process.stdout.on('error', leaveOnClosedPipe);
process.stderr.on('error', leaveOnClosedPipe);

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    reportError(
      error,
      process.argv.some((word) => word === '--json' || word === '--jsonl'),
    );
    process.exitCode = exitCodes.failed;
  }
}

/** `riad … | head` closes the pipe early; that is not a failure. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
}
