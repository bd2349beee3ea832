import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { legalHoldSchema, retentionRunSchema, retentionSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf } from '../../context.ts';
import { helpText, say } from '../../messages/say.ts';
import { exitCodes, print, printJson, printTable } from '../../output.ts';
import { call, collect, subcommand, type CommonOptions } from './call.ts';

/** How long data are kept, and what stops their deletion. */
export function addRetentionCommand(program: Command): void {
  const retention = program.command('retention').description(say('retention.about'));
  addShow(retention);
  addSet(retention);
  addHold(retention);
  addRelease(retention);
  addRun(retention);
  addCertificate(retention);
}

function addShow(retention: Command): void {
  subcommand(retention, 'show', {
    description: say('retention.show'),
    example: 'riad retention show',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'retention.show',
      schema: retentionSchema,
      show: ({ data, holds }) => {
        printTable(
          [say('table.class'), say('table.days'), say('table.set_by'), say('table.held_by'), say('table.purpose')],
          data.map((row) => [
            row.class,
            row.days === null ? say('retention.as_collection') : String(row.days),
            row.source,
            row.holds.join(' '),
            row.purpose,
          ]),
        );
        for (const hold of holds) {
          print(
            `${hold.id}  ${hold.class}  ${hold.releasedAt === null ? say('retention.stands') : say('retention.released_at', { when: hold.releasedAt })}  ${hold.reason}`,
          );
        }
      },
    });
  });
}

function addSet(retention: Command): void {
  subcommand(retention, 'set', {
    description: say('retention.set'),
    example: 'riad retention set conversations 7 --purpose "drafts are finished within a week"',
  })
    .argument('<class>', say('retention.class'))
    .argument('<days>', say('retention.days'))
    .requiredOption('--purpose <text>', say('retention.purpose'))
    .action(async (...[name, days, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly purpose: string }>();
      await call(options, {
        method: 'retention.set',
        parameters: { class: name, days: Number(days), purpose: options.purpose },
        schema: z.null(),
        show: () => print(say('retention.kept', { class: name, days })),
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
    description: say('retention.hold'),
    example: 'riad retention hold conversations --project default --reason "case 12/2026 before the court"',
  })
    .argument('<class>', say('retention.class_or_all'))
    .requiredOption('--reason <text>', say('retention.reason'))
    .option('--project <name>', say('option.project'))
    .option('--collection <name>', say('retention.collection'))
    .option('--id <identifier>', say('retention.person'), collect)
    .action(async (name: string, _options: unknown, command: Command) => {
      const { reason, project, collection, id: identifiers, ...options } = command.optsWithGlobals<HoldOptions>();
      await call(options, {
        method: 'retention.hold',
        parameters: { class: name, reason, project, collection, identifiers },
        schema: legalHoldSchema,
        show: ({ id }) => print(say('retention.held', { id })),
      });
    });
}

function addRelease(retention: Command): void {
  subcommand(retention, 'release', {
    description: say('retention.release'),
    example: 'riad retention release hold_0123456789ab',
  })
    .argument('<id>', say('retention.class'))
    .action(async (id: string, _options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'retention.release',
        parameters: { id },
        schema: z.null(),
        show: () => print(say('retention.released', { id })),
      });
    });
}

function addRun(retention: Command): void {
  subcommand(retention, 'run', {
    description: say('retention.run'),
    example: 'riad retention run --dry-run',
  })
    .option('--dry-run', say('retention.dry_run'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly dryRun?: boolean }>();
      await call(options, {
        method: 'retention.run',
        parameters: { dryRun: options.dryRun === true },
        schema: retentionRunSchema,
        show: ({ deleted, held, certificate }) => {
          const counts = Object.entries(deleted).map(([name, count]) => `${name} ${count}`);
          const all = counts.join(', ') || say('retention.nothing_old');
          print(say(options.dryRun === true ? 'retention.would_delete' : 'retention.deleted', { counts: all }));
          if (held.length > 0) print(say('retention.held_back', { names: held.join(', ') }));
          if (certificate !== undefined) process.stdout.write(`\n${certificate}`);
        },
      });
    });
}

function addCertificate(retention: Command): void {
  retention
    .command('certificate')
    .description(say('retention.certificate'))
    .argument('<file>', say('retention.file'))
    .option('--key <key>', say('retention.key'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad retention certificate certificate.txt'], 'retention.exit'))
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly key?: string }>();
      const { openCertificate, readLedger } = await import('@riad/store');
      const key = options.key ?? readLedger(folderOf(options).ledger).description.verifierKey ?? '';
      const text = openCertificate(readFileSync(resolve(file), 'utf8'), key);
      if (options.json === true) printJson({ ok: text !== undefined, text: text ?? null });
      else print(text === undefined ? say('retention.not_genuine') : `${say('retention.genuine', { key })}\n\n${text}`);
      if (text === undefined) process.exitCode = exitCodes.found;
    });
}
