import type { Finding } from '@riad/contracts';

/** Long enough for any identifier and the word before it. */
const tailLength = 80;
const headLength = 48;

/** A value that begins at the end of one text and goes on at the beginning of the next. */
export interface SplitValue {
  /** Index of the first of the two texts. */
  readonly index: number;
  readonly left: Finding;
  readonly right: Finding;
}

/**
 * Values parted by the border of two messages: « RIB 011 780 0000 1234 », then « 5678 9012 68 ». Only where digits meet, and
 * only what its own key or the announcement before it proves.
 */
export function findSplit(
  texts: readonly string[],
  inspect: (text: string) => readonly Finding[],
): readonly SplitValue[] {
  const found: SplitValue[] = [];
  for (let index = 0; index + 1 < texts.length; index += 1) {
    const [left = '', right = ''] = [texts[index], texts[index + 1]];
    const value = meets(left, right) ? valueAcross(left, right, inspect) : undefined;
    if (value !== undefined) found.push({ index, ...value });
  }
  return found;
}

const digit = '[0-9\\u0660-\\u0669\\u06F0-\\u06F9]';
const endsOpen = new RegExp(`(?:${digit}|\\b[A-Z]{1,2})[\\s.-]{0,3}$`, 'u');
const beginsOpen = new RegExp(`^\\s{0,3}${digit}`, 'u');

/** Whether a value may go on from one text into the next. */
export function meets(left: string, right: string): boolean {
  return beginsOpen.test(right.slice(0, 8)) && endsOpen.test(left.slice(-8));
}

function valueAcross(
  left: string,
  right: string,
  inspect: (text: string) => readonly Finding[],
): { readonly left: Finding; readonly right: Finding } | undefined {
  const tail = left.slice(-tailLength);
  const head = right.slice(0, headLength);
  const across = inspect(`${tail} ${head}`).find(({ start, end }) => start < tail.length && end > tail.length + 1);
  if (across === undefined || !isProved(across)) return undefined;
  const { start, end, ...rest } = across;
  return {
    left: { ...rest, start: left.length - tail.length + start, end: left.trimEnd().length },
    right: { ...rest, start: right.length - right.trimStart().length, end: end - tail.length - 1 },
  };
}

function isProved({ type, checksum, score }: Finding): boolean {
  return checksum === true || (['phone', 'cin', 'massar'].includes(type) && score >= 0.9);
}
