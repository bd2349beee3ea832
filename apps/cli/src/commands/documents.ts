import { resolve } from 'node:path';

import { addedDocumentsSchema, documentAnswerSchema, documentListSchema, searchResultSchema } from '@riad/server';
import type { Command } from 'commander';
import { z } from 'zod';

import { folderOf, type GlobalOptions } from '../context.ts';
import { callLocal, requireInstance } from '../local-client.ts';
import { bold, dim, exitCodes, formatBytes, print, printJson, printTable } from '../output.ts';
import { createProgressView } from '../progress.ts';

interface DocumentOptions extends GlobalOptions {
  readonly collection?: string;
  readonly json?: boolean;
  readonly wait?: boolean;
  readonly limit?: string;
  readonly model?: string;
}

export function addDocumentsCommand(program: Command): void {
  const documents = program.command('documents').description('add documents, search them, and ask them questions');
  addAdd(documents);
  addList(documents);
  addRemove(documents);
  addSearch(documents);
  addAsk(documents);
}

function addAdd(documents: Command): void {
  documents
    .command('add')
    .description(
      'read documents and make them searchable: PDF, DOCX, XLSX, PPTX, ODT, HTML, e-mail, CSV, Markdown, text, images',
    )
    .argument('<file...>')
    .option('--collection <name>', 'where to put them; made when it is missing (default: documents)')
    .option('--no-wait', 'return once they are stored; the work goes on in the server')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad documents add loi-55-19.pdf circulaires/*.docx --collection lois')
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

function describeAdded({
  name,
  state,
  pages,
  passages,
  quality,
  qualityProblems,
  problem,
  existed,
}: AddedDocument): string {
  if (problem !== null) return `${name}: ${problem.message}${problem.remedy === null ? '' : `\n  ${problem.remedy}`}`;
  const known = existed ? ' (it was there already)' : '';
  if (state !== 'ready') return `${name}: ${state}${known}`;
  const doubts = qualityProblems.length === 0 ? '' : `; ${qualityProblems.join(', ')}`;
  return `${name}: ${pages} ${pages === 1 ? 'page' : 'pages'}, ${passages} passages, quality ${Math.round((quality ?? 0) * 100)} %${doubts}${known}`;
}

function addList(documents: Command): void {
  documents
    .command('list')
    .description('documents with their state and quality')
    .option('--collection <name>', 'only this one')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad documents list --collection lois')
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
        ['ID', 'COLLECTION', 'NAME', 'STATE', 'PAGES', 'QUALITY', 'SIZE'],
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
    .description('delete a document with its passages, vectors and file')
    .argument('<document>', 'id, or name when only one has it')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad documents remove loi-55-19.pdf')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DocumentOptions>();
      await call(options, { method: 'documents.remove', parameters: { id }, schema: z.null() });
      if (options.json === true) printJson({ removed: id });
      else print(`${id} is removed.`);
    });
}

function addSearch(documents: Command): void {
  documents
    .command('search')
    .description('find passages, by words and by meaning, across languages')
    .argument('<question...>')
    .option('--collection <name>', 'only in this one')
    .option('--limit <n>', 'passages to show', '5')
    .option('--json', 'print a JSON object')
    .addHelpText('after', '\nExample:\n  riad documents search "délai de réponse de l’administration"')
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
      if (found.data.length === 0) print('Nothing was found.');
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
  return heading === '' ? `page ${page}` : `${heading}, page ${page}`;
}

function addAsk(documents: Command): void {
  documents
    .command('ask')
    .description('answer a question from the documents, every sentence with the place that supports it')
    .argument('<question...>')
    .option('--collection <name>', 'only from this one')
    .option('--model <name>', 'model (default: the server’s)')
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  riad documents ask "ما هو أجل جواب الإدارة؟"\n  riad documents ask --collection lois "Quel est le délai de réponse ?"',
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
    print('The documents do not answer this.');
    if (passages.length > 0) print(dim('Nearest passages:'));
    for (const passage of passages.slice(0, 3)) print(dim(`  ${passage.title ?? passage.name}, ${place(passage)}`));
    return;
  }
  const sources: string[] = [];
  for (const { text, supported, citations } of sentences) {
    const marks = citations.map(({ name, heading, page, quote }) => {
      sources.push(`${name}, ${place({ heading, page })}\n      « ${shorten(quote)} »`);
      return `[${sources.length}]`;
    });
    print(supported ? `${text} ${marks.join('')}` : `${text} ${dim('(no passage confirms this sentence)')}`);
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
