import { registerSchema, transferListSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { print, printTable } from '../../output.ts';
import { addResidencyCommand } from '../residency.ts';
import { call, collect, subcommand, type CommonOptions } from './call.ts';
import { addPrintableCommands } from './register-forms.ts';

/** The register of processing (law 09-08, art. 15) and where data may go. */
export function addRegisterCommand(program: Command): void {
  addResidencyCommand(program);
  const register = program.commands.find((command) => command.name() === 'register');
  if (register === undefined) return;
  addShow(register);
  addPrintableCommands(register);
  addTransfers(register);
  addController(register);
  addSet(register);
}

function addShow(register: Command): void {
  subcommand(register, 'show', {
    description: 'the register, filled in from the running configuration',
    example: 'riad register show --json',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'register.show',
      schema: registerSchema,
      show: ({ data }) =>
        printTable(
          ['PROJECT', 'PURPOSE', 'LEGAL BASIS', 'COUNTRIES', 'STILL TO FILL IN'],
          data.map((entry) => [
            entry.project,
            entry.purpose ?? '—',
            entry.legalBasis ?? '—',
            entry.transfers.map(({ country }) => country).join(' ') || 'none',
            entry.missing.join(', ') || 'nothing',
          ]),
        ),
    });
  });
}

function addTransfers(register: Command): void {
  subcommand(register, 'transfers', {
    description: 'servers outside that data may go to: country, adequacy, contract',
    example: 'riad register transfers',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'register.transfers',
      schema: transferListSchema,
      show: ({ data }) =>
        printTable(
          ['UPSTREAM', 'COUNTRY', 'ADEQUACY', 'CONTRACT', 'MODELS'],
          data.map((row) => [row.upstream, row.country, row.adequacy, row.contract ?? '—', row.models.join(' ')]),
        ),
    });
  });
}

function addController(register: Command): void {
  subcommand(register, 'controller', {
    description: 'who answers for the processing, and where persons turn to',
    example: 'riad register controller --name "Commune de …" --address "…" --contact "dpo@example.ma"',
  })
    .requiredOption('--name <name>', 'name of the organisation')
    .requiredOption('--address <address>', 'its address')
    .requiredOption('--contact <contact>', 'the service where persons exercise their rights')
    .action(async (_options: unknown, command: Command) => {
      const { name, address, contact, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly name: string; readonly address: string; readonly contact: string }
      >();
      await call(options, {
        method: 'register.controller',
        parameters: { name, address, contact },
        schema: z.null(),
        show: () => print(`The register names ${name}.`),
      });
    });
}

interface ActivityOptions extends CommonOptions {
  readonly project?: string;
  readonly purpose: string;
  readonly basis: string;
  readonly people: readonly string[];
  readonly category: readonly string[];
  readonly recipient?: readonly string[];
  readonly reference?: string;
}

function addSet(register: Command): void {
  subcommand(register, 'set', {
    description: 'what only people know about the processing of a project',
    example:
      'riad register set --project default --purpose "answering letters" --basis "public mission (art. 4)" --people citizens --category identity --category address',
  })
    .option('--project <name>', 'the project (default: default)')
    .requiredOption('--purpose <text>', 'what the data are processed for')
    .requiredOption('--basis <text>', 'legal ground')
    .requiredOption('--people <category>', 'category of persons; may be repeated', collect)
    .requiredOption('--category <category>', 'category of data; may be repeated', collect)
    .option('--recipient <name>', 'who receives data; may be repeated', collect)
    .option('--reference <text>', 'receipt or authorisation of the CNDP')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ActivityOptions>();
      await call(options, {
        method: 'register.set',
        parameters: {
          project: options.project,
          purpose: options.purpose,
          legalBasis: options.basis,
          people: options.people,
          categories: options.category,
          recipients: options.recipient ?? [],
          authorityReference: options.reference ?? null,
        },
        schema: z.null(),
        show: () => print('The register is changed.'),
      });
    });
}
