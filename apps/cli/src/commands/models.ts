import { resolve } from 'node:path';

import { modelListSchema, modelResultSchema, type Instance } from '@riad/server';
import type { Command } from 'commander';
import type { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { formatBytes, print, printJson, printTable } from '../output.ts';
import { createProgressView } from '../progress.ts';

interface ModelOptions extends GlobalOptions {
  readonly json?: boolean;
}

export function addModelsCommand(program: Command): void {
  const models = program.command('models').description('list, fetch, load and move models');
  addList(models);
  addNamed(models, {
    name: 'pull',
    description: 'fetch a model of the catalogue; an interrupted download resumes',
    done: 'is on disk',
  });
  addNamed(models, { name: 'load', description: 'load a model into memory', done: 'is loaded' });
  addNamed(models, { name: 'unload', description: 'free the memory of a model', done: 'is unloaded' });
  addNamed(models, { name: 'remove', description: 'delete a model from disk', done: 'is removed' });
  addImport(models);
  addExport(models);
}

function addList(models: Command): void {
  models
    .command('list')
    .description('models on disk and in the catalogue')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad models list')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const list = await callLocal(running(options), { method: 'models.list', schema: modelListSchema });
      if (options.json === true) {
        printJson(list);
        return;
      }
      printTable(
        ['MODEL', 'KIND', 'STATE', 'SIZE', 'LICENCE', 'SOURCE'],
        list.data.map((model) => [
          model.id,
          model.kind,
          model.state,
          formatBytes(model.bytes),
          model.licence,
          model.source ?? '',
        ]),
      );
    });
}

function addNamed(
  models: Command,
  command: { readonly name: string; readonly description: string; readonly done: string },
): void {
  models
    .command(command.name)
    .description(command.description)
    .argument('<model>', 'name, as shown by riad models list')
    .option('--json', 'print a JSON object')
    .addHelpText('after', `\nExample:\n  riad models ${command.name} qwen2.5-coder-1.5b-instruct`)
    .action(async (name: string, _options: unknown, action: Command) => {
      const options = action.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), `models.${command.name}`, { name });
      if (options.json === true) printJson(result);
      else print(`${result.id} ${command.done}.`);
    });
}

function addImport(models: Command): void {
  models
    .command('import')
    .description('add a model from a GGUF file or a folder made by riad models export')
    .argument('<path>')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad models import /media/usb/ministral-3-3b-instruct')
    .action(async (path: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), 'models.import', { path: resolve(path) });
      if (options.json === true) printJson(result);
      else print(`${result.id} is on disk.`);
    });
}

function addExport(models: Command): void {
  models
    .command('export')
    .description('write a model into a signed folder, to carry it to a machine without a network')
    .argument('<model>')
    .argument('<path>', 'folder to create')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad models export smollm2-135m-instruct /media/usb/smollm2')
    .action(async (...[name, path, , command]: [string, string, unknown, Command]) => {
      const options = command.optsWithGlobals<ModelOptions>();
      const result = await withProgress(running(options), 'models.export', { name, path: resolve(path) });
      if (options.json === true) printJson(result);
      else print(`${result.id} is in ${resolve(path)}.`);
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
