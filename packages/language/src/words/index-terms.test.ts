import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findWords } from './find-words.ts';
import { indexTerms, trigramSimilarity } from './index-terms.ts';
import { settleLamAlef, stemWord } from './stem-word.ts';

test('one word in its usual forms has one stem', () => {
  const stems = ['مدرسه', 'المدرسه', 'والمدرسه', 'بالمدرسه', 'للمدرسه'].map(stemWord);
  expect(new Set(stems)).toEqual(new Set(['مدرس']));
  expect(stemWord('procedures')).toBe(stemWord('procedure'));
  expect(stemWord('journaux')).toBe(stemWord('journal'));
});

test('a document whose lam-alef ligatures were reversed has the same terms as the one that was printed', () => {
  const printed = 'الأولى خلال الإدارة والإجراءات لا يجوز العلاقات';
  const reversed = printed.replaceAll(/ل([اأإآ])/g, '$1ل');
  expect(reversed).not.toBe(printed);
  expect(indexTerms(reversed)).toEqual(indexTerms(printed));
});

test('settling changes no letter, only the order within runs of alef and lam', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'البمو') }), (form) => {
      expect([...settleLamAlef(form)].toSorted()).toEqual([...form].toSorted());
      expect(settleLamAlef(settleLamAlef(form))).toBe(settleLamAlef(form));
    }),
  );
});

test('words know where they stand in the text as given', () => {
  const text = 'قُدِّمَت «الشَّهادة» l’État 2024';
  expect(findWords(text).map(({ form, start, end }) => [form, text.slice(start, end)])).toEqual([
    ['قدمت', 'قُدِّمَت'],
    ['الشهاده', 'الشَّهادة'],
    ['l', 'l'],
    ['etat', 'État'],
    ['2024', '2024'],
  ]);
});

test('likeness is complete for the same text and none for another', () => {
  expect(trigramSimilarity('certificat de résidence', 'Certificat de residence')).toBe(1);
  expect(trigramSimilarity('certificat', 'مدرسة')).toBe(0);
});
