import { expect, test } from 'vitest';

import { extract, fixture, printedPage, textOf } from '../../testing/documents-with.ts';

test.each(['chromium', 'libreoffice'])(
  'an Arabic letter printed by %s keeps its numbers, names and brackets in order',
  async (printer) => {
    const text = textOf(await extract(printedPage(`letter-ar.${printer}.pdf`), 'letter.pdf'));
    for (const part of [
      'رقم AB123456،',
      'ثلاثين (30) يوما',
      'المادة 16 من القانون رقم 55.19'.replace('المادة', 'للمادة'),
      'service-public.ma',
      'contact@commune-exemple.ma',
      '0537-00-11-22',
      'القانون رقم 09-08،',
      'المرسوم رقم 2.22.431',
      '98,5%',
      '1.250,00 درهم',
      'لا يجوز للإدارة',
    ]) {
      expect(text).toContain(part);
    }
  },
);

test.each(['chromium', 'libreoffice'])('a table printed by %s from right to left keeps its cells', async (printer) => {
  const document = await extract(printedPage(`table-ar.${printer}.pdf`), 'table.pdf');
  const table = document.pages[0]?.blocks.find(({ kind }) => kind === 'table');
  expect(table?.rows?.slice(0, 3)).toEqual([
    ['الوثيقة', 'الرسم', 'الأجل', 'المصلحة'],
    ['شهادة السكنى', '20,00 درهم', '3 أيام', 'الدائرة الأمنية'],
    ['رخصة البناء', '1.500,00 درهم', '30 يوما', 'الوكالة الحضرية'],
  ]);
});

test('columns are read one after the other, the right one first in Arabic', async () => {
  const document = await extract(printedPage('columns-ar.chromium.pdf'), 'columns.pdf');
  const headings = document.pages[0]?.blocks.filter(({ kind }) => kind === 'heading').map(({ text }) => text);
  expect(headings).toEqual(['نشرة إدارية عدد 7412', 'المادة الأولى', 'المادة 2', 'المادة 3', 'المادة 4']);
});

test('every line of a block stands on the page, within it and in order', async () => {
  const document = await extract(printedPage('letter-ar.chromium.pdf'), 'letter.pdf');
  for (const { blocks, width, height } of document.pages) {
    for (const { text, lines } of blocks) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.at(-1)?.end).toBe(text.length);
      for (const { box } of lines) {
        expect(box.left).toBeLessThan(box.right);
        expect(box.top).toBeLessThan(box.bottom);
        expect(box.right).toBeLessThanOrEqual(width);
        expect(box.bottom).toBeLessThanOrEqual(height);
      }
    }
  }
});

test('white text is read, and the page says that it is there', async () => {
  const document = await extract(fixture('hidden-text.pdf'), 'note.pdf');
  expect(document.quality.problems).toContain('hidden-text');
});
