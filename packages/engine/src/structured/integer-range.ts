import type { JsonObject, JsonValue } from '@riad/contracts';

import { NothingFits } from './merge-schemas.ts';

/** Digits of the longest whole number that a grammar writes; all of them are exact in JavaScript. */
const MAX_DIGITS = 15;

/** A grammar expression for the whole numbers between a schema's bounds. */
export function boundedInteger({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonObject): string {
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum];
  if (bounds.every((bound) => bound === undefined)) return 'integer';
  const least = Math.max(numberOr(minimum, -Infinity), Math.floor(numberOr(exclusiveMinimum, -Infinity)) + 1);
  const most = Math.min(numberOr(maximum, Infinity), Math.ceil(numberOr(exclusiveMaximum, Infinity)) - 1);
  const range = integerRange(least, most);
  if (range === undefined) throw new NothingFits('minimum');
  return range;
}

export function numberOr(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** A grammar expression for the whole numbers from `least` to `most`, both included; absent means unbounded on that side. `undefined` for an empty range. */
export function integerRange(least: number | undefined, most: number | undefined): string | undefined {
  const limit = 10 ** MAX_DIGITS - 1;
  const from = Math.max(Math.ceil(least ?? -limit), -limit);
  const to = Math.min(Math.floor(most ?? limit), limit);
  if (from > to) return undefined;
  const parts: string[] = [];
  if (from < 0) parts.push(`"-" (${naturals(Math.max(1, -to), -from)})`);
  if (to >= 0) parts.push(naturals(Math.max(0, from), to));
  return parts.join(' | ');
}

/** Numbers without a sign, split by how many digits they have. */
function naturals(from: number, to: number): string {
  const parts: string[] = [];
  const longest = String(to).length;
  for (let length = String(from).length; length <= longest; length++) {
    const low = Math.max(from, length === 1 ? 0 : 10 ** (length - 1));
    const high = Math.min(to, 10 ** length - 1);
    parts.push(sameLength(String(low), String(high)));
  }
  return parts.join(' | ');
}

/** Digit strings of one length from `low` to `high`. */
function sameLength(low: string, high: string): string {
  if (low === '') return '';
  const [first = '', last = ''] = [low[0], high[0]];
  const rest = low.length - 1;
  const digits = (from: string, to: string): string => (from === to ? `"${from}"` : `[${from}-${to}]`);
  const isLeast = /^0*$/.test(low.slice(1));
  const isMost = /^9*$/.test(high.slice(1));
  if (isLeast && isMost) return join(digits(first, last), anyDigits(rest));
  if (first === last) return join(`"${first}"`, group(sameLength(low.slice(1), high.slice(1))));
  const parts: string[] = [];
  const inner = [isLeast ? Number(first) : Number(first) + 1, isMost ? Number(last) : Number(last) - 1] as const;
  if (!isLeast) parts.push(join(`"${first}"`, group(sameLength(low.slice(1), '9'.repeat(rest)))));
  if (inner[0] <= inner[1]) parts.push(join(digits(String(inner[0]), String(inner[1])), anyDigits(rest)));
  if (!isMost) parts.push(join(`"${last}"`, group(sameLength('0'.repeat(rest), high.slice(1)))));
  return parts.join(' | ');
}

function anyDigits(count: number): string {
  return count === 0 ? '' : `[0-9]{${count}}`;
}

function group(expression: string): string {
  return expression.includes(' | ') ? `(${expression})` : expression;
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
