import fc from 'fast-check';
import { expect, test } from 'vitest';

import { normaliseForIndex } from './normalise-for-index.ts';

const fold = (text: string): string => normaliseForIndex(text).text;
/** Letters, marks and signs that the folding treats in a way of its own, among any others. */
const mixed = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'أإآةىئؤءاللـَُِّ٠١۵ﻻﷲﷺگڭپڤéèÉœŒæßıİ’«»–\u200f\u202eⵣ\n\t A9-.'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});

test.each([
  ['الإجراءات', 'الاجراءات'],
  ['شَهَادَة', 'شهاده'],
  ['مـــدرسة', 'مدرسه'],
  ['ﻻ إﻟﻪ', 'لا اله'],
  ['١٢ و ۵', '12 و 5'],
  ['Procédure’s ŒUVRE', "procedure's oeuvre"],
  ['بارك\u0657ڭادير پاريس', 'باركkادير باريس'.replace('k', 'ك')],
  ['e\u0301tat', 'etat'],
  ['ⴰⵣⵓⵍ', 'ⴰⵣⵓⵍ'],
])('%s is found as %s', (written, folded) => {
  expect(fold(written)).toBe(folded);
});

test('folding twice changes nothing', () => {
  fc.assert(
    fc.property(mixed, (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
    { numRuns: 500 },
  );
});

test('every folded character leads back to exactly the characters it was made of', () => {
  fc.assert(
    fc.property(mixed, (text) => {
      const normal = normaliseForIndex(text);
      for (let index = 0; index < normal.text.length; index++) {
        const start = normal.startOf(index);
        const end = normal.endOf(index + 1);
        expect(start).toBeLessThan(end);
        // What stands there folds to something that holds this character.
        expect(fold(text.slice(start, end))).toContain(normal.text.charAt(index));
        expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : normal.startOf(index - 1));
      }
    }),
    { numRuns: 500 },
  );
});

test('folding a text is folding its halves', () => {
  fc.assert(
    fc.property(mixed, mixed, (left, right) => {
      expect(fold(`${left} ${right}`)).toBe(`${fold(left)} ${fold(right)}`);
    }),
  );
});

test('time grows with the length, whatever the text', () => {
  for (const unit of ['شَهَادَة ﻻ ', 'Œuvre\u0301 ', '\u200f\u0640', 'plain ']) {
    const short = cpu(() => fold(unit.repeat(20_000)));
    const long = cpu(() => fold(unit.repeat(80_000)));
    expect(long).toBeLessThan(12 * Math.max(short, 5));
  }
});

function cpu(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}
