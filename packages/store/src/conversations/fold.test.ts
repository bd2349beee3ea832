import { expect, test } from 'vitest';

import { foldForSearch } from './fold.ts';

test.each([
  ['Équipe', 'equipe'],
  ['أَحْمَد', 'احمد'],
  ['إدارة', 'ادارة'],
  ['مدرســة', 'مدرسه'],
  ['على', 'علي'],
  ['ﻻ', 'لا'],
  ['ⵜⴰⵎⴰⵣⵉⵖⵜ', 'ⵜⴰⵎⴰⵣⵉⵖⵜ'],
])('%s is found by %s', (text, query) => {
  expect(foldForSearch(text)).toBe(foldForSearch(query));
});

test('different words stay different', () => {
  expect(foldForSearch('كتب')).not.toBe(foldForSearch('كتاب'));
});
