import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { legalHoldSchema, retentionRunSchema, retentionSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf } from '../../context.ts';
import { exitCodes, print, printJson, printTable } from '../../output.ts';
import { call, collect, subcommand, type CommonOptions } from './call.ts';

/** How long data are kept, and what stops their deletion. */
export function addRetentionCommand(program: Command): void {
  const retention = program
    .command('retention')
    .description('periods of retention, legal holds, signed certificates of deletion');
  addShow(retention);
  addSet(retention);
  addHold(retention);
  addRelease(retention);
  addRun(retention);
  addCertificate(retention);
}

function addShow(retention: Command): void {
  subcommand(retention, 'show', {
    description: 'periods in force and standing holds',
    example: 'riad retention show',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'retention.show',
      schema: retentionSchema,
      show: ({ data, holds }) => {
        printTable(
          ['CLASS', 'DAYS', 'SET BY', 'HELD BY', 'PURPOSE'],
          data.map((row) => [
            row.class,
            row.days === null ? 'as its collection' : String(row.days),
            row.source,
            row.holds.join(' '),
            row.purpose,
          ]),
        );
        for (const hold of holds) {
          print(
            `${hold.id}  ${hold.class}  ${hold.releasedAt === null ? 'stands' : `released ${hold.releasedAt}`}  ${hold.reason}`,
          );
        }
      },
    });
  });
}

function addSet(retention: Command): void {
  subcommand(retention, 'set', {
    description: 'set another period for a class, with its purpose',
    example: 'riad retention set conversations 7 --purpose "drafts are finished within a week"',
  })
    .argument('<class>', 'as riad retention show lists it')
    .argument('<days>', 'whole days; 0: deleted at the next run')
    .requiredOption('--purpose <text>', 'why this long; stands in the register')
    .action(async (...[name, days, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly purpose: string }>();
      await call(options, {
        method: 'retention.set',
        parameters: { class: name, days: Number(days), purpose: options.purpose },
        schema: z.null(),
        show: () => print(`${name} is kept ${days} days.`),
      });
    });
}

interface HoldOptions extends CommonOptions {
  readonly reason: string;
  readonly project?: string;
  readonly collection?: string;
  readonly id?: readonly string[];
}

function addHold(retention: Command): void {
  subcommand(retention, 'hold', {
    description:
      'stop deletion and erasure of a class, of a collection, or of what names a person, until it is released',
    example: 'riad retention hold conversations --project default --reason "case 12/2026 before the court"',
  })
    .argument('<class>', 'as riad retention show lists it, or all')
    .requiredOption('--reason <text>', 'why; no name of a person')
    .option('--project <name>', 'only of this project')
    .option('--collection <name>', 'only documents of this collection')
    .option('--id <identifier>', 'only what names this person; may be given several times, with the class all', collect)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { reason, project, collection, id: identifiers, ...options } = command.optsWithGlobals<HoldOptions>();
      await call(options, {
        method: 'retention.hold',
        parameters: { class: name, reason, project, collection, identifiers },
        schema: legalHoldSchema,
        show: ({ id }) => print(`${id} stands. Release it with riad retention release ${id}`),
      });
    });
}

function addRelease(retention: Command): void {
  subcommand(retention, 'release', {
    description: 'end a legal hold',
    example: 'riad retention release hold_0123456789ab',
  })
    .argument('<id>', 'as riad retention show lists it')
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'retention.release',
        parameters: { id },
        schema: z.null(),
        show: () => print(`${id} is released.`),
      });
    });
}

function addRun(retention: Command): void {
  subcommand(retention, 'run', {
    description: 'delete what is older than its period now; the server also does it every six hours',
    example: 'riad retention run --dry-run',
  })
    .option('--dry-run', 'count only')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly dryRun?: boolean }>();
      await call(options, {
        method: 'retention.run',
        parameters: { dryRun: options.dryRun === true },
        schema: retentionRunSchema,
        show: ({ deleted, held, certificate }) => {
          const counts = Object.entries(deleted).map(([name, count]) => `${name} ${count}`);
          print(
            `${options.dryRun === true ? 'Would delete' : 'Deleted'}: ${counts.join(', ') || 'nothing is old enough'}`,
          );
          if (held.length > 0) print(`Held: ${held.join(', ')}`);
          if (certificate !== undefined) process.stdout.write(`\n${certificate}`);
        },
      });
    });
}

function addCertificate(retention: Command): void {
  retention
    .command('certificate')
    .description('check a certificate of deletion or erasure; needs no running server')
    .argument('<file>', 'the certificate, in ledger/certificates or as it was handed over')
    .option('--key <key>', 'the verifier key noted earlier (default: that of the ledger here)')
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      '\nExit status: 0 genuine, 3 not signed by this key.\n\nExample:\n  riad retention certificate certificate.txt',
    )
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly key?: string }>();
      const { openCertificate, readLedger } = await import('@riad/store');
      const key = options.key ?? readLedger(folderOf(options).ledger).description.verifierKey ?? '';
      const text = openCertificate(readFileSync(resolve(file), 'utf8'), key);
      if (options.json === true) printJson({ ok: text !== undefined, text: text ?? null });
      else
        print(
          text === undefined
            ? 'NOT OK: it is not signed by this key, or was changed.'
            : `ok: signed by ${key}\n\n${text}`,
        );
      if (text === undefined) process.exitCode = exitCodes.found;
    });
}
