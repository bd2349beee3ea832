import { enteredListSchema } from '@riad/contracts';
import type { Command } from 'commander';

import { printTable } from '../../output.ts';
import { call, type CommonOptions } from '../data-control/call.ts';

interface EnteredOptions extends CommonOptions {
  readonly class?: string;
  readonly since?: string;
  readonly until?: string;
  readonly key?: string;
  readonly project?: string;
  readonly person?: string;
  readonly limit?: string;
}

/** Law 09-08, art. 24-1-g, in one question. */
export function addEntered(audit: Command): void {
  audit
    .command('entered')
    .description('who entered which class of data, when and for whom; needs the running server, which knows the names')
    .option('--class <class>', 'only this class of data: cin, rib, sensitive …')
    .option('--since <date>', 'from this date or time on (ISO 8601)')
    .option('--until <date>', 'up to this date or time')
    .option('--key <id>', 'only what this API key entered')
    .option('--person <id>', 'only what this person of the console entered')
    .option('--project <name>', 'only what was entered for this project')
    .option('--limit <n>', 'at most this many, newest first (default: 1000)')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad audit entered --class cin --since 2026-11-01')
    .action(async (_options: unknown, command: Command) => {
      const {
        class: wanted,
        since,
        until,
        key,
        project,
        person,
        limit,
        ...options
      } = command.optsWithGlobals<EnteredOptions>();
      await call(options, {
        method: 'audit.entered',
        parameters: { class: wanted, since: momentOf(since), until: momentOf(until), key, project, person, limit },
        schema: enteredListSchema,
        show: ({ data }) =>
          printTable(
            ['TIME', 'WHO', 'FOR', 'CLASSES', 'DECISION', 'PLACE', 'RECORD'],
            data.map((row) => [
              row.time,
              row.person ?? row.keyName ?? row.key,
              row.projectName ?? row.project,
              Object.entries(row.classes)
                .map(([name, count]) => `${name} ${count}`)
                .join(', '),
              row.decision,
              row.location,
              row.record,
            ]),
          ),
      });
    });
}

/** A day means its beginning; what is no date is refused by the server by name. */
function momentOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}
