import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';

import { docx, extract, fixture, limits, pdfOfPages, printedPage, textOf, zip } from '../../testing/documents-with.ts';
import type { ExtractionLimits } from '../limits.ts';
import { findTesseract } from '../ocr/tesseract.ts';
import { extractApart } from './extract-apart.ts';

const apart = (bytes: Uint8Array, name: string, own: Partial<ExtractionLimits> = {}) =>
  extractApart({ bytes, name, limits: { ...limits, ...own } });
const letter = printedPage('letter-ar.chromium.pdf');

const refusals: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['a PDF with a password', 'document.encrypted', () => apart(fixture('encrypted.pdf'), 'a.pdf')],
  ['a PDF cut short', 'document.damaged', () => apart(letter.subarray(0, 900), 'a.pdf')],
  ['a PDF of nothing', 'document.damaged', () => apart(strToU8('%PDF-1.7\n%%EOF'), 'a.pdf')],
  ['a PDF without pages', 'document.damaged', () => apart(pdfOfPages(0), 'a.pdf')],
  ['a PDF of ten thousand pages', 'document.too_large', () => apart(pdfOfPages(10_000), 'a.pdf')],
  [
    'a document that unpacks to far more than it is',
    'document.too_large',
    () => apart(zipSync({ 'word/document.xml': new Uint8Array(3_000_000) }), 'a.docx', { maxUnpackedBytes: 1_000_000 }),
  ],
  ['elements within elements without end', 'document.damaged', () => apart(docx('<w:p>'.repeat(100_000)), 'a.docx')],
  ['an archive of other things', 'document.unsupported', () => apart(zip({ 'a.exe': 'MZ' }), 'a.docx')],
  ['a program', 'document.unsupported', () => apart(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]), 'a.txt')],
  ['an old Word file', 'document.unsupported', () => apart(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'a.doc')],
  ['a document that takes too long', 'document.too_slow', () => apart(letter, 'a.pdf', { timeoutMs: 1 })],
  [
    'a document that takes too much memory',
    'document.too_large',
    () => apart(pdfOfPages(4000), 'a.pdf', { memoryBytes: 40 * 1024 * 1024 }),
  ],
  [
    'more text than is kept',
    'document.too_large',
    () => apart(strToU8('mot '.repeat(1000)), 'a.txt', { maxText: 100 }),
  ],
];

test.each(refusals)('%s is refused as %s, in a process of its own', async (_name, code, read) => {
  await expect(read()).rejects.toMatchObject({ code });
});

test('a file is read for what it is, not for what it is called', async () => {
  const document = await apart(letter, 'letter.docx');
  expect(document.format).toBe('pdf');
});

test('entities that a document defines are not resolved, and no file is read for them', async () => {
  const body =
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa">]><w:document><w:body><w:p><w:r><w:t>Bonjour &e;&a;</w:t></w:r></w:p></w:body></w:document>';
  expect(textOf(await extract(docx(body), 'a.docx'))).toBe('Bonjour &e;&a;');
});

test('macros are neither read nor run', async () => {
  const text = '<w:p><w:r><w:t>Texte</w:t></w:r></w:p>';
  expect(textOf(await apart(docx(text, { 'word/vbaProject.bin': 'Sub AutoOpen()' }), 'a.docm'))).toBe('Texte');
});

test('an empty page is said to hold no text', async () => {
  const document = await extract(pdfOfPages(1), 'a.pdf');
  expect(document.quality).toEqual({ score: 0, problems: ['no-text'] });
});

test.skipIf(findTesseract(process.env['PATH'] ?? '') === undefined)(
  'an image is read where tesseract is installed, and says so',
  async () => {
    const document = await apart(fixture('scan.png'), 'scan.png');
    expect(textOf(document)).toMatch(/cong/i);
    expect(document.quality.problems).toContain('read-by-ocr');
  },
);

test('an image without a program that reads images is refused with what to install', async () => {
  await expect(extract(fixture('scan.png'), 'scan.png')).rejects.toMatchObject({ code: 'document.no_ocr' });
});
