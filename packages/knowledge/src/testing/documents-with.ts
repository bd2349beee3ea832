import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { FoundPassage, PlacedSentence } from '@riad/contracts';
import { makeId } from '@riad/contracts';
import { splitSentences } from '@riad/language';
import { strToU8, zipSync } from 'fflate';

import { extractDocument } from '../extract/extract-document.ts';
import type { ExtractedDocument } from '../extract/document.ts';
import { defaultExtractionLimits, type ExtractionLimits } from '../extract/limits.ts';

export const limits = defaultExtractionLimits;

export function fixture(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`files/${name}`, import.meta.url)));
}

/** A page that was printed to PDF for the benchmark of extraction. */
export function printedPage(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../../../../bench/extract/pages/${name}`, import.meta.url)));
}

export function extract(
  bytes: Uint8Array | string,
  name: string,
  own: Partial<ExtractionLimits> = {},
): Promise<ExtractedDocument> {
  return extractDocument({
    bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes,
    name,
    limits: { ...limits, ...own },
  });
}

export function textOf(document: ExtractedDocument): string {
  return document.pages.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join('\n');
}

export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

export function docx(body: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  const document = `<?xml version="1.0"?>${body.startsWith('<!DOCTYPE') ? body : `<w:document><w:body>${body}</w:body></w:document>`}`;
  return zip({ 'word/document.xml': document, ...more });
}

/** A PDF of so many empty pages. */
export function pdfOfPages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ');
  const objects = [
    `1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj`,
    `2 0 obj<</Type/Pages/Count ${count}/Kids[${kids}]>>endobj`,
  ];
  for (let index = 0; index < count; index++)
    objects.push(`${index + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj`);
  let body = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const object of objects) {
    offsets.push(body.length);
    body += `${object}\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return strToU8(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`,
  );
}

/** A passage as a search finds it. */
export function passageWith(text: string, own: Partial<FoundPassage> = {}): FoundPassage {
  return {
    passageId: '1',
    documentId: makeId('doc', 'a'),
    collectionId: makeId('col', 'a'),
    documentName: 'loi.pdf',
    documentTitle: null,
    quality: 1,
    ordinal: 0,
    heading: '',
    text,
    page: 1,
    sentences: splitSentences(text).map(({ start, end }): PlacedSentence => ({ start, end, page: 1, boxes: [] })),
    references: [],
    ...own,
  };
}
