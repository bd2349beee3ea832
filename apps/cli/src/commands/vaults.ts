import { revealedSchema, vaultListSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { print, printJson, printTable } from '../output.ts';

interface VaultOptions extends GlobalOptions {
  readonly reason: string;
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
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      "\nExample:\n  riad vaults reveal cnv_4fzq2m8pXk1a '[[CIN_7QK]]' --reason 'access request 12/2026'",
    )
    .action(async (...[id, surrogate, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<VaultOptions>();
      const { reason } = options;
      const revealed = await callLocal(running(options), {
        method: 'vaults.reveal',
        parameters: { id, surrogate, reason },
        schema: revealedSchema,
      });
      if (options.json === true) printJson(revealed);
      else print(revealed.value);
    });
}

function running(options: GlobalOptions) {
  return requireInstance(folderOf(options));
}
