import { PlatformError } from '@riad/contracts';
import type { CommanderError } from 'commander';

import type { MessageKey } from './messages/en.ts';
import { say } from './messages/say.ts';

const sentences: Readonly<Record<string, MessageKey>> = {
  'commander.help': 'usage.command_missing',
  'commander.unknownCommand': 'usage.unknown_command',
  'commander.unknownOption': 'usage.unknown_option',
  'commander.missingArgument': 'usage.missing_argument',
  'commander.missingMandatoryOptionValue': 'usage.missing_option',
  'commander.optionMissingArgument': 'usage.missing_value',
  'commander.excessArguments': 'usage.too_many',
  'commander.invalidArgument': 'usage.invalid_value',
};

/** Wrong usage as an error like every other: a sentence, and where to read on. */
export function asUsageError(error: CommanderError): PlatformError {
  return new PlatformError('command.usage', sentenceOf(error), { cause: error, remedy: say('usage.remedy') });
}

/** The library's sentences are English; what they quote is put into ours. */
function sentenceOf({ code, message }: CommanderError): string {
  const plain = message.replace(/^error: /, '').replaceAll('\n', ' ');
  const key = sentences[code];
  if (key === undefined) return plain;
  const [name = '', value = ''] = [...plain.matchAll(/'(?<quoted>[^']*)'/g)].map(
    (match) => match.groups?.['quoted'] ?? '',
  );
  const meant = /Did you mean (?<name>[^?]+)\?/.exec(plain)?.groups?.['name'];
  const reason = /is invalid\. (?<reason>.+)$/.exec(plain)?.groups?.['reason'];
  const hint = meant === undefined ? reason : say('usage.did_you_mean', { name: meant });
  return [say(key, { name, value }), hint].filter(Boolean).join('. ');
}
