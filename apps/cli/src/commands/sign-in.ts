import type { Command } from 'commander';
import { signInSchema } from '@riad/server';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { helpText, say } from '../messages/say.ts';
import { dim, print, printJson } from '../output.ts';

export function addSignInCommand(program: Command): void {
  program
    .command('sign-in')
    .description(say('signin.about'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad sign-in']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const created = await callLocal(requireInstance(folderOf(options)), { method: 'sign-in', schema: signInSchema });
      if (options.json === true) {
        printJson(created);
        return;
      }
      print(created.link);
      print(dim(say('signin.once')));
    });
}
