import { expect, test } from 'vitest';

import { extract, printedPage } from '../testing/documents-with.ts';
import { cutPassages } from './cut-passages.ts';

const law = `# القانون رقم 55.19 المتعلق بتبسيط المساطر\n\n${[1, 2, 3, 4].map((number) => `## المادة ${number}\n\nتحدد هذه المادة أمرا رقم ${number}. وتنشر طبقا للمادة ${number + 1}.`).join('\n\n')}`;

test('each article of a law is a passage with the key it is asked for by', async () => {
  const passages = cutPassages(await extract(law, 'loi.md'));
  expect(passages.map(({ references }) => references[0])).toEqual(['#1', '#2', '#3', '#4']);
  expect(passages[1]?.references).toEqual(['#2', 'law:55-19#2', 'law:55-19', 'law:55-19#3']);
  expect(passages[1]?.heading).toBe('القانون رقم 55.19 المتعلق بتبسيط المساطر › المادة 2');
});

test('every sentence stands where its passage says, and none is lost', async () => {
  const sentences = Array.from(
    { length: 80 },
    (_, index) => `Phrase numéro ${index} de cette note assez longue pour être coupée.`,
  );
  const passages = cutPassages(await extract(sentences.join(' '), 'a.txt'));
  expect(passages.length).toBeGreaterThan(3);
  expect(
    passages.flatMap(({ text, sentences: placed }) => placed.map(({ start, end }) => text.slice(start, end))),
  ).toEqual(sentences);
  for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(1300);
});

test('a long table is cut between rows, each part under its header', async () => {
  const rows = Array.from({ length: 120 }, (_, index) => `| ligne ${index} | ${index * 10} DH |`);
  const passages = cutPassages(await extract(['| Poste | Montant |', '| --- | --- |', ...rows].join('\n'), 'a.md'));
  expect(passages.length).toBeGreaterThan(1);
  for (const { text } of passages) expect(text.startsWith('Poste | Montant\n')).toBe(true);
});

test('sentences of a printed page know their place on it', async () => {
  const [passage] = cutPassages(await extract(printedPage('letter-ar.chromium.pdf'), 'a.pdf'));
  expect(passage?.sentences[0]?.boxes.length).toBeGreaterThan(0);
});

test('a text without spaces is cut all the same', async () => {
  const passages = cutPassages(await extract('x'.repeat(5000), 'a.txt'));
  expect(passages.map(({ text }) => text).join('')).toBe('x'.repeat(5000));
});
