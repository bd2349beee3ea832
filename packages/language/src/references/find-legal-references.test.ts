import { expect, test } from 'vitest';

import { findLegalReferences } from './find-legal-references.ts';

test.each([
  ["l'article 12 de la loi n° 55-19", ['law:55-19#12', 'law:55-19']],
  ['المادة 12 من القانون رقم 55.19', ['law:55-19#12', 'law:55-19']],
  ['المادة ١٢ من القانون رقم ١٩.٥٥', ['law:55-19#12', 'law:55-19']],
  ['المرسوم رقم 2.22.431', ['decree:2-22-431']],
  ['المرسوم رقم 431.22.2', ['decree:2-22-431']],
  ['décret n° 2-22-431 du 8 mars 2023', ['decree:2-22-431']],
  ['dahir n° 1-20-06 du 11 rejeb 1441', ['dahir:1-20-06']],
  ['articles 11, 12 et 15 de la loi 09-08', ['law:09-08#11', 'law:09-08#12', 'law:09-08#15', 'law:09-08']],
  ['المادة الأولى من القانون 09.08', ['law:09-08#1', 'law:09-08']],
  ['المادة 4أعاله', ['#4']],
  ['Article premier', ['#1']],
  ['art. 12 bis', ['#12-bis']],
  ['للمادة 7 مكرر', ['#7-bis']],
  ['Loi organique n° 26-16', ['law:26-16']],
  ['le 55-19 et la partie 12', []],
])('%s names %j', (text, keys) => {
  expect(findLegalReferences(text).map(({ key }) => key)).toEqual(keys);
});

test('a reference stands where the text has it', () => {
  const text = 'طبقا لأحكام المادّة 12 من القانون رقم 55.19 المذكور';
  const [article] = findLegalReferences(text);
  expect(text.slice(article?.start, article?.end)).toBe('المادّة 12 من القانون رقم 55.19');
});
