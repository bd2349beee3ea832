import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { extractDocument, defaultExtractionLimits } from '@riad/knowledge';

import type { Truth } from './score.ts';

/** A page that was written as HTML and printed to PDF. */
export interface PrintedPage {
  readonly name: string;
  readonly printer: 'chromium' | 'libreoffice';
  readonly file: string;
  readonly truth: Truth;
}

const folder = fileURLToPath(new URL('pages/', import.meta.url));

/** Read off each page's source by hand: what must come out letter for letter. */
const identifiers: Readonly<Record<string, readonly string[]>> = {
  'letter-ar': [
    'AB123456',
    '55.19',
    '(CNIE)',
    '1.250,00',
    'service-public.ma',
    'contact@commune-exemple.ma',
    '0537-00-11-22',
    '09-08',
    '2.22.431',
    '98,5%',
    '(30)',
    '12 مارس 2026',
  ],
  'memo-fr': [
    'n° 14/2026',
    '09-08',
    '2-09-165',
    '12 500,00 DH',
    'dsi@ministere-exemple.ma',
    '+212 537 68 00 00',
    '001524628000078',
    'DOS-2026/0419-B',
    'ⵜⴰⵎⴰⵡⴰⵙⵜ ⵏ ⵓⵎⵓⵔ',
  ],
  'columns-ar': ['7412', 'idarati.ma', '2027', '113.14'],
  'columns-fr': ['n° 7412', 'idarati.ma', '1er janvier 2027'],
  'table-ar': ['20,00', '1.500,00', '150,00', '75,00'],
  'table-fr': ['20,00 DH', '1 500,00 DH', '150,00 DH', '75,00 DH', '(CNIE)'],
};

export async function printedPages(): Promise<readonly PrintedPage[]> {
  const pages: PrintedPage[] = [];
  for (const source of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
    const name = source.replace('.html', '');
    const { pages: read } = await extractDocument({
      bytes: readFileSync(folder + source),
      name: source,
      limits: defaultExtractionLimits,
    });
    const blocks = read.flatMap((page) => page.blocks);
    const truth = {
      text: blocks.map(({ text }) => text).join('\n'),
      identifiers: identifiers[name] ?? [],
      rows: blocks.find(({ kind }) => kind === 'table')?.rows ?? [],
    };
    for (const printer of ['chromium', 'libreoffice'] as const) {
      const file = `${folder}${name}.${printer}.pdf`;
      if (existsSync(file)) pages.push({ name, printer, file, truth });
    }
  }
  return pages;
}
