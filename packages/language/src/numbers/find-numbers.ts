import { normaliseForIndex } from '../normalise/normalise-for-index.ts';
import { findNumberWords } from './number-words.ts';

/** A quantity in a text, by digits or in words. */
export interface FoundNumber {
  readonly value: number;
  readonly kind: 'number' | 'amount' | 'percent';
  /** `MAD`, `EUR`: on amounts. */
  readonly currency?: string;
  readonly start: number;
  readonly end: number;
}

/** Digits with groups of three, whatever separates them, and decimals. Not parts of references such as 2-22-431. */
const digits =
  /(?<![\p{L}\p{N}]|\d[-./,])(\d{1,3}(?:([ .,'])\d{3})(?:\2\d{3})*(?:[.,]\d{1,3})?|\d+(?:[.,]\d+)?)(?![\p{L}\p{N}]|[-./,]\d)/gu;
const currencies = [
  { code: 'MAD', pattern: /^[ (]{0,2}(?:dhs?|dirhams?|mad|درهم[اي]?|دراهم|د ?\. ?م)(?!\p{L})/u },
  { code: 'EUR', pattern: /^[ (]{0,2}(?:€|euros?|eur|يورو|اورو)(?!\p{L})/u },
  { code: 'USD', pattern: /^[ (]{0,2}(?:\$|dollars?|usd|دولار)(?!\p{L})/u },
];
const percent = /^ ?(?:%|pour ?cent|percent|(?:في|ب) ?ال?م[اي]?ي?[ه]|بالمي?ه|بالماي?ه)(?!\p{L})/u;

/** Numbers of a text in order. French, Arabic and English ways of grouping and of decimals; words of French and Arabic. */
export function findNumbers(text: string): readonly FoundNumber[] {
  const normal = normaliseForIndex(text);
  const spans = [...findDigits(normal.text), ...findNumberWords(normal.text)];
  return spans
    .toSorted((left, right) => left.start - right.start)
    .map(({ value, start, end }) => {
      const unit = unitAfter(normal.text.slice(end, end + 16));
      return { value, ...unit.facts, start: normal.startOf(start), end: normal.endOf(end + unit.length) };
    });
}

function* findDigits(text: string): Iterable<{ value: number; start: number; end: number }> {
  for (const match of text.matchAll(digits)) {
    const [whole, , group] = match;
    yield { value: parseDigits(whole, group), start: match.index, end: match.index + whole.length };
  }
}

/** With a group separator the other sign is the decimal one; without, the only sign is, and both vendors' habits agree. */
function parseDigits(text: string, group: string | undefined): number {
  if (group === undefined) return Number(text.replace(',', '.'));
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const sign = last === -1 ? '' : text.charAt(last);
  const decimals = sign === '' || sign === group ? '' : text.slice(last + 1);
  const whole = (decimals === '' ? text : text.slice(0, last)).replaceAll(/\D/g, '');
  return Number(`${whole}.${decimals}`);
}

function unitAfter(rest: string): { readonly facts: Pick<FoundNumber, 'kind' | 'currency'>; readonly length: number } {
  const share = percent.exec(rest);
  if (share !== null) return { facts: { kind: 'percent' }, length: share[0].length };
  for (const { code, pattern } of currencies) {
    const found = pattern.exec(rest);
    if (found !== null) return { facts: { kind: 'amount', currency: code }, length: found[0].length };
  }
  return { facts: { kind: 'number' }, length: 0 };
}
