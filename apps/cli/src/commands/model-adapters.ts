import { resolve } from 'node:path';

import { adapterListSchema, adapterSchema } from '@riad/server';
import type { Command } from 'commander';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { helpText, say } from '../messages/say.ts';
import { formatBytes, print, printJson, printTable } from '../output.ts';

interface AdapterOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `riad models adapters`: LoRA files beside the models they were trained on. */
export function addAdaptersCommand(models: Command): void {
  const adapters = models.command('adapters').description(say('adapters.about'));
  addAdd(adapters);
  addList(adapters);
  addRemove(adapters);
}

function addAdd(adapters: Command): void {
  adapters
    .command('add')
    .description(say('adapters.add'))
    .argument('<model>', say('models.name'))
    .argument('<name>', say('adapters.new_name'))
    .argument('<path>', say('adapters.path'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models adapters add smollm2-135m-instruct letters ./letters-lora.gguf']))
    .action(async (...[base, name, path, , command]: [string, string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<AdapterOptions>();
      const parameters = { base, name, path: resolve(path) };
      const added = await callLocal(requireInstance(folderOf(options)), {
        method: 'models.adapters.add',
        parameters,
        schema: adapterSchema,
      });
      if (options.json === true) printJson(added);
      else print(say('adapters.added', { adapter: added.id }));
    });
}

function addList(adapters: Command): void {
  adapters
    .command('list')
    .description(say('adapters.list'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models adapters list']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<AdapterOptions>();
      const list = await callLocal(requireInstance(folderOf(options)), {
        method: 'models.adapters.list',
        schema: adapterListSchema,
      });
      if (options.json === true) printJson(list);
      else
        printTable(
          [say('table.model'), say('table.size'), say('table.source')],
          list.data.map(({ id, bytes, source }) => [id, formatBytes(bytes), source]),
        );
    });
}

function addRemove(adapters: Command): void {
  adapters
    .command('remove')
    .description(say('adapters.remove'))
    .argument('<adapter>', say('adapters.name'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models adapters remove smollm2-135m-instruct:letters']))
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<AdapterOptions>();
      const removed = await callLocal(requireInstance(folderOf(options)), {
        method: 'models.adapters.remove',
        parameters: { name },
        schema: adapterSchema,
      });
      if (options.json === true) printJson(removed);
      else print(say('models.removed', { model: removed.id }));
    });
}
