import { expect, test } from 'vitest';

import { findDates } from './find-dates.ts';
import { findNumbers } from './find-numbers.ts';

test.each([
  ['1 234,50', [1234.5]],
  ['1.234,50', [1234.5]],
  ['1,234.50', [1234.5]],
  ['1\u00a0234\u202f567', [1_234_567]],
  ['٢٥٠', [250]],
  ['dans un délai de trente (30) jours', [30, 30]],
  ['quatre-vingt-dix-sept mille deux cent cinquante', [97_250]],
  ['soixante et onze', [71]],
  ['خمسة وعشرون يوما', [25]],
  ['داخل أجل ستين يوما', [60]],
  ['خمسمائة ألف', [500_000]],
  ['loi 55-19, décret 2-22-431, CIN AB123456', []],
])('%s reads as %j', (text, values) => {
  expect(findNumbers(text).map(({ value }) => value)).toEqual(values);
});

test.each([
  ['60 000,00 dhs TTC', { value: 60_000, kind: 'amount', currency: 'MAD' }],
  ['250 درهما', { value: 250, kind: 'amount', currency: 'MAD' }],
  ['20 %', { value: 20, kind: 'percent' }],
  ['5 في المائة', { value: 5, kind: 'percent' }],
])('%s has its unit', (text, expected) => {
  expect(findNumbers(text)).toMatchObject([expected]);
});

test.each([
  ['le 12 mars 2021', ['2021-03-12']],
  ['يوم ١٢ مارس ٢٠٢١', ['2021-03-12']],
  ['12/03/2021 puis 2021-03-12', ['2021-03-12', '2021-03-12']],
  ['1er janvier 2024', ['2024-01-01']],
  ['فاتح يناير 2024', ['2024-01-01']],
  ['15 غشت 2022', ['2022-08-15']],
  ['11 rejeb 1441 (6 mars 2020)', ['2020-03-06', '2020-03-06']],
  ['32/13/2021', []],
])('%s holds %j', (text, dates) => {
  expect(findDates(text).map(({ iso }) => iso)).toEqual(dates);
});

test('a Hijri date is computed and says so', () => {
  expect(findDates('15 رمضان 1442')).toMatchObject([
    { calendar: 'hijri', year: 1442, month: 9, day: 15, approximate: true },
  ]);
});
