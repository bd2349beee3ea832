import { CommanderError } from 'commander';

import { exitCodes, reportError } from './output.ts';
import { createProgram } from './program.ts';
import { tellStarter } from './start-report.ts';
import { asUsageError } from './usage-error.ts';

process.stdout.on('error', leaveOnClosedPipe);
process.stderr.on('error', leaveOnClosedPipe);

const asJson = process.argv.some((word) => word === '--json' || word === '--jsonl');

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = exitCodes.done;
  else if (error instanceof CommanderError) {
    reportError(asUsageError(error), asJson);
    process.exitCode = exitCodes.usage;
  } else {
    reportError(error, asJson);
    tellStarter(error);
    process.exitCode = exitCodes.failed;
  }
}

/** `riad … | head` closes the pipe early; that is not a failure. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
}
