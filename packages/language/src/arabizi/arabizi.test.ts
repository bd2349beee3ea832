import { expect, test } from 'vitest';

import { arabicToArabizi, arabiziToArabic, consonantSkeleton, looksLikeArabizi } from './arabizi.ts';

test.each(['3lach', 'l7ala', '9anoun', 'mat9adch'])('%s is spelled with digits for letters', (word) => {
  expect(looksLikeArabizi(word)).toBe(true);
});

test.each(['covid19', 'madrasa', '12', 'mp3', 'h2o'])('%s is not', (word) => {
  expect(looksLikeArabizi(word)).toBe(false);
});

test.each([
  ['tasjil', 'تسجيل'],
  ['9anoun', 'قانون'],
  ['lmadrasa', 'المدرس'],
])('%s may be %s', (latin, arabic) => {
  expect(arabiziToArabic(latin)).toContain(arabic);
});

test.each([
  ['lmadrasa', 'المدرسه'],
  ['chhada', 'شهاده'],
  ['l7ala', 'الحاله'],
  ['5dma', 'خدمه'],
  ['khedma', 'خدمه'],
])('%s and %s have the same consonants', (latin, arabic) => {
  expect(consonantSkeleton(latin)).toBe(consonantSkeleton(arabic));
});

test('a word typed as people do has the consonants of the word it came from', () => {
  for (const word of ['تسجيل', 'قانون', 'شهاده', 'خدمه', 'طلب'])
    expect(consonantSkeleton(arabicToArabizi(word))).toBe(consonantSkeleton(word));
});
