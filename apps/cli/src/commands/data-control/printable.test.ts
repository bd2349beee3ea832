import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PrintableDocument } from '@riad/server';
import { InvalidArgumentError } from 'commander';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';

import { writeDocx } from './printable-docx.ts';
import { writeHtml } from './printable-html.ts';
import { printablePath, writePrintable } from './write-printable.ts';

const folder = mkdtempSync(join(tmpdir(), 'riad-printable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document: PrintableDocument = {
  language: 'ar',
  title: 'سجل <المعالجات> & "غيرها"',
  notices: ['لا يرسل شيء'],
  sections: [
    {
      heading: 'default',
      rows: [
        { label: 'الغاية', values: ['<script>alert(1)</script>', 'b\u0000\u000Bell'] },
        { label: 'المرجع', values: [] },
      ],
    },
  ],
  blank: '[يُستكمل]',
  missing: ['المرجع'],
  missingHeading: 'ما بقي',
  signature: ['التوقيع'],
};

test('R6: a printed page shows what is missing, reads from the right in Arabic, and runs nothing', () => {
  const html = writeHtml(document);
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain('<mark>[يُستكمل]</mark>');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toMatch(/<script|src=|href=|margin-left|text-align:\s*(?:left|right)/);
});

test('R6: a DOCX file is well-formed, reads from the right in Arabic, and holds every word', () => {
  const files = unzipSync(writeDocx(document));
  expect(Object.keys(files)).toEqual(['[Content_Types].xml', '_rels/.rels', 'word/document.xml']);
  const xml = strFromU8(files['word/document.xml'] ?? new Uint8Array());
  expect(xml).toContain('<w:bidiVisual/>');
  expect(xml).toContain('سجل &lt;المعالجات&gt; &amp; &quot;غيرها&quot;');
  expect(xml).toContain('<w:highlight w:val="yellow"/><w:rtl/></w:rPr><w:t xml:space="preserve">[يُستكمل]');
  expect([...xml].filter((character) => character < ' ' && !'\t\n\r'.includes(character))).toEqual([]);
});

test('a file of no known format is refused before anything is written; what is written only its owner reads', async () => {
  expect(() => printablePath('a.pdf')).toThrow(InvalidArgumentError);
  await writePrintable(join(folder, 'a.docx'), document);
  await writePrintable(join(folder, 'a.html'), document);
  expect(statSync(join(folder, 'a.docx')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'a.docx')).subarray(0, 2).toString()).toBe('PK');
});
