import { resolve } from 'node:path';

import { modelListSchema, modelResultSchema, type Instance } from '@riad/server';
import type { Command } from 'commander';
import type { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { formatBytes, print, printJson, printTable } from '../output.ts';
import { createProgressView } from '../progress.ts';
import type { MessageKey } from '../messages/en.ts';
import { addAdaptersCommand } from './model-adapters.ts';
import { shownSpeed } from '../shown-speed.ts';
import { helpText, say } from '../messages/say.ts';

interface ModelOptions extends GlobalOptions {
  readonly json?: boolean;
}

export function addModelsCommand(program: Command): void {
  const models = program.command('models').description(say('models.about'));
  addList(models);
  addNamed(models, {
    name: 'pull',
    description: say('models.pull'),
    done: 'models.pulled',
  });
  addNamed(models, { name: 'load', description: say('models.load'), done: 'models.loaded' });
  addNamed(models, { name: 'unload', description: say('models.unload'), done: 'models.unloaded' });
  addNamed(models, { name: 'remove', description: say('models.remove'), done: 'models.removed' });
  addImport(models);
  addExport(models);
  addAdaptersCommand(models);
}

function addList(models: Command): void {
  models
    .command('list')
    .description(say('models.list'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models list']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const list = await callLocal(running(options), { method: 'models.list', schema: modelListSchema });
      if (options.json === true) {
        printJson(list);
        return;
      }
      printTable(
        [
          say('table.model'),
          say('table.kind'),
          say('table.state'),
          say('table.size'),
          say('table.memory'),
          say('table.speed'),
          say('table.licence'),
          say('table.source'),
        ],
        list.data.map((model) => [
          model.id,
          model.kind,
          model.state,
          formatBytes(model.bytes),
          model.memoryBytes === 0 ? '' : formatBytes(model.memoryBytes),
          shownSpeed(model),
          model.licence,
          model.source ?? '',
        ]),
      );
    });
}

function addNamed(
  models: Command,
  command: { readonly name: string; readonly description: string; readonly done: MessageKey },
): void {
  models
    .command(command.name)
    .description(command.description)
    .argument('<model>', say('models.name'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText([`riad models ${command.name} qwen2.5-coder-1.5b-instruct`]))
    .action(async (name: string, _options: unknown, action: Command) => {
      const options = action.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), `models.${command.name}`, { name });
      if (options.json === true) printJson(result);
      else print(say(command.done, { model: result.id }));
    });
}

function addImport(models: Command): void {
  models
    .command('import')
    .description(say('models.import'))
    .argument('<path>', say('models.path'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models import /media/usb/ministral-3-3b-instruct']))
    .action(async (path: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), 'models.import', { path: resolve(path) });
      if (options.json === true) printJson(result);
      else print(say('models.pulled', { model: result.id }));
    });
}

function addExport(models: Command): void {
  models
    .command('export')
    .description(say('models.export'))
    .argument('<model>', say('models.name'))
    .argument('<path>', say('models.new_folder'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad models export smollm2-135m-instruct /media/usb/smollm2']))
    .action(async (...[name, path, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), 'models.export', { name, path: resolve(path) });
      if (options.json === true) printJson(result);
      else print(say('models.exported', { model: result.id, path: resolve(path) }));
    });
}

function running(options: GlobalOptions): Instance {
  return requireInstance(folderOf(options));
}

async function withProgress(
  instance: Instance,
  method: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<z.infer<typeof modelResultSchema>> {
  const progress = createProgressView();
  try {
    return await callLocal(
      instance,
      { method, parameters, schema: modelResultSchema },
      { onProgress: (step) => progress.show({ message: '', ...step }) },
    );
  } finally {
    progress.finish();
  }
}
