import { resolve } from 'node:path';

import type { Command } from 'commander';

import { print, printJson } from '../../output.ts';
import { ledgerFolder, ledgerOption, type LedgerOptions } from './ledger-option.ts';

export function addExport(audit: Command): void {
  audit
    .command('export')
    .description(
      'write the signed log as static files in the C2SP tlog-tiles layout, with the verifier; no sealed part, no key',
    )
    .argument('<folder>', 'folder to write to')
    .addOption(ledgerOption())
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad audit export /media/usb/ledger-november')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<LedgerOptions>();
      const target = resolve(folder);
      const { exportLedger } = await import('@riad/store');
      const exported = await exportLedger(ledgerFolder(options), target);
      if (options.json === true) printJson({ folder: target, ...exported });
      else print(`${exported.records} records and ${exported.tiles} tiles are in ${target}.`);
    });
}
