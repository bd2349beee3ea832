import type { Command } from 'commander';
import { createdKeySchema, keyListSchema } from '@riad/server';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { integerBetween } from '../numbers.ts';
import { bold, print, printJson, printTable } from '../output.ts';
import { helpText, say } from '../messages/say.ts';

interface CreateOptions extends GlobalOptions {
  readonly name: string;
  readonly project?: string;
  readonly expires?: string;
  readonly role?: string;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrent?: number;
  readonly json?: boolean;
}

const atLeastOne = integerBetween(1, Number.MAX_SAFE_INTEGER);

export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description(say('keys.about'));
  addCreate(keys);
  addList(keys);
  addRevoke(keys);
}

function addCreate(keys: Command): void {
  keys
    .command('create')
    .description(say('keys.create'))
    .requiredOption('--name <name>', say('keys.name'))
    .option('--project <name>', say('keys.project'))
    .option('--expires <duration>', say('keys.expires'))
    .option('--role <role>', say('keys.role'))
    .option('--requests-per-minute <n>', say('keys.requests'), atLeastOne)
    .option('--tokens-per-minute <n>', say('keys.tokens'), atLeastOne)
    .option('--concurrent <n>', say('keys.concurrent'), atLeastOne)
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad keys create --name "reporting script" --expires 30d --json']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CreateOptions>();
      const created = await callLocal(requireInstance(folderOf(options)), {
        method: 'keys.create',
        parameters: {
          name: options.name,
          project: options.project,
          expires: options.expires,
          role: options.role,
          limits: {
            requestsPerMinute: options.requestsPerMinute,
            tokensPerMinute: options.tokensPerMinute,
            concurrentRequests: options.concurrent,
          },
        },
        schema: createdKeySchema,
      });
      if (options.json === true) {
        printJson(created);
        return;
      }
      print(bold(created.key));
      const { id, project, expiresAt } = created;
      print(say('keys.created', { id, project, expiry: expiry(expiresAt) }));
    });
}

function addList(keys: Command): void {
  keys
    .command('list')
    .description(say('keys.list'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad keys list']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const list = await callLocal(requireInstance(folderOf(options)), { method: 'keys.list', schema: keyListSchema });
      if (options.json === true) {
        printJson(list);
        return;
      }
      printTable(
        [
          say('table.id'),
          say('table.name'),
          say('table.project'),
          say('table.begins'),
          say('table.state'),
          say('table.last_used'),
        ],
        list.data.map((key) => [
          key.id,
          key.name,
          key.project,
          key.hint,
          key.revokedAt === null ? expiry(key.expiresAt) : say('keys.state_revoked'),
          key.lastUsedAt ?? say('keys.never_used'),
        ]),
      );
    });
}

function addRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description(say('keys.revoke'))
    .argument('<id>', say('keys.id'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad keys revoke key_4fzq2m8p']))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await callLocal(requireInstance(folderOf(options)), {
        method: 'keys.revoke',
        parameters: { id },
        schema: z.null(),
      });
      if (options.json === true) printJson({ revoked: id });
      else print(say('keys.revoked', { id }));
    });
}

function expiry(expiresAt: string | null): string {
  return expiresAt === null ? say('keys.never_expires') : say('keys.expires_at', { when: expiresAt });
}
