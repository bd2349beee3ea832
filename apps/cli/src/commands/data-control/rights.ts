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

const identifierHelp =
  'number, name or other identifier of the person; may be given several times, with every spelling and script';

/** Requests of persons about their data (law 09-08, art. 7 to 9). */
export function addRightsCommand(program: Command): void {
  const rights = program
    .command('rights')
    .description('requests of persons: search, access, rectify, erase, oppose; ten clear days');
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
    description: 'note a request; the clock of ten clear days starts',
    example: 'riad rights receive erase --id AB123456 --id "Amina El Fassi" --id "أمينة الفاسي"',
  })
    .argument('<kind>', 'access, rectify, erase or oppose')
    .requiredOption('--id <identifier>', identifierHelp, collect)
    .action(async (kind: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SubjectOptions>();
      await call(options, {
        method: 'rights.receive',
        parameters: { kind, identifiers: options.id },
        schema: rightsRequestSchema,
        show: ({ id, dueAt, record }) => {
          print(`${bold(id)} is due by ${dueAt} (record ${record}).`);
          print(kind === 'oppose' ? `Next: riad rights oppose … --reference ${id}` : `Next: riad rights ${kind} ${id}`);
        },
      });
    });
}

function addList(rights: Command): void {
  subcommand(rights, 'list', { description: 'requests, those due first', example: 'riad rights list --json' }).action(
    async (_options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'rights.list',
        schema: rightsListSchema,
        show: ({ data }) =>
          printTable(
            ['REQUEST', 'KIND', 'STATE', 'RECEIVED', 'DUE', 'CLOSED'],
            data.map((row) => [row.id, row.kind, row.state, row.receivedAt, row.dueAt, row.closedAt ?? '']),
          ),
      });
    },
  );
}

function addSearch(rights: Command): void {
  subcommand(rights, 'search', {
    description: 'where a person is named: the database, original files, vaults, sealed parts of the ledger',
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
            ['PLACE', 'ROW OR RECORD', 'LENGTH'],
            data.map(({ place, id, text }) => [place, id, String(text.length)]),
          );
          print(`${data.length} texts name this person. The search is on record.`);
        },
      });
    });
}

function addAccess(rights: Command): void {
  subcommand(rights, 'access', {
    description: 'write the package that a person is given: their data, where from, and the logic of the processing',
    example: 'riad rights access rig_0123456789ab --out ./package',
  })
    .argument('<request>', 'id, as riad rights list shows it')
    .option('--out <folder>', 'folder to write package.json and package.html to')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly out?: string }>();
      const made = await call(options, {
        method: 'rights.access',
        parameters: { id },
        schema: accessPackageSchema,
        show: ({ data, places }) => print(`${data.length} texts in ${Object.keys(places).length} places.`),
      });
      if (options.out === undefined) return;
      const folder = resolve(options.out);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, 'package.json'), JSON.stringify(made, null, 2), { mode: 0o600 });
      writeFileSync(join(folder, 'package.html'), writeAccessPage(made), { mode: 0o600 });
      if (options.json !== true) print(`Written to ${folder}. Read it before you give it: it may name other persons.`);
    });
}

function addErase(rights: Command): void {
  subcommand(rights, 'erase', {
    description: 'erase a person everywhere and print the signed certificate; every proof of the ledger still verifies',
    example: 'riad rights erase rig_0123456789ab',
  })
    .argument('<request>', 'id, as riad rights list shows it')
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
    if (kept.length > 0) print(`${request} stays open: do it again once these holds are released.`);
  };
}

function addRectify(rights: Command): void {
  subcommand(rights, 'rectify', {
    description: 'write the right value over a wrong one, everywhere',
    example: 'riad rights rectify rig_0123456789ab --to AB654321',
  })
    .argument('<request>', 'id; its identifiers are the wrong values')
    .requiredOption('--to <value>', 'the right value')
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
    description: 'close a request without doing it; the reason is sealed beside the record',
    example: 'riad rights refuse rig_0123456789ab --reason "identity not shown within the time given"',
  })
    .argument('<request>', 'id, as riad rights list shows it')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly reason: string }>();
      await call(options, {
        method: 'rights.refuse',
        parameters: { id, reason: options.reason },
        schema: z.null(),
        show: () => print(`${id} is refused.`),
      });
    });
}

function addOpposition(rights: Command): void {
  subcommand(rights, 'oppose', {
    description:
      'put one identifier on the opposition list: requests that hold it are refused; only a keyed hash is kept',
    example: 'riad rights oppose --type cin --value AB123456 --reference rig_0123456789ab',
  })
    .requiredOption('--type <type>', 'what it is: cin, phone, email, person …')
    .requiredOption('--value <identifier>', 'the identifier')
    .requiredOption('--reference <text>', 'the request it comes from; no name')
    .action(async (_options: unknown, command: Command) => {
      const { type, value, reference, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly type: string; readonly value: string; readonly reference: string }
      >();
      await call(withoutBy(options), {
        method: 'opposition.add',
        parameters: { type, value, reference },
        schema: oppositionSchema,
        show: ({ id }) => print(`${id}: requests that hold it are refused from now on.`),
      });
    });
  subcommand(rights, 'opposed', { description: 'the opposition list', example: 'riad rights opposed' }).action(
    async (_options: unknown, command: Command) => {
      await call(withoutBy(command.optsWithGlobals<CommonOptions>()), {
        method: 'opposition.list',
        schema: oppositionListSchema,
        show: ({ data }) =>
          printTable(
            ['ID', 'TYPE', 'REFERENCE', 'SINCE'],
            data.map((row) => [row.id, row.type, row.reference, row.createdAt]),
          ),
      });
    },
  );
  subcommand(rights, 'withdraw', {
    description: 'take an identifier off the opposition list',
    example: 'riad rights withdraw opp_4fzq2m8pXk1a',
  })
    .argument('<id>', 'as riad rights opposed shows it')
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(withoutBy(command.optsWithGlobals<CommonOptions>()), {
        method: 'opposition.remove',
        parameters: { id },
        schema: z.null(),
        show: () => print(`${id} is taken off the list.`),
      });
    });
}

/** The opposition list names no person who acts. */
function withoutBy({ by: _by, ...options }: CommonOptions): CommonOptions {
  return options;
}
