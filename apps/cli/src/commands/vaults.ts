import { revealedSchema, revealGrantListSchema, revealGrantSchema } from '@riad/contracts';
import { vaultListSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { helpText, say } from '../messages/say.ts';
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
  const vaults = program.command('vaults').description(say('vaults.about'));
  vaults
    .command('list')
    .description(say('vaults.list'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad vaults list']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const list = await callLocal(running(options), { method: 'vaults.list', schema: vaultListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        [say('table.id'), say('table.surrogates'), say('table.created'), say('table.forgotten')],
        list.data.map((vault) => [vault.id, String(vault.surrogates), vault.createdAt, vault.expiresAt]),
      );
    });
  vaults
    .command('forget')
    .description(say('vaults.forget'))
    .argument('<id>', say('vaults.id'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad vaults forget cnv_4fzq2m8pXk1a']))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      await callLocal(running(options), { method: 'vaults.forget', parameters: { id }, schema: z.null() });
      if (options.json === true) printJson({ forgotten: id });
      else print(say('vaults.forgotten', { id }));
    });
  vaults
    .command('reveal')
    .description(say('vaults.reveal'))
    .argument('<id>', say('vaults.conversation'))
    .argument('<surrogate>', say('vaults.surrogate'))
    .requiredOption('--reason <text>', say('vaults.reason'))
    .option('--by <person>', byHelp)
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(["riad vaults reveal cnv_4fzq2m8pXk1a '[[CIN_7QK]]' --reason 'access request 12/2026'"]),
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

const byHelp = say('option.person_by');

/** The right to see values in the console, given by somebody else and for a time. */
function addGrants(vaults: Command): void {
  vaults
    .command('grant')
    .description(say('vaults.grant'))
    .option('--person <person>', say('vaults.person'))
    .option('--role <role>', say('vaults.role'))
    .requiredOption('--hours <n>', say('vaults.hours'))
    .requiredOption('--reason <text>', say('vaults.reason'))
    .option('--by <person>', byHelp)
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(['riad vaults grant --person dpo@example.ma --hours 8 --reason "complaint 12/2026"']),
    )
    .action(async (_options: unknown, command: Command) => {
      const { person, role, hours, reason, by, ...options } = command.optsWithGlobals<VaultOptions>();
      const granted = await callLocal(running(options), {
        method: 'reveals.grant',
        parameters: { person, role, hours: Number(hours), reason, by },
        schema: revealGrantSchema,
      });
      if (options.json === true) printJson(granted);
      else print(say('vaults.granted', { id: granted.id, until: granted.expiresAt }));
    });
  vaults
    .command('grants')
    .description(say('vaults.grants'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad vaults grants']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const list = await callLocal(running(options), { method: 'reveals.list', schema: revealGrantListSchema });
      if (options.json === true) return printJson(list);
      printTable(
        [
          say('table.id'),
          say('table.to'),
          say('table.until'),
          say('table.taken_back'),
          say('table.by'),
          say('table.reason'),
        ],
        list.data.map((row) => [
          row.id,
          row.person ?? say('vaults.to_role', { role: row.role ?? '' }),
          row.expiresAt,
          row.revokedAt ?? '',
          row.grantedBy,
          row.reason,
        ]),
      );
    });
  vaults
    .command('withdraw')
    .description(say('vaults.withdraw'))
    .argument('<id>', say('vaults.grant_id'))
    .option('--by <person>', byHelp)
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad vaults withdraw rvl_0123456789ab']))
    .action(async (id: string, _options: unknown, command: Command) => {
      const { by, ...options } = command.optsWithGlobals<VaultOptions>();
      await callLocal(running(options), { method: 'reveals.revoke', parameters: { id, by }, schema: z.null() });
      if (options.json === true) printJson({ withdrawn: id });
      else print(say('vaults.withdrawn', { id }));
    });
}

function running(options: GlobalOptions) {
  return requireInstance(folderOf(options));
}
