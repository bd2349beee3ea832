import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
  accessPackageSchema,
  erasureSchema,
  oppositionListSchema,
  oppositionSchema,
  rightsFoundSchema,
  rightsListSchema,
  rightsRequestSchema,
} from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf } from '../../context.ts';
import { say } from '../../messages/say.ts';
import { bold, note, print, printTable } from '../../output.ts';
import { writeAccessPage } from './access-page.ts';
import { call, collect, subcommand, type CommonOptions } from './call.ts';

interface SubjectOptions extends CommonOptions {
  readonly id?: readonly string[];
}

const identifierHelp = say('rights.identifier');

/** Requests of persons about their data (law 09-08, art. 7 to 9). */
export function addRightsCommand(program: Command): void {
  const rights = program.command('rights').description(say('rights.about'));
  addReceive(rights);
  addList(rights);
  addSearch(rights);
  addAccess(rights);
  addErase(rights);
  addRectify(rights);
  addRefuse(rights);
  addOpposition(rights);
}

function addReceive(rights: Command): void {
  subcommand(rights, 'receive', {
    description: say('rights.receive'),
    example: 'riad rights receive erase --id AB123456 --id "Amina El Fassi" --id "أمينة الفاسي"',
  })
    .argument('<kind>', say('rights.kind'))
    .requiredOption('--id <identifier>', identifierHelp, collect)
    .action(async (kind: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SubjectOptions>();
      await call(options, {
        method: 'rights.receive',
        parameters: { kind, identifiers: options.id },
        schema: rightsRequestSchema,
        show: ({ id, dueAt, record }) => {
          print(say('rights.due', { id: bold(id), due: dueAt, record }));
          const next = kind === 'oppose' ? `riad rights oppose … --reference ${id}` : `riad rights ${kind} ${id}`;
          print(say('rights.next', { command: next }));
        },
      });
    });
}

function addList(rights: Command): void {
  subcommand(rights, 'list', { description: say('rights.list'), example: 'riad rights list --json' }).action(
    async (_options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'rights.list',
        schema: rightsListSchema,
        show: ({ data }) =>
          printTable(
            [
              say('table.request'),
              say('table.kind'),
              say('table.state'),
              say('table.received'),
              say('table.due'),
              say('table.closed'),
            ],
            data.map((row) => [row.id, row.kind, row.state, row.receivedAt, row.dueAt, row.closedAt ?? '']),
          ),
      });
    },
  );
}

function addSearch(rights: Command): void {
  subcommand(rights, 'search', {
    description: say('rights.search'),
    example: 'riad rights search --id "+212 661 23 45 67" --id "Amina El Fassi"',
  })
    .requiredOption('--id <identifier>', identifierHelp, collect)
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SubjectOptions>();
      await call(options, {
        method: 'rights.search',
        parameters: { identifiers: options.id },
        schema: rightsFoundSchema,
        show: ({ data }) => {
          printTable(
            [say('table.place'), say('table.row'), say('table.length')],
            data.map(({ place, id, text }) => [place, id, String(text.length)]),
          );
          print(say('rights.found', { count: data.length }));
        },
      });
    });
}

function addAccess(rights: Command): void {
  subcommand(rights, 'access', {
    description: say('rights.access'),
    example: 'riad rights access rig_0123456789ab --out ./package',
  })
    .argument('<request>', say('rights.request'))
    .option('--out <folder>', say('rights.out'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly out?: string }>();
      const made = await call(options, {
        method: 'rights.access',
        parameters: { id },
        schema: accessPackageSchema,
        show: ({ data, places }) =>
          print(say('rights.package', { count: data.length, places: Object.keys(places).length })),
      });
      if (options.out === undefined) return;
      const folder = resolve(options.out);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, 'package.json'), JSON.stringify(made, null, 2), { mode: 0o600 });
      writeFileSync(join(folder, 'package.html'), writeAccessPage(made), { mode: 0o600 });
      if (options.json !== true) print(say('rights.written', { folder }));
    });
}

function addErase(rights: Command): void {
  subcommand(rights, 'erase', {
    description: say('rights.erase'),
    example: 'riad rights erase rig_0123456789ab',
  })
    .argument('<request>', say('rights.request'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await call(options, {
        method: 'rights.erase',
        parameters: { id },
        schema: erasureSchema,
        show: showDone(options),
      });
    });
}

function showDone(options: CommonOptions): (erasure: z.infer<typeof erasureSchema>) => void {
  const file = join(folderOf(options).ledger, 'erasures.txt');
  return ({ request, certificate, kept }) => {
    process.stdout.write(certificate);
    note(say('rights.keep_erasures', { file }));
    if (kept.length > 0) print(say('rights.open', { id: request }));
  };
}

function addRectify(rights: Command): void {
  subcommand(rights, 'rectify', {
    description: say('rights.rectify'),
    example: 'riad rights rectify rig_0123456789ab --to AB654321',
  })
    .argument('<request>', say('rights.wrong'))
    .requiredOption('--to <value>', say('rights.right'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly to: string }>();
      await call(options, {
        method: 'rights.rectify',
        parameters: { id, to: options.to },
        schema: erasureSchema,
        show: showDone(options),
      });
    });
}

function addRefuse(rights: Command): void {
  subcommand(rights, 'refuse', {
    description: say('rights.refuse'),
    example: 'riad rights refuse rig_0123456789ab --reason "identity not shown within the time given"',
  })
    .argument('<request>', say('rights.request'))
    .requiredOption('--reason <text>', say('option.reason'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly reason: string }>();
      await call(options, {
        method: 'rights.refuse',
        parameters: { id, reason: options.reason },
        schema: z.null(),
        show: () => print(say('rights.refused', { id })),
      });
    });
}

function addOpposition(rights: Command): void {
  subcommand(rights, 'oppose', {
    description: say('rights.oppose'),
    example: 'riad rights oppose --type cin --value AB123456 --reference rig_0123456789ab',
  })
    .requiredOption('--type <type>', say('rights.type'))
    .requiredOption('--value <identifier>', say('rights.value'))
    .requiredOption('--reference <text>', say('rights.reference'))
    .action(async (_options: unknown, command: Command) => {
      const { type, value, reference, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly type: string; readonly value: string; readonly reference: string }
      >();
      await call(withoutBy(options), {
        method: 'opposition.add',
        parameters: { type, value, reference },
        schema: oppositionSchema,
        show: ({ id }) => print(say('rights.opposing', { id })),
      });
    });
  subcommand(rights, 'opposed', { description: say('rights.opposed'), example: 'riad rights opposed' }).action(
    async (_options: unknown, command: Command) => {
      await call(withoutBy(command.optsWithGlobals<CommonOptions>()), {
        method: 'opposition.list',
        schema: oppositionListSchema,
        show: ({ data }) =>
          printTable(
            [say('table.id'), say('table.type'), say('table.reference'), say('table.since')],
            data.map((row) => [row.id, row.type, row.reference, row.createdAt]),
          ),
      });
    },
  );
  subcommand(rights, 'withdraw', {
    description: say('rights.withdraw'),
    example: 'riad rights withdraw opp_4fzq2m8pXk1a',
  })
    .argument('<id>', say('rights.opposed_id'))
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(withoutBy(command.optsWithGlobals<CommonOptions>()), {
        method: 'opposition.remove',
        parameters: { id },
        schema: z.null(),
        show: () => print(say('rights.off_list', { id })),
      });
    });
}

/** The opposition list names no person who acts. */
function withoutBy({ by: _by, ...options }: CommonOptions): CommonOptions {
  return options;
}
