import { expect, test } from 'vitest';

import { createGuard } from './guard.ts';
import { createOutputScanner } from './output-scanner.ts';

const guard = createGuard();
const size = 1_000_000;
/** Processor time, well over the second that is promised on an idle core: machines that run tests are busy. */
const longestSeconds = 6;

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** One megabyte made to keep each detector busy. */
const hostile: Readonly<Record<string, string>> = {
  digits: '1234567890',
  'single digits': '1 ',
  'digit groups': '06 12 ',
  decimals: '1.1.',
  'letters and digits': 'A1-',
  'half IBANs': 'MA64 ',
  'at signs': 'a@b.',
  'URLs with passwords': '://a:b',
  'key openers': 'sk-eyJ',
  'key blocks': '-----BEGIN PRIVATE KEY-----',
  'passwords announced': 'password=',
  'machine zones': 'P<MAR<<A\n',
  'street words': '1 rue ',
  titles: 'M. ',
  names: 'Mohamed Ben ',
  particles: 'ben ',
  'number words': 'quatre vingt ',
  'birth words': 'né le ',
  'sensitive terms': 'elle diabète ',
  'table headers': 'nom,cin,tel\n',
  entities: '&#65;',
  escapes: String.raw`\u0041`,
  'percent signs': '%41',
  'base64 text': 'QUJD',
  hexadecimal: '4142',
  'vowel signs': 'م\u064B\u064B',
  'combining marks': 'e\u0301\u0301',
  'invisible characters': '\u200B',
  'phrases in one character': 'ﷺ',
  'lone halves of pairs': '\uD800',
  brackets: '[',
  'words that begin many phrases': 'sidi ',
  'announced numbers': 'tel 1 rib 2 ',
  'half foreign IBANs': 'FR76 3000 6000 ',
  'birth dates': 'né le 12/03/1985 ',
  'names joined by and': 'محمد وسعيد ',
  'rows of a table': 'BL123456;0612345678;Youssef Alaoui\n',
  'nothing but personal data': 'CIN BL123456 tel 0612345678 ',
};

test.each(Object.entries(hostile))('one megabyte of %s is read in linear time', (_name, unit) => {
  const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const started = processorSeconds();
  guard.inspect([text]);
  expect(processorSeconds() - started).toBeLessThan(longestSeconds);
});

test('ten megabytes of digits and a text of every plane are read', () => {
  expect(guard.inspect(['7'.repeat(10_000_000)])).toEqual([[]]);
  const planes = Array.from({ length: 0x11_00 }, (_, block) => String.fromCodePoint(block * 0x1_00 + 0x21)).join(' ');
  expect(guard.inspect([planes])).toHaveLength(1);
});

test('a value split over two chunks of an answer is found whole, and the text comes out unchanged', () => {
  const answer = `Voici la réponse demandée, avec quelques mots avant. CIN BL123456 et téléphone 06 61 22 33 44. ${'Fin du texte. '.repeat(9)}`;
  for (const step of [1, 3, 7, 60]) {
    const scanner = createOutputScanner(guard);
    const parts = [];
    for (let at = 0; at < answer.length; at += step) parts.push(scanner.push(answer.slice(at, at + step)));
    parts.push(scanner.end());
    expect(parts.map(({ text }) => text).join('')).toBe(answer);
    const values = parts
      .flatMap(({ findings }) => findings)
      .map(({ type, start, end }) => [type, answer.slice(start, end)]);
    expect(values).toEqual([
      ['cin', 'BL123456'],
      ['phone', '06 61 22 33 44'],
    ]);
  }
});
