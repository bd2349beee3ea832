import { residencySchema } from '@riad/contracts';
import type { Command } from 'commander';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { print, printJson, printTable } from '../output.ts';

interface ResidencyOptions extends GlobalOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** `riad register residency`: where data went, from the log of connections. */
export function addResidencyCommand(program: Command): void {
  const register =
    program.commands.find((command) => command.name() === 'register') ??
    program.command('register').description('what the law wants to be written down about processing');
  register
    .command('residency')
    .description('countries and servers that were reached in a period')
    .option('--from <day>', 'first day, 2026-11-01 (default: thirty days ago)')
    .option('--to <day>', 'last day (default: today)')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad register residency --from 2026-11-01 --to 2026-11-30')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ResidencyOptions>();
      const report = await callLocal(requireInstance(folderOf(options)), {
        method: 'register.residency',
        parameters: { from: options.from, to: options.to },
        schema: residencySchema,
      });
      if (options.json === true) return printJson(report);
      print(`From ${report.from} to ${report.to}: ${report.countries.join(', ') || 'no connection to any server'}.`);
      if (report.data.length === 0) return;
      printTable(
        ['COUNTRY', 'PURPOSE', 'SERVER', 'REQUESTS', 'REFUSED'],
        report.data.map((row) => [row.country, row.purpose, row.host, String(row.opened), String(row.refused)]),
      );
    });
}
