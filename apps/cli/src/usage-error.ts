import { PlatformError } from '@riad/contracts';
import type { CommanderError } from 'commander';

/** Wrong usage as an error like every other: a sentence, and where to read on. */
export function asUsageError(error: CommanderError): PlatformError {
  const [first = ''] = error.message.replace(/^error: /, '').split('\n');
  return new PlatformError('command.usage', first === '(outputHelp)' ? 'a command is missing' : first, {
    cause: error,
    remedy: 'See riad --help, or riad COMMAND --help.',
  });
}
