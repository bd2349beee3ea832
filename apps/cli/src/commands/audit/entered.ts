import { enteredListSchema, type EnteredView } from '@riad/contracts';
import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
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
    .description(say('entered.about'))
    .option('--class <class>', say('entered.class'))
    .option('--since <date>', say('option.since'))
    .option('--until <date>', say('option.until'))
    .option('--key <id>', say('entered.key'))
    .option('--person <id>', say('entered.person'))
    .option('--project <name>', say('entered.project'))
    .option('--limit <n>', say('entered.limit'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad audit entered --class cin --since 2026-11-01']))
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
        show({ data }) {
          printTable(
            [
              say('table.time'),
              say('table.who'),
              say('table.for'),
              say('table.classes'),
              say('table.decision'),
              say('table.place'),
              say('table.record'),
            ],
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
          );
          if (data.length > 1)
            printTable(
              [
                say('table.class'),
                say('table.decision'),
                say('table.place'),
                say('table.requests'),
                say('table.values'),
              ],
              totals(data),
            );
        },
      });
    });
}

/** How often each class went where, and what was decided about it: identity numbers by authorisation (R5), say. */
export function totals(rows: readonly EnteredView[]): readonly (readonly string[])[] {
  const sums = new Map<string, { requests: number; values: number }>();
  for (const { classes, decision, location } of rows) {
    for (const [name, count] of Object.entries(classes)) {
      const key = [name, decision, location].join('\t');
      const sum = sums.get(key) ?? { requests: 0, values: 0 };
      sums.set(key, { requests: sum.requests + 1, values: sum.values + count });
    }
  }
  return [...sums]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([key, { requests, values }]) => [...key.split('\t'), String(requests), String(values)]);
}

/** A day means its beginning; what is no date is refused by the server by name. */
function momentOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}
