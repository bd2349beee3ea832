import fc from 'fast-check';
import { expect, test } from 'vitest';

import { normalise } from './normalise.ts';

test.each([
  ['digits of three scripts', '٠٦١۲３', '06123'],
  ['compatibility forms', 'ﬁn ＡＢ ℡', 'fin AB TEL'],
  ['Arabic presentation forms', 'ﻣﺤﻤﺪ ﻻ', 'محمد لا'],
  ['marks, tatweel and invisible characters', 'مُحَـمَّد\u200B\u202A', 'محمد'],
  ['spaces of all kinds', 'a\u00A0b\u202Fc', 'a b c'],
  ['letters apart from their accents', 'cafe\u0301', 'café'],
  ['Cyrillic and Greek look-alikes', 'ВК123 ΑΒ', 'BK123 AB'],
  ['escapes', String.raw`\u0042&amp;&#x43;%C3%A9\n`, 'B&Cé\n'],
])('normalises %s', (_name, source, expected) => {
  expect(normalise(source).text).toBe(expected);
});

test('what is no escape stays as it is', () => {
  for (const text of ['50 % de &', String.raw`C:\users`, '%zz %E9 &inconnu; 100%'])
    expect(normalise(text).text).toBe(text);
});

test('every span of the normalised text has its span in the text as given, in order and within bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (source) => {
      const { text, startOf, endOf } = normalise(source);
      let before = 0;
      for (let index = 0; index < text.length; index += 1) {
        expect(startOf(index)).toBeGreaterThanOrEqual(before);
        expect(endOf(index + 1)).toBeGreaterThan(startOf(index));
        expect(endOf(index + 1)).toBeLessThanOrEqual(source.length);
        before = startOf(index);
      }
    }),
    { numRuns: 3000 },
  );
});
