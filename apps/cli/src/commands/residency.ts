import { residencySchema } from '@riad/contracts';
import type { Command } from 'commander';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { helpText, say } from '../messages/say.ts';
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
    program.command('register').description(say('register.about'));
  register
    .command('residency')
    .description(say('residency.about'))
    .option('--from <day>', say('residency.from'))
    .option('--to <day>', say('residency.to'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad register residency --from 2026-11-01 --to 2026-11-30']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ResidencyOptions>();
      const report = await callLocal(requireInstance(folderOf(options)), {
        method: 'register.residency',
        parameters: { from: options.from, to: options.to },
        schema: residencySchema,
      });
      if (options.json === true) return printJson(report);
      const { from, to } = report;
      print(say('residency.report', { from, to, countries: report.countries.join(', ') || say('residency.none') }));
      if (report.data.length === 0) return;
      printTable(
        [say('table.country'), say('table.purpose'), say('table.server'), say('table.requests'), say('table.refused')],
        report.data.map((row) => [row.country, row.purpose, row.host, String(row.opened), String(row.refused)]),
      );
    });
}
