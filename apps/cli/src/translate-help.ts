import type { Command } from 'commander';

import { isMessageKey, say } from './messages/say.ts';

/** The library's own words of help, for a command and all below it. */
export function translateHelp(command: Command): void {
  command.configureHelp({
    styleTitle: (title) => {
      const key = `help.${title.replace(/:$/, '').toLowerCase()}`;
      return isMessageKey(key) ? say(key) : title;
    },
  });
  command.helpOption('-h, --help', say('help.option'));
  if (command.commands.length > 0) command.helpCommand('help [command]', say('help.command'));
  for (const child of command.commands) translateHelp(child);
}
