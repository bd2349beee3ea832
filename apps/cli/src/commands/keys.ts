import type { Command } from 'commander';
import { createdKeySchema, keyListSchema } from '@riad/server';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { integerBetween } from '../numbers.ts';
import { bold, print, printJson, printTable } from '../output.ts';

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
  const keys = program.command('keys').description('create, list and revoke API keys');
  addCreate(keys);
  addList(keys);
  addRevoke(keys);
}

function addCreate(keys: Command): void {
  keys
    .command('create')
    .description('create an API key; it is shown once')
    .requiredOption('--name <name>', 'what the key is for')
    .option('--project <name>', 'project it belongs to (default: the first project)')
    .option('--expires <duration>', 'how long it works: 12h, 30d, 1y (default: until revoked)')
    .option('--role <role>', 'what policies may tell apart (default: member)')
    .option('--requests-per-minute <n>', 'limit', atLeastOne)
    .option('--tokens-per-minute <n>', 'limit', atLeastOne)
    .option('--concurrent <n>', 'limit of requests at one time', atLeastOne)
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad keys create --name "reporting script" --expires 30d --json')
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
      print(
        `Key ${created.id} of project ${created.project}, ${expiry(created.expiresAt)}. It will not be shown again.`,
      );
    });
}

function addList(keys: Command): void {
  keys
    .command('list')
    .description('list the keys')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad keys list')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      const list = await callLocal(requireInstance(folderOf(options)), { method: 'keys.list', schema: keyListSchema });
      if (options.json === true) {
        printJson(list);
        return;
      }
      printTable(
        ['ID', 'NAME', 'PROJECT', 'BEGINS WITH', 'STATE', 'LAST USED'],
        list.data.map((key) => [
          key.id,
          key.name,
          key.project,
          key.hint,
          key.revokedAt === null ? expiry(key.expiresAt) : 'revoked',
          key.lastUsedAt ?? 'never',
        ]),
      );
    });
}

function addRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description('revoke a key; it stops working within a second')
    .argument('<id>', 'key id, as shown by riad keys list')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad keys revoke key_4fzq2m8p')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>();
      await callLocal(requireInstance(folderOf(options)), {
        method: 'keys.revoke',
        parameters: { id },
        schema: z.null(),
      });
      if (options.json === true) printJson({ revoked: id });
      else print(`Key ${id} is revoked.`);
    });
}

function expiry(expiresAt: string | null): string {
  return expiresAt === null ? 'does not expire' : `expires ${expiresAt}`;
}
