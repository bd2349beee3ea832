import { expect, test } from 'vitest';

import { blockDirection } from './block-direction.ts';
import { languageSpans } from './language-spans.ts';

function languages(text: string): readonly string[] {
  return languageSpans(text).map(
    ({ language, script, start, end }) => `${language}-${script} ${text.slice(start, end)}`,
  );
}

test('a sentence that switches between languages is cut where it does', () => {
  expect(languages('بغيت ندير la carte nationale ديالي, chno khassni ndir? The law says ⴰⵣⵓⵍ')).toEqual([
    'ary-Arab بغيت ندير',
    'fr-Latn la carte nationale',
    'ary-Arab ديالي',
    'ary-Latn chno khassni ndir',
    'en-Latn The law says',
    'zgh-Tfng ⴰⵣⵓⵍ',
  ]);
});

test.each([
  ['يجب على الإدارة أن ترد داخل أجل ثلاثين يوما', 'ar'],
  ['خاص الإدارة تجاوب فثلاثين يوم', 'ary'],
  ['3afak bghit n3ref ch7al', 'ary'],
  ["L'administration répond dans un délai de trente jours", 'fr'],
  ['Where does the procedure take place', 'en'],
])('%s is in %s', (text, language) => {
  expect(new Set(languageSpans(text).map((span) => span.language))).toEqual(new Set([language]));
});

test.each([
  ['WhatsApp تطبيق للمراسلة الفورية', 'rtl'],
  ['La loi (القانون) est publiée', 'ltr'],
  ['ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ', 'ltr'],
  ['123', 'ltr'],
])('%s is read %s', (text, direction) => {
  expect(blockDirection(text)).toBe(direction);
});
