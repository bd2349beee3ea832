import { resolve } from 'node:path';

import { addedDocumentsSchema, documentAnswerSchema, documentListSchema, searchResultSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { bold, dim, exitCodes, formatBytes, print, printJson, printTable } from '../output.ts';
import { helpText, say } from '../messages/say.ts';
import { createProgressView } from '../progress.ts';

interface DocumentOptions extends GlobalOptions {
  readonly collection?: string;
  readonly json?: boolean;
  readonly wait?: boolean;
  readonly limit?: string;
  readonly model?: string;
}

export function addDocumentsCommand(program: Command): void {
  const documents = program.command('documents').description(say('documents.about'));
  addAdd(documents);
  addList(documents);
  addRemove(documents);
  addSearch(documents);
  addAsk(documents);
}

function addAdd(documents: Command): void {
  documents
    .command('add')
    .description(say('documents.add'))
    .argument('<file...>')
    .option('--collection <name>', say('documents.into'))
    .option('--no-wait', say('documents.no_wait'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad documents add loi-55-19.pdf circulaires/*.docx --collection lois']))
    .action(async (files: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      const added = await call(options, {
        method: 'documents.add',
        parameters: {
          paths: files.map((file) => resolve(file)),
          collection: options.collection,
          wait: options.wait !== false,
        },
        schema: addedDocumentsSchema,
      });
      if (added.data.some(({ state }) => state === 'failed')) process.exitCode = exitCodes.failed;
      if (options.json === true) {
        printJson(added);
        return;
      }
      for (const document of added.data) print(describeAdded(document));
    });
}

type AddedDocument = z.infer<typeof addedDocumentsSchema>['data'][number];

function describeAdded(document: AddedDocument): string {
  const { name, state, pages, passages, quality, qualityProblems, problem, existed, reliable } = document;
  if (state === 'failed' && problem !== null)
    return [`${name}: ${problem.message}`, problem.remedy].filter((line) => line !== null).join('\n  ');
  const shown =
    state === 'ready' || state === 'indexing'
      ? say('documents.added', { name, pages, passages, quality: Math.round((quality ?? 0) * 100) })
      : `${name}: ${state}`;
  const known = existed ? ` (${say('documents.existed')})` : '';
  const waiting = problem === null ? '' : `\n  ${say('documents.waiting', { problem: problem.message })}`;
  const doubt = reliable ? '' : `\n  ${say('documents.unreliable', { problems: qualityProblems.join(', ') })}`;
  return shown + known + waiting + doubt;
}

function addList(documents: Command): void {
  documents
    .command('list')
    .description(say('documents.list'))
    .option('--collection <name>', say('documents.only'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad documents list --collection lois']))
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      const list = await call(options, {
        method: 'documents.list',
        parameters: { collection: options.collection },
        schema: documentListSchema,
      });
      if (options.json === true) {
        printJson(list);
        return;
      }
      printTable(
        [
          say('table.id'),
          say('table.collection'),
          say('table.name'),
          say('table.state'),
          say('table.pages'),
          say('table.quality'),
          say('table.size'),
        ],
        list.data.map((document) => [
          document.id,
          document.collection,
          document.name,
          document.problem === null ? document.state : `failed: ${document.problem.message}`,
          String(document.pages),
          document.quality === null ? '' : `${Math.round(document.quality * 100)} %`,
          formatBytes(document.bytes),
        ]),
      );
    });
}

function addRemove(documents: Command): void {
  documents
    .command('remove')
    .description(say('documents.remove'))
    .argument('<document>', say('documents.id'))
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad documents remove loi-55-19.pdf']))
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      await call(options, { method: 'documents.remove', parameters: { id }, schema: z.null() });
      if (options.json === true) printJson({ removed: id });
      else print(say('documents.removed', { name: id }));
    });
}

function addSearch(documents: Command): void {
  documents
    .command('search')
    .description(say('documents.search'))
    .argument('<question...>')
    .option('--collection <name>', say('documents.only'))
    .option('--limit <n>', say('documents.limit'), '5')
    .option('--json', say('option.json'))
    .addHelpText('after', helpText(['riad documents search "délai de réponse de l’administration"']))
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      const found = await call(options, {
        method: 'documents.search',
        parameters: { text: words.join(' '), collection: options.collection, limit: Number(options.limit) },
        schema: searchResultSchema,
      });
      if (options.json === true) {
        printJson(found);
        return;
      }
      if (found.data.length === 0) print(say('documents.nothing'));
      for (const [index, passage] of found.data.entries()) {
        print(bold(`${index + 1}. ${passage.title ?? passage.name}, ${place(passage)}`));
        print(`   ${shorten(passage.text)}`);
      }
    });
}

const SHOWN = 300;

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}

function place({ heading, page }: { readonly heading: string; readonly page: number }): string {
  const where = say('documents.page', { page });
  return heading === '' ? where : `${heading}, ${where}`;
}

function addAsk(documents: Command): void {
  documents
    .command('ask')
    .description(say('documents.ask'))
    .argument('<question...>')
    .option('--collection <name>', say('documents.only'))
    .option('--model <name>', say('documents.model'))
    .option('--json', say('option.json'))
    .addHelpText(
      'after',
      helpText([
        'riad documents ask "ما هو أجل جواب الإدارة؟"',
        'riad documents ask --collection lois "Quel est le délai de réponse ?"',
      ]),
    )
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      const answer = await call(options, {
        method: 'documents.ask',
        parameters: { text: words.join(' '), collection: options.collection, model: options.model },
        schema: documentAnswerSchema,
      });
      if (options.json === true) printJson(answer);
      else printAnswer(answer);
    });
}

function printAnswer({ status, sentences, passages }: z.infer<typeof documentAnswerSchema>): void {
  if (status === 'not_in_documents') {
    print(say('documents.not_in'));
    if (passages.length > 0) print(dim(say('documents.nearest')));
    for (const passage of passages.slice(0, 3)) print(dim(`  ${passage.title ?? passage.name}, ${place(passage)}`));
    return;
  }
  const sources: string[] = [];
  for (const { text, supported, citations } of sentences) {
    const marks = citations.map(({ name, heading, page, quote }) => {
      sources.push(`${name}, ${place({ heading, page })}\n      « ${shorten(quote)} »`);
      return `[${sources.length}]`;
    });
    print(supported ? `${text} ${marks.join('')}` : `${text} ${dim(say('documents.unconfirmed'))}`);
  }
  print();
  for (const [index, source] of sources.entries()) print(dim(`  [${index + 1}] ${source}`));
}

async function call<T>(
  options: DocumentOptions,
  request: {
    readonly method: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly schema: z.ZodType<T>;
  },
): Promise<T> {
  const progress = createProgressView();
  try {
    return await callLocal(requireInstance(folderOf(options)), request, {
      onProgress: (step) => progress.show({ message: '', ...step }),
    });
  } finally {
    progress.finish();
  }
}
