import { describe, expect, test } from 'vitest';

import { errorCatalogue } from '../errors.ts';
import { errorTexts } from './error-texts.ts';
import { chooseLocale, locales } from './locale.ts';

describe.each(locales)('in %s', (locale) => {
  test('every error code has its sentence and its remedy, and nothing else has', () => {
    expect(Object.keys(errorTexts[locale]).toSorted()).toEqual(Object.keys(errorCatalogue).toSorted());
    for (const texts of Object.values(errorTexts[locale])) {
      expect(texts).toHaveLength(2);
      for (const text of texts) expect(text).toMatch(/^\S.*[.؟!]$/s);
    }
  });

  test('what a person types or looks up is written as it is in English', () => {
    const commands = (text: string): readonly string[] =>
      (text.match(/\.\/riad \w+|server\.\w+|riad\.yaml|--port/g) ?? []).toSorted();
    for (const [code, texts] of Object.entries(errorTexts.en)) {
      expect([code, commands((errorTexts[locale][code] ?? []).join(' '))]).toEqual([code, commands(texts.join(' '))]);
    }
  });
});

test.each([
  [{ RIAD_LANG: 'ary', LANG: 'fr_FR.UTF-8' }, 'ary'],
  [{ LC_ALL: 'ar_MA.UTF-8', LANG: 'fr_FR.UTF-8' }, 'ar'],
  [{ LC_ALL: '', LANG: 'fr_FR.UTF-8' }, 'fr'],
  [{ LANG: 'shi_MA' }, 'zgh'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'pt_BR.UTF-8' }, 'en'],
  [{}, 'en'],
] as const)('%j asks for %s', (environment, locale) => {
  expect(chooseLocale(environment)).toBe(locale);
});
