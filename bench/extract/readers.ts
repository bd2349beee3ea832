import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { defaultExtractionLimits, extractDocument, openPdf } from '@riad/knowledge';

export interface Reading {
  readonly text: string;
  readonly rows?: readonly (readonly string[])[];
}

export interface Reader {
  readonly name: string;
  read(file: string): Promise<Reading>;
}

/** Riad and whichever peers can be had, each named. */
export async function allReaders(): Promise<readonly Reader[]> {
  return [riad, pdfiumAlone, ...pdftotext(), ...(await pdfjs())];
}

const riad: Reader = {
  name: 'Riad',
  async read(file) {
    const { pages } = await extractDocument({ bytes: readFileSync(file), name: file, limits: defaultExtractionLimits });
    const blocks = pages.flatMap((page) => page.blocks);
    const table = blocks.find(({ kind }) => kind === 'table');
    return {
      text: blocks.map(({ text }) => text).join('\n'),
      ...(table?.rows === undefined ? {} : { rows: table.rows }),
    };
  },
};

/** Its characters in its own order, without our repair. */
const pdfiumAlone: Reader = {
  name: 'PDFium alone',
  async read(file) {
    const opened = await openPdf(readFileSync(file));
    const texts = Array.from({ length: opened.pageCount }, (_, index) => opened.page(index).ownText());
    opened.close();
    return { text: texts.join('\n') };
  },
};

function pdftotext(): readonly Reader[] {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
  } catch {
    return [];
  }
  return [
    {
      name: 'pdftotext',
      read: async (file) => ({ text: execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }) }),
    },
  ];
}

const PDFJS = '6.5.438';

/** Installed beside the other peers, never into this repository. */
async function pdfjs(): Promise<readonly Reader[]> {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'riad-bench/pdfjs');
  const main = join(folder, 'node_modules/pdfjs-dist/legacy/build/pdf.mjs');
  try {
    if (!existsSync(main)) {
      mkdirSync(folder, { recursive: true });
      execFileSync(
        'npm',
        ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `pdfjs-dist@${PDFJS}`],
        { stdio: 'ignore' },
      );
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a package outside this repository
    const library = (await import(pathToFileURL(main).href)) as PdfJs;
    return [{ name: `pdf.js ${PDFJS}`, read: async (file) => ({ text: await textByPdfJs(library, file) }) }];
  } catch {
    return [];
  }
}

interface PdfJs {
  getDocument(options: { readonly data: Uint8Array; readonly verbosity: number }): {
    readonly promise: Promise<{
      readonly numPages: number;
      getPage(number: number): Promise<{
        getTextContent(): Promise<{ readonly items: readonly { readonly str?: string; readonly hasEOL?: boolean }[] }>;
      }>;
    }>;
  };
}

async function textByPdfJs({ getDocument }: PdfJs, file: string): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    for (const { str = '', hasEOL = false } of items) text += str + (hasEOL ? '\n' : '');
  }
  return text;
}
