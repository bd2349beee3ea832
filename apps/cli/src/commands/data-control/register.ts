import { registerSchema, transferListSchema } from '@riad/contracts';
import type { Command } from 'commander';
import { z } from 'zod';

import { say } from '../../messages/say.ts';
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
    description: say('register.show'),
    example: 'riad register show --json',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'register.show',
      schema: registerSchema,
      show: ({ data }) =>
        printTable(
          [
            say('table.project'),
            say('table.purpose'),
            say('table.legal_basis'),
            say('table.countries'),
            say('table.missing'),
          ],
          data.map((entry) => [
            entry.project,
            entry.purpose ?? '—',
            entry.legalBasis ?? '—',
            entry.transfers.map(({ country }) => country).join(' ') || say('register.none'),
            entry.missing.join(', ') || say('register.nothing'),
          ]),
        ),
    });
  });
}

function addTransfers(register: Command): void {
  subcommand(register, 'transfers', {
    description: say('register.transfers'),
    example: 'riad register transfers',
  }).action(async (_options: unknown, command: Command) => {
    await call(command.optsWithGlobals<CommonOptions>(), {
      method: 'register.transfers',
      schema: transferListSchema,
      show: ({ data }) =>
        printTable(
          [
            say('table.upstream'),
            say('table.country'),
            say('table.adequacy'),
            say('table.contract'),
            say('table.models'),
          ],
          data.map((row) => [row.upstream, row.country, row.adequacy, row.contract ?? '—', row.models.join(' ')]),
        ),
    });
  });
}

function addController(register: Command): void {
  subcommand(register, 'controller', {
    description: say('register.controller'),
    example: 'riad register controller --name "Commune de …" --address "…" --contact "dpo@example.ma"',
  })
    .requiredOption('--name <name>', say('register.name'))
    .requiredOption('--address <address>', say('register.address'))
    .requiredOption('--contact <contact>', say('register.contact'))
    .action(async (_options: unknown, command: Command) => {
      const { name, address, contact, ...options } = command.optsWithGlobals<
        CommonOptions & { readonly name: string; readonly address: string; readonly contact: string }
      >();
      await call(options, {
        method: 'register.controller',
        parameters: { name, address, contact },
        schema: z.null(),
        show: () => print(say('register.names', { name })),
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
    description: say('register.set'),
    example:
      'riad register set --project default --purpose "answering letters" --basis "public mission (art. 4)" --people citizens --category identity --category address',
  })
    .option('--project <name>', say('register.project'))
    .requiredOption('--purpose <text>', say('register.purpose'))
    .requiredOption('--basis <text>', say('register.basis'))
    .requiredOption('--people <category>', say('register.people'), collect)
    .requiredOption('--category <category>', say('register.category'), collect)
    .option('--recipient <name>', say('register.recipient'), collect)
    .option('--reference <text>', say('register.reference'))
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
        show: () => print(say('register.changed')),
      });
    });
}
