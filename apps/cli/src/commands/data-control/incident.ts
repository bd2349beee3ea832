import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { incidentListSchema, incidentPackSchema, incidentSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { bold, print, printTable } from '../../output.ts';
import { call, subcommand, type CommonOptions } from './call.ts';

/** Security incidents: clock, evidence from the ledger, notices. */
export function addIncidentCommand(program: Command): void {
  const incident = program
    .command('incident')
    .description('open an incident, follow its deadlines, export the evidence');
  addOpen(incident);
  addList(incident);
  addPack(incident);
  addNotice(incident);
  addClose(incident);
}

function addOpen(incident: Command): void {
  subcommand(incident, 'open', {
    description: 'note that an incident is known; the clocks start',
    example: 'riad incident open --summary "key published by mistake" --began 2026-11-25T08:00:00Z',
  })
    .requiredOption('--summary <text>', 'what happened; no name of a person')
    .requiredOption('--began <time>', 'ISO 8601 with its zone')
    .option('--ended <time>', 'absent: still going on')
    .action(async (_options: unknown, command: Command) => {
      const { summary, began, ended, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly summary: string; readonly began: string; readonly ended?: string }
      >();
      await call(options, {
        method: 'incident.open',
        parameters: { summary, began, ended },
        schema: incidentSchema,
        show: ({ id }) =>
          print(
            `${bold(id)} is open. Tell the DGSSI now (law 05-20, art. 8). Evidence: riad incident pack ${id} --out FOLDER`,
          ),
      });
    });
}

function addList(incident: Command): void {
  subcommand(incident, 'list', {
    description: 'incidents and the hours left for each notice',
    example: 'riad incident list',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'incident.list',
      schema: incidentListSchema,
      show: ({ data }) =>
        printTable(
          ['INCIDENT', 'KNOWN', 'STATE', 'NOTICES'],
          data.map(({ id, knownAt, closedAt, deadlines }) => [
            id,
            knownAt,
            closedAt === null ? 'open' : 'closed',
            deadlines
              .map(({ to, toldAt, hoursLeft }) => `${to}: ${toldAt === null ? `${hoursLeft} h` : 'told'}`)
              .join(', '),
          ]),
        ),
    });
  });
}

function addPack(incident: Command): void {
  subcommand(incident, 'pack', {
    description:
      'export timeline, affected classes and counts, the signed checkpoint, and notices to complete in French and Arabic',
    example: 'riad incident pack inc_0123456789ab --out ./incident',
  })
    .argument('<id>', 'as riad incident list shows it')
    .option('--out <folder>', 'folder to write to')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly out?: string }>();
      const pack = await call(options, {
        method: 'incident.pack',
        parameters: { id },
        schema: incidentPackSchema,
        show: ({ affected, timeline }) =>
          print(
            `${affected.requests} requests of ${affected.keys.length} keys, ${timeline.length} records in the timeline; ${affected.leftInClear} left with personal data in clear.`,
          ),
      });
      if (options.out === undefined) return;
      const folder = resolve(options.out);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, 'incident.json'), JSON.stringify(pack, null, 2), { mode: 0o600 });
      writeFileSync(join(folder, 'checkpoint'), pack.checkpoint, { mode: 0o600 });
      for (const { to, language, text } of pack.templates) {
        writeFileSync(join(folder, `notice-${to}-${language}.txt`), text, { mode: 0o600 });
      }
      if (options.json !== true) print(`Written to ${folder}.`);
    });
}

function addNotice(incident: Command): void {
  subcommand(incident, 'notified', {
    description: 'note that somebody was told',
    example: 'riad incident notified inc_0123456789ab dgssi',
  })
    .argument('<id>', 'as riad incident list shows it')
    .argument('<to>', 'dgssi, cndp, gdpr or persons')
    .action(async (...[id, to, , command]: [string, string, unknown, Command]) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'incident.notice',
        parameters: { id, to },
        schema: z.null(),
        show: () => print(`Noted: ${to} was told of ${id}.`),
      });
    });
}

function addClose(incident: Command): void {
  subcommand(incident, 'close', { description: 'close an incident', example: 'riad incident close inc_0123456789ab' })
    .argument('<id>', 'as riad incident list shows it')
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'incident.close',
        parameters: { id },
        schema: z.null(),
        show: () => print(`${id} is closed.`),
      });
    });
}
