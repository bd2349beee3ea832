import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

import { PlatformError } from '@riad/contracts';
import { dryRunSchema, policyCheckSchema, policyOutcomeSchema } from '@riad/contracts';
import { policyListSchema, policyShownSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { exitCodes, note, print, printJson, printTable } from '../output.ts';

interface PolicyOptions extends GlobalOptions {
  readonly project?: string;
  readonly by?: string;
  readonly last?: string;
  readonly json?: boolean;
}

/** What happens to personal data, as a document with versions. */
export function addPolicyCommand(program: Command): void {
  const policy = program
    .command('policy')
    .description('what happens to personal data: show, change and try out the policy');
  addShow(policy);
  addList(policy);
  addCheck(policy);
  addSet(policy);
  addDryRun(policy);
  addDecision(policy, 'approve', 'bring a weaker policy into force that another person has proposed');
  addDecision(policy, 'refuse', 'refuse a policy that waits for approval');
}

function sub(policy: Command, name: string, description: string): Command {
  return policy
    .command(name)
    .description(description)
    .option('--project <name>', "the project's own policy (default: the organisation's)")
    .option('--json', 'print a JSON object');
}

function addShow(policy: Command): void {
  sub(policy, 'show', 'print the policy in force, in the form that riad policy set takes')
    .addHelpText('after', '\nExample:\n  riad policy show > policy.yaml')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const shown = await ask(options, { method: 'policy.show', schema: policyShownSchema });
      if (options.json === true) return printJson(shown);
      print(shown.document.trimEnd());
      for (const problem of shown.problems) note(`riad: ${problem}; the one before it stays in force`);
      for (const version of shown.pending) note(`riad: version ${version} waits for a second person`);
    });
}

function addList(policy: Command): void {
  sub(policy, 'list', 'list the versions and who made them')
    .addHelpText('after', '\nExample:\n  riad policy list')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const list = await ask(options, { method: 'policy.list', schema: policyListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        ['VERSION', 'STATE', 'CREATED', 'BY', 'APPROVED BY'],
        list.data.map((row) => [String(row.version), row.state, row.createdAt, row.createdBy, row.approvedBy ?? '']),
      );
    });
}

function addCheck(policy: Command): void {
  sub(policy, 'check', 'say whether a policy can be read and what it would weaken; exit 3 when it weakens something')
    .argument('<file>', 'YAML or JSON')
    .addHelpText('after', '\nExample:\n  riad policy check policy.yaml')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const found = await ask(options, {
        method: 'policy.check',
        parameters: { text: read(file) },
        schema: policyCheckSchema,
      });
      if (found.weakenings.length > 0) process.exitCode = exitCodes.found;
      if (options.json === true) return printJson(found);
      print(`${file} can be read: ${found.rules} rules.`);
      printWeakenings(found.weakenings);
    });
}

function addSet(policy: Command): void {
  sub(policy, 'set', 'bring a policy into force; recorded in the ledger before it takes effect')
    .argument('<file>', 'YAML or JSON')
    .option('--by <person>', 'who decides (default: the user of this terminal)')
    .addHelpText('after', '\nExample:\n  riad policy set policy.yaml --by "protection officer"')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const outcome = await ask(options, {
        method: 'policy.set',
        parameters: { text: read(file), by: personOf(options) },
        schema: policyOutcomeSchema,
      });
      if (options.json === true) return printJson(outcome);
      if (outcome.state === 'in-force') print(`Version ${outcome.version} is in force.`);
      else print(`Version ${outcome.version} waits: a second person must approve what it weakens.`);
      printWeakenings(outcome.weakenings);
    });
}

function addDryRun(policy: Command): void {
  sub(policy, 'dry-run', 'what a policy would have done with recent requests; nothing is changed')
    .argument('<file>', 'YAML or JSON')
    .option('--last <n>', 'how many records of the ledger to look at', '1000')
    .addHelpText('after', '\nExample:\n  riad policy dry-run policy.yaml --last 5000')
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const run = await ask(options, {
        method: 'policy.dry-run',
        parameters: { text: read(file), last: Number(options.last) },
        schema: dryRunSchema,
      });
      if (options.json === true) return printJson(run);
      print(`${run.changed} of ${run.requests} recent requests would be treated differently.`);
      if (run.changes.length === 0) return;
      printTable(
        ['TYPE', 'WHERE', 'NOW', 'THEN', 'FINDINGS', 'REQUESTS'],
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
    .argument('<version>', 'as riad policy list shows it')
    .option('--by <person>', 'who decides (default: the user of this terminal)')
    .addHelpText('after', `\nExample:\n  riad policy ${name} 4 --by "head of IT"`)
    .action(async (version: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PolicyOptions>();
      const parameters = { version: Number(version), by: personOf(options) };
      const schema = name === 'approve' ? policyOutcomeSchema : z.null();
      const outcome = await ask<unknown>(options, { method: `policy.${name}`, parameters, schema });
      if (options.json === true) printJson(outcome ?? { refused: Number(version) });
      else print(`Version ${version} is ${name === 'approve' ? 'in force' : 'refused'}.`);
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
  print('It protects less than the one in force:');
  for (const weakening of weakenings) print(`  ${weakening}`);
}
