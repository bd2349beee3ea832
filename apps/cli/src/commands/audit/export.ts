import { resolve } from 'node:path';

import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { print, printJson } from '../../output.ts';
import { ledgerFolder, ledgerOption, type LedgerOptions } from './ledger-option.ts';

export function addExport(audit: Command): void {
  audit
    .command('export')
    .description(say('export.about'))
    .argument('<folder>', say('export.folder'))
    .addOption(ledgerOption())
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad audit export /media/usb/ledger-november']))
    .action(async (folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LedgerOptions>();
      const target = resolve(folder);
      const { exportLedger } = await import('@riad/store');
      const exported = await exportLedger(ledgerFolder(options), target);
      if (options.json === true) printJson({ folder: target, ...exported });
      else print(say('export.done', { ...exported, folder: target }));
    });
}
