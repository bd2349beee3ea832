import { revealedSchema, revealGrantListSchema, revealGrantSchema } from '@riad/contracts';
import { vaultListSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { print, printJson, printTable } from '../output.ts';

interface VaultOptions extends GlobalOptions {
  readonly reason: string;
  readonly by?: string;
  readonly person?: string;
  readonly role?: string;
  readonly hours?: string;
  readonly json?: boolean;
}

/** What surrogates stand for. */
export function addVaultsCommand(program: Command): void {
  const vaults = program
    .command('vaults')
    .description('conversations whose values were replaced: list, forget, reveal');
  vaults
    .command('list')
    .description('list the conversations, without any value')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad vaults list')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const list = await callLocal(running(options), { method: 'vaults.list', schema: vaultListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        ['ID', 'SURROGATES', 'CREATED', 'FORGOTTEN ON'],
        list.data.map((vault) => [vault.id, String(vault.surrogates), vault.createdAt, vault.expiresAt]),
      );
    });
  vaults
    .command('forget')
    .description('destroy the values of a conversation; its surrogates stand for nothing any more')
    .argument('<id>', 'as riad vaults list shows it')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad vaults forget cnv_4fzq2m8pXk1a')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      await callLocal(running(options), { method: 'vaults.forget', parameters: { id }, schema: z.null() });
      if (options.json === true) printJson({ forgotten: id });
      else print(`The values of ${id} are destroyed.`);
    });
  vaults
    .command('reveal')
    .description('show what one surrogate stands for; recorded in the ledger with the reason')
    .argument('<id>', 'the conversation')
    .argument('<surrogate>', 'as it stands in the text: [[CIN_7QK]]')
    .requiredOption('--reason <text>', 'why; a reference, without personal data')
    .option('--by <person>', byHelp)
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      "\nExample:\n  riad vaults reveal cnv_4fzq2m8pXk1a '[[CIN_7QK]]' --reason 'access request 12/2026'",
    )
    .action(async (...[id, surrogate, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const { reason, by } = options;
      const revealed = await callLocal(running(options), {
        method: 'vaults.reveal',
        parameters: { id, surrogate, reason, by },
        schema: revealedSchema,
      });
      if (options.json === true) printJson(revealed);
      else print(revealed.value);
    });
  addGrants(vaults);
}

const byHelp = 'who does this: somebody of the console by e-mail, name or id, or other words for the record';

/** The right to see values in the console, given by somebody else and for a time. */
function addGrants(vaults: Command): void {
  vaults
    .command('grant')
    .description('let a person or a role see real values in the console for some hours; recorded in the ledger')
    .option('--person <person>', 'by e-mail, name or id')
    .option('--role <role>', 'everybody with this role: data-protection-officer, auditor …')
    .requiredOption('--hours <n>', 'for how long, at most 720')
    .requiredOption('--reason <text>', 'why; a reference, without personal data')
    .option('--by <person>', byHelp)
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  riad vaults grant --person dpo@example.ma --hours 8 --reason "complaint 12/2026"',
    )
    .action(async (_options: unknown, command: Command) => {
      const { person, role, hours, reason, by, ...options } = command.optsWithGlobals<VaultOptions>();
      const granted = await callLocal(running(options), {
        method: 'reveals.grant',
        parameters: { person, role, hours: Number(hours), reason, by },
        schema: revealGrantSchema,
      });
      if (options.json === true) printJson(granted);
      else
        print(`${granted.id} holds until ${granted.expiresAt}. Take it back with riad vaults withdraw ${granted.id}`);
    });
  vaults
    .command('grants')
    .description('who may see real values, until when')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad vaults grants')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const list = await callLocal(running(options), { method: 'reveals.list', schema: revealGrantListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        ['ID', 'TO', 'UNTIL', 'TAKEN BACK', 'BY', 'REASON'],
        list.data.map((row) => [
          row.id,
          row.person ?? `role ${row.role}`,
          row.expiresAt,
          row.revokedAt ?? '',
          row.grantedBy,
          row.reason,
        ]),
      );
    });
  vaults
    .command('withdraw')
    .description('take the right to see real values back at once')
    .argument('<id>', 'as riad vaults grants shows it')
    .option('--by <person>', byHelp)
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad vaults withdraw rvl_0123456789ab')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { by, ...options } = command.optsWithGlobals<VaultOptions>();
      await callLocal(running(options), { method: 'reveals.revoke', parameters: { id, by }, schema: z.null() });
      if (options.json === true) printJson({ withdrawn: id });
      else print(`${id} is taken back.`);
    });
}

function running(options: GlobalOptions) {
  return requireInstance(folderOf(options));
}
