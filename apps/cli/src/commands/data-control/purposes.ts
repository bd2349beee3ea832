import { consentListSchema, consentSchema, purposeListSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { helpText, say } from '../../messages/say.ts';
import { bold, print, printTable } from '../../output.ts';
import { call, type CommonOptions } from './call.ts';

interface PurposeOptions extends CommonOptions {
  readonly project?: string;
  readonly about: string;
  readonly consent?: boolean;
}

/** What projects may process data for. */
export function addPurposesCommand(program: Command): void {
  const purposes = program.command('purposes').description(say('purposes.about'));
  common(purposes.command('declare'), 'riad purposes declare enrolment --project default --about "…" --consent')
    .description(say('purposes.declare'))
    .argument('<purpose>', say('purposes.name'))
    .option('--project <name>', say('purposes.project'))
    .requiredOption('--about <text>', say('purposes.text'))
    .option('--consent', say('purposes.consent'))
    .action(async (purpose: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PurposeOptions>();
      await call(options, {
        method: 'purposes.declare',
        parameters: {
          purpose,
          project: options.project,
          description: options.about,
          consentRequired: options.consent === true,
        },
        schema: z.null(),
        show: () => print(say('purposes.declared', { purpose })),
      });
    });
  common(purposes.command('list'), 'riad purposes list')
    .description(say('purposes.list'))
    .action(async (_options: unknown, command: Command) => {
      await call(command.optsWithGlobals<CommonOptions>(), {
        method: 'purposes.list',
        schema: purposeListSchema,
        show: ({ data }) =>
          printTable(
            [say('table.project'), say('table.purpose'), say('table.consent'), say('table.about')],
            data.map((each) => [
              each.project,
              each.purpose,
              say(each.consentRequired ? 'purposes.needed' : 'purposes.not_needed'),
              each.description,
            ]),
          ),
      });
    });
  common(purposes.command('remove'), 'riad purposes remove enrolment --project default')
    .description(say('purposes.remove'))
    .argument('<purpose>', say('purposes.name'))
    .option('--project <name>', say('purposes.project'))
    .action(async (purpose: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PurposeOptions>();
      await call(options, {
        method: 'purposes.remove',
        parameters: { purpose, project: options.project },
        schema: z.null(),
        show: () => print(say('purposes.removed', { purpose })),
      });
    });
}

interface ConsentOptions extends CommonOptions {
  readonly purpose: string;
  readonly subject: string;
  readonly evidence: string;
  readonly project?: string;
  readonly source?: string;
  readonly expires?: string;
  readonly reason: string;
}

const states = {
  holds: 'consents.holds',
  withdrawn: 'consents.withdrawn',
  expired: 'consents.expired',
} as const;

/** Who consented to what. */
export function addConsentsCommand(program: Command): void {
  const consents = program.command('consents').description(say('consents.about'));
  addGive(consents);
  common(consents.command('list'), 'riad consents list --subject AB123456')
    .description(say('consents.list'))
    .option('--subject <identifier>', say('consents.subject'))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly subject?: string }>();
      await call(options, {
        method: 'consents.list',
        parameters: { subject: options.subject },
        schema: consentListSchema,
        show: ({ data }) =>
          printTable(
            [say('table.id'), say('table.purpose'), say('table.project'), say('table.state'), say('table.given')],
            data.map(({ id, purpose, project, state, givenAt }) => [
              id,
              purpose,
              project ?? say('consents.every_project'),
              say(states[state]),
              givenAt,
            ]),
          ),
      });
    });
  common(consents.command('withdraw'), 'riad consents withdraw cns_4fzq2m8pXk1a --reason "letter of 12 November"')
    .description(say('consents.withdraw'))
    .argument('<id>', say('consents.id'))
    .requiredOption('--reason <text>', say('consents.reason'))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConsentOptions>();
      await call(options, {
        method: 'consents.withdraw',
        parameters: { id, reason: options.reason },
        schema: z.null(),
        show: () => print(say('consents.gone', { id })),
      });
    });
}

function addGive(consents: Command): void {
  common(
    consents.command('give'),
    'riad consents give --purpose enrolment --subject AB123456 --evidence "form 12/2026" --source "civil registry"',
  )
    .description(say('consents.give'))
    .requiredOption('--purpose <purpose>', say('purposes.name'))
    .requiredOption('--subject <identifier>', say('consents.subject'))
    .requiredOption('--evidence <text>', say('consents.evidence'))
    .option('--project <name>', say('consents.project'))
    .option('--source <administration>', say('consents.source'))
    .option('--expires <time>', say('consents.expires'))
    .action(async (_options: unknown, command: Command) => {
      const { purpose, subject, evidence, project, source, expires, ...options } =
        command.optsWithGlobals<ConsentOptions>();
      await call(options, {
        method: 'consents.give',
        parameters: { purpose, subject, evidence, project, source, expiresAt: expires },
        schema: consentSchema,
        show: ({ id }) => {
          print(bold(id));
          print(say('consents.given', { id }));
        },
      });
    });
}

/** Options and example that all of them have. */
function common(command: Command, example: string): Command {
  return command
    .option('--by <person>', say('option.by'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText([example]));
}
