import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { incidentListSchema, incidentPackSchema, incidentSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { say } from '../../messages/say.ts';
import { bold, print, printTable } from '../../output.ts';
import { call, subcommand, type CommonOptions } from './call.ts';

/** Security incidents: clock, evidence from the ledger, notices. */
export function addIncidentCommand(program: Command): void {
  const incident = program.command('incident').description(say('incident.about'));
  addOpen(incident);
  addList(incident);
  addPack(incident);
  addNotice(incident);
  addClose(incident);
}

function addOpen(incident: Command): void {
  subcommand(incident, 'open', {
    description: say('incident.open'),
    example: 'riad incident open --summary "key published by mistake" --began 2026-11-25T08:00:00Z',
  })
    .requiredOption('--summary <text>', say('incident.summary'))
    .requiredOption('--began <time>', say('incident.began'))
    .option('--ended <time>', say('incident.ended'))
    .action(async (_options: unknown, command: Command) => {
      const { summary, began, ended, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly summary: string; readonly began: string; readonly ended?: string }
      >();
      await call(options, {
        method: 'incident.open',
        parameters: { summary, began, ended },
        schema: incidentSchema,
        show: ({ id }) => print(say('incident.opened', { id: bold(id) })),
      });
    });
}

function addList(incident: Command): void {
  subcommand(incident, 'list', {
    description: say('incident.list'),
    example: 'riad incident list',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'incident.list',
      schema: incidentListSchema,
      show: ({ data }) =>
        printTable(
          [say('table.incident'), say('table.known'), say('table.state'), say('table.notices')],
          data.map(({ id, knownAt, closedAt, deadlines }) => [
            id,
            knownAt,
            say(closedAt === null ? 'incident.state_open' : 'incident.state_closed'),
            deadlines
              .map(({ to, toldAt, hoursLeft }) =>
                toldAt === null ? say('incident.hours', { to, hours: hoursLeft }) : say('incident.told', { to }),
              )
              .join(', '),
          ]),
        ),
    });
  });
}

function addPack(incident: Command): void {
  subcommand(incident, 'pack', {
    description: say('incident.pack'),
    example: 'riad incident pack inc_0123456789ab --out ./incident',
  })
    .argument('<id>', say('incident.id'))
    .option('--out <folder>', say('incident.out'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly out?: string }>();
      const pack = await call(options, {
        method: 'incident.pack',
        parameters: { id },
        schema: incidentPackSchema,
        show: ({ affected, timeline }) =>
          print(
            say('incident.packed', {
              requests: affected.requests,
              keys: affected.keys.length,
              records: timeline.length,
              clear: affected.leftInClear,
            }),
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
      if (options.json !== true) print(say('incident.written', { folder }));
    });
}

function addNotice(incident: Command): void {
  subcommand(incident, 'notified', {
    description: say('incident.notified'),
    example: 'riad incident notified inc_0123456789ab dgssi',
  })
    .argument('<id>', say('incident.id'))
    .argument('<to>', say('incident.to'))
    .action(async (...[id, to, , command]: [string, string, unknown, Command]) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'incident.notice',
        parameters: { id, to },
        schema: z.null(),
        show: () => print(say('incident.noted', { to, id })),
      });
    });
}

function addClose(incident: Command): void {
  subcommand(incident, 'close', { description: say('incident.close'), example: 'riad incident close inc_0123456789ab' })
    .argument('<id>', say('incident.id'))
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'incident.close',
        parameters: { id },
        schema: z.null(),
        show: () => print(say('incident.closed', { id })),
      });
    });
}
