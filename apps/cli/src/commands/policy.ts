import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

import { PlatformError } from '@riad/contracts';
import { dryRunSchema, policyCheckSchema, policyOutcomeSchema } from '@riad/contracts';
import { policyListSchema, policyShownSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { helpText, say } from '../messages/say.ts';
import { exitCodes, note, print, printJson, printTable } from '../output.ts';

interface PolicyOptions extends GlobalOptions {
  readonly project?: string;
  readonly by?: string;
  readonly last?: string;
  readonly json?: boolean;
}

/** What happens to personal data, as a document with versions. */
export function addPolicyCommand(program: Command): void {
  const policy = program.command('policy').description(say('policy.about'));
  addShow(policy);
  addList(policy);
  addCheck(policy);
  addSet(policy);
  addDryRun(policy);
  addDecision(policy, 'approve', say('policy.approve'));
  addDecision(policy, 'refuse', say('policy.refuse'));
}

function sub(policy: Command, name: string, description: string): Command {
  return policy
    .command(name)
    .description(description)
    .option('--project <name>', say('policy.project'))
    .option('--json', say('option.json'));
}

function addShow(policy: Command): void {
  sub(policy, 'show', say('policy.show'))
    .addHelpText('after', helpText(['riad policy show > policy.yaml']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const shown = await ask(options, { method: 'policy.show', schema: policyShownSchema });
      if (options.json === true) return printJson(shown);
      print(shown.document.trimEnd());
      for (const problem of shown.problems) note(say('policy.stays', { problem }));
      for (const version of shown.pending) note(say('policy.waits', { version }));
    });
}

function addList(policy: Command): void {
  sub(policy, 'list', say('policy.list'))
    .addHelpText('after', helpText(['riad policy list']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const list = await ask(options, { method: 'policy.list', schema: policyListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        [say('table.version'), say('table.state'), say('table.created'), say('table.by'), say('table.approved_by')],
        list.data.map((row) => [String(row.version), row.state, row.createdAt, row.createdBy, row.approvedBy ?? '']),
      );
    });
}

function addCheck(policy: Command): void {
  sub(policy, 'check', say('policy.check'))
    .argument('<file>', say('policy.file'))
    .addHelpText('after', helpText(['riad policy check policy.yaml']))
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const found = await ask(options, {
        method: 'policy.check',
        parameters: { text: read(file) },
        schema: policyCheckSchema,
      });
      if (found.weakenings.length > 0) process.exitCode = exitCodes.found;
      if (options.json === true) return printJson(found);
      print(say('policy.readable', { file, count: found.rules }));
      printWeakenings(found.weakenings);
    });
}

function addSet(policy: Command): void {
  sub(policy, 'set', say('policy.set'))
    .argument('<file>', say('policy.file'))
    .option('--by <person>', say('policy.by'))
    .addHelpText('after', helpText(['riad policy set policy.yaml --by "protection officer"']))
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const outcome = await ask(options, {
        method: 'policy.set',
        parameters: { text: read(file), by: personOf(options) },
        schema: policyOutcomeSchema,
      });
      if (options.json === true) return printJson(outcome);
      print(say(outcome.state === 'in-force' ? 'policy.in_force' : 'policy.waiting', { version: outcome.version }));
      printWeakenings(outcome.weakenings);
    });
}

function addDryRun(policy: Command): void {
  sub(policy, 'dry-run', say('policy.dry_run'))
    .argument('<file>', say('policy.file'))
    .option('--last <n>', say('policy.last'), '1000')
    .addHelpText('after', helpText(['riad policy dry-run policy.yaml --last 5000']))
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const run = await ask(options, {
        method: 'policy.dry-run',
        parameters: { text: read(file), last: Number(options.last) },
        schema: dryRunSchema,
      });
      if (options.json === true) return printJson(run);
      print(say('policy.changed', { changed: run.changed, requests: run.requests }));
      if (run.changes.length === 0) return;
      printTable(
        [
          say('table.type'),
          say('table.where'),
          say('table.now'),
          say('table.then'),
          say('table.findings'),
          say('table.requests'),
        ],
        run.changes.map((row) => [
          row.type,
          row.location,
          row.before,
          row.after,
          String(row.findings),
          String(row.requests),
        ]),
      );
    });
}

function addDecision(policy: Command, name: 'approve' | 'refuse', description: string): void {
  sub(policy, name, description)
    .argument('<version>', say('policy.version'))
    .option('--by <person>', say('policy.by'))
    .addHelpText('after', helpText([`riad policy ${name} 4 --by "head of IT"`]))
    .action(async (version: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const parameters = { version: Number(version), by: personOf(options) };
      const schema = name === 'approve' ? policyOutcomeSchema : z.null();
      const outcome = await ask<unknown>(options, { method: `policy.${name}`, parameters, schema });
      if (options.json === true) printJson(outcome ?? { refused: Number(version) });
      else print(say(name === 'approve' ? 'policy.in_force' : 'policy.refused', { version }));
    });
}

interface Question<T> {
  readonly method: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
}

function ask<T>(options: PolicyOptions, { method, parameters = {}, schema }: Question<T>): Promise<T> {
  const { project } = options;
  return callLocal(requireInstance(folderOf(options)), { method, parameters: { ...parameters, project }, schema });
}

function personOf({ by }: PolicyOptions): string {
  return by ?? process.env['SUDO_USER'] ?? userInfo().username;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new PlatformError('policy.invalid', `${file} cannot be read`, { cause: error, field: 'file' });
  }
}

function printWeakenings(weakenings: readonly string[]): void {
  if (weakenings.length === 0) return;
  print(say('policy.weaker'));
  for (const weakening of weakenings) print(`  ${weakening}`);
}
