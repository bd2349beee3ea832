import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { authorityFormListSchema, printableDocumentSchema } from '@riad/server';
import { Option, type Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { print, printTable } from '../../output.ts';
import { call, type CommonOptions } from './call.ts';
import { printableFormats, printablePath, writePrintable } from './write-printable.ts';

type Language = 'fr' | 'ar';

/** `riad register export` and `register forms`: pages to print, to complete and to sign. Nothing is sent. */
export function addPrintableCommands(register: Command): void {
  addExport(register);
  addForms(register);
}

function addExport(register: Command): void {
  register
    .command('export')
    .description(say('register.export'))
    .argument('<file>', say('register.export_file'), printablePath)
    .addOption(languageOption())
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad register export registre.docx --language fr']))
    .action(async (file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly language: Language }>();
      const document = await call(options, {
        method: 'register.document',
        parameters: { language: options.language },
        schema: printableDocumentSchema,
        show: () => undefined,
      });
      await writePrintable(file, document);
      if (options.json !== true) print(say('printable.written', { file }));
    });
}

interface FormsOptions extends CommonOptions {
  readonly language: Language;
  readonly project?: string;
  readonly format: string;
  readonly out?: string;
}

function addForms(register: Command): void {
  register
    .command('forms')
    .description(say('register.forms'))
    .option('--project <name>', say('register.forms_project'))
    .addOption(languageOption())
    .addOption(new Option('--format <format>', say('register.forms_format')).choices(printableFormats).default('html'))
    .option('--out <folder>', say('register.forms_out'))
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText(
        ['riad register forms --out ./cndp --language fr', 'riad register forms --project default --json'],
        'register.forms_remark',
      ),
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<FormsOptions>();
      const { data } = await call(options, {
        method: 'register.forms',
        parameters: { language: options.language, project: options.project },
        schema: authorityFormListSchema,
        show: ({ data: forms }) =>
          printTable(
            [say('table.project'), say('table.form'), say('table.needed'), say('table.missing')],
            forms.map(({ project, kind, needed, document }) => [
              project,
              kind,
              say(needed ? 'register.needed' : 'register.not_needed'),
              String(document.missing.length),
            ]),
          ),
      });
      if (options.out === undefined) return;
      const folder = resolve(options.out);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const { project, kind, document } of data) {
        await writePrintable(
          join(folder, `${fileName(project)}-${kind}-${options.language}.${options.format}`),
          document,
        );
      }
      if (options.json !== true) print(say('printable.written', { file: folder }));
    });
}

function languageOption(): Option {
  return new Option('--language <language>', say('register.language')).choices(['fr', 'ar']).default('fr');
}

/** A project may be called anything. */
function fileName(project: string): string {
  return project.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 80);
}
