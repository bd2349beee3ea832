import type { EntityType, Finding } from '@riad/contracts';

import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, has, kindOf, startOf, textOf, tokenKind } from '../scan/tokens.ts';

const joiners = /^(?:et|and|و|w|o|ou)$/i;
const longestRun = 64;

/** Identifiers dictated in words: « zéro six soixante et un … », « صفر ستة … ». */
export function findSpokenNumbers(scan: Scan): readonly Finding[] {
  const { tokens } = scan;
  const findings: Finding[] = [];
  let free = 0;
  for (const token of scan.candidates.numberWords) {
    if (token < free) continue;
    const run = readRun(scan, token);
    const type = run.words >= 5 ? typeOf(scan, { digits: run.digits, first: token }) : undefined;
    if (type !== undefined) {
      const start = startOf(tokens, token);
      findings.push({ type, start, end: endOf(tokens, run.last), score: 0.9, checksum: null });
    }
    free = run.last + 1;
  }
  return findings;
}

/** A number word, and whether "and" stands before it. */
interface Spoken {
  readonly value: number;
  readonly joined: boolean;
}

/** A number and how many words it took. */
interface Spelled {
  readonly number: number;
  readonly used: number;
}

interface Run {
  readonly digits: string;
  readonly words: number;
  readonly last: number;
}

/** Number words one after the other, figures between them counted too. */
function readRun(scan: Scan, first: number): Run {
  const { tokens, knowledge } = scan;
  const values: { value: number; joined: boolean }[] = [];
  let last = first;
  let joined = false;
  for (let token = first; token < tokens.count && token - first < longestRun; token += 1) {
    const value = valueOf(scan, token);
    if (value !== undefined) {
      values.push({
        value,
        joined: joined || (knowledge.numbers.get(tokens.word[token] ?? 0) !== undefined && startsWithWaw(scan, token)),
      });
      last = token;
      joined = false;
    } else if (joiners.test(textOf(tokens, token))) joined = true;
    else break;
    if (!/^[\s,،.\-–;]{0,3}$/.test(gapAfter(tokens, token))) break;
  }
  return { digits: toDigits(values), words: values.length, last };
}

function startsWithWaw({ tokens }: Scan, token: number): boolean {
  return (
    tokens.text.charCodeAt(startOf(tokens, token)) === 0x06_48 && endOf(tokens, token) - startOf(tokens, token) > 4
  );
}

function valueOf({ tokens, knowledge }: Scan, token: number): number | undefined {
  if (has(tokens, token, flag.number)) return knowledge.numbers.get(tokens.word[token] ?? 0);
  if (kindOf(tokens, token) !== tokenKind.number || endOf(tokens, token) - startOf(tokens, token) > 2) return undefined;
  const text = textOf(tokens, token);
  return text.startsWith('0') && text.length === 2 ? undefined : Number(text);
}

/** Sixty and one is 61, sixty twelve is 72, four twenty is 80, two hundred twelve is 212; the rest stands side by side. */
function toDigits(values: readonly Spoken[]): string {
  let digits = '';
  for (let index = 0; index < values.length;) {
    const { number, used } = readNumber(values, index);
    digits += String(number);
    index += used;
  }
  return digits;
}

function readNumber(values: readonly Spoken[], from: number): Spelled {
  const [first, second] = [values[from]?.value ?? 0, values[from + 1]?.value];
  if (second === 100 && first > 0 && first < 10) return hundreds(values, from, { base: first * 100, used: 2 });
  if (first === 100) return hundreds(values, from, { base: 100, used: 1 });
  return belowHundred(values, from);
}

function hundreds(
  values: readonly Spoken[],
  from: number,
  { base, used }: { readonly base: number; readonly used: number },
): Spelled {
  const next = values[from + used];
  if (next === undefined || next.value === 0 || next.value >= 100) return { number: base, used };
  const rest = belowHundred(values, from + used);
  return { number: base + rest.number, used: used + rest.used };
}

function belowHundred(values: readonly Spoken[], from: number): Spelled {
  const first = values[from]?.value ?? 0;
  const second = values[from + 1];
  if (second === undefined) return { number: first, used: 1 };
  if (first === 4 && second.value === 20) return fourTwenties(values[from + 2]);
  return addsUp(first, second) ? { number: first + second.value, used: 2 } : { number: first, used: 1 };
}

/** Sixty and one, sixty-twelve; Arabic says the unit before the ten. */
function addsUp(first: number, second: Spoken): boolean {
  if (first === 10) return second.value >= 7 && second.value <= 9;
  if (isTens(first)) return second.value > 0 && second.value < (first === 60 ? 20 : 10);
  return first > 0 && first < 10 && second.joined && isTens(second.value);
}

/** Quatre-vingt, quatre-vingt-douze. */
function fourTwenties(next: Spoken | undefined): Spelled {
  const adds = next !== undefined && next.value > 0 && next.value < 20;
  return adds ? { number: 80 + next.value, used: 3 } : { number: 80, used: 2 };
}

function isTens(value: number): boolean {
  return value >= 20 && value < 100 && value % 10 === 0;
}

/** What the dictated digits are, by the same rules as written ones. */
function typeOf(
  scan: Scan,
  { digits, first }: { readonly digits: string; readonly first: number },
): EntityType | undefined {
  const near = scan.cues.before(first, 80);
  for (const { rule } of scan.identifiersByLength[digits.length] ?? []) {
    if (!rule.shape.test(digits)) continue;
    if (rule.type === 'phone' || near.some(({ cue }) => cue === rule.type)) return rule.type;
  }
  return undefined;
}
