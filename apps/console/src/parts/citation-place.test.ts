import { expect, test } from 'vitest';

import { imageAddress, readPlace } from './citation-place.ts';

test('an address that anybody wrote gives a page, and words only when they are numbers', () => {
  expect(readPlace({ page: '3', passage: 12, start: '0', end: 9 })).toEqual({
    page: 3,
    passage: '12',
    start: 0,
    end: 9,
  });
  expect(readPlace({})).toEqual({ page: 1 });
  expect(readPlace({ page: '-1', passage: '../x', start: '1e99', end: 'a' })).toEqual({ page: 1 });
});

test('the image is asked for with the words to be marked', () => {
  expect(imageAddress('doc_1', { page: 2, passage: '7', start: 1, end: 5 })).toBe(
    '/api/documents/doc_1/pages/2/image?passage=7&start=1&end=5',
  );
  expect(imageAddress('doc_1', { page: 2 })).toBe('/api/documents/doc_1/pages/2/image');
});
