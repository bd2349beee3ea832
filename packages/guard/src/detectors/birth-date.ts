import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';

const reach = 75;
/** A year alone says less: its announcement stands closer. */
const yearReach = 40;

/** Dates that a word of birth announces. Other dates are nobody's. */
export function findBirthDates(scan: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  const { tokens } = scan;
  let free = 0;
  for (const token of scan.candidates.figures) {
    if (token < free || (kindOf(tokens, token) !== tokenKind.number && !ordinal.test(textOf(tokens, token)))) continue;
    const last = endOfDate(scan, token) ?? endOfYear(scan, token);
    if (last === undefined) continue;
    if (isBirth(scan, token, last)) {
      findings.push({
        type: 'birth_date',
        start: startOf(tokens, token),
        end: endOf(tokens, last),
        score: 0.95,
        checksum: null,
        ...withYear(tokens, token, last),
      });
    }
    free = last + 1;
  }
  return findings;
}

/** 1er, 3rd */
const ordinal = /^\d{1,2}(?:er|e|ème|eme|st|nd|rd|th)$/i;

function isBirth(scan: Scan, token: number, last: number): boolean {
  if (scan.columnOf(token) === 'birth_date') return true;
  const { tokens } = scan;
  let passed = 0;
  for (const { cue, last: cueEnd } of scan.cues.before(token, reach)) {
    if (cue === 'birth_date') return !crossesDate(tokens, cueEnd, token) && !endsSentence(tokens, cueEnd, token);
    if (cue === 'order') passed += 1;
    if (passed > 1) return false;
  }
  const behind = scan.cues.after(last, 20)[0];
  // A label with a colon speaks for what follows it.
  return behind?.cue === 'birth_date' && !/^\s?[:=]/.test(gapAfter(tokens, behind.last));
}

/** The announcement speaks for the first date that follows. */
function crossesDate(tokens: Tokens, from: number, to: number): boolean {
  for (let token = from + 1; token < to; token += 1) {
    if (kindOf(tokens, token) === tokenKind.number && endOf(tokens, token) - startOf(tokens, token) === 4) return true;
  }
  return false;
}

/** A sentence that ends behind the word of birth takes it along; « Date naiss. : » does not end one. */
function endsSentence(tokens: Tokens, from: number, to: number): boolean {
  for (let token = from + 1; token < to; token += 1) {
    const length = endOf(tokens, token) - startOf(tokens, token);
    if (length > 3 && kindOf(tokens, token) !== tokenKind.number && /^[.!?؟]\s/.test(gapAfter(tokens, token)))
      return true;
  }
  return false;
}

const yearWord =
  /^(?:en|in|année|annee|an|year|circa|vers|sanat|3am|l3am|f3am|fi|f|سنة|عام|السنة|العام|فعام|فسنة|حوالي)$/i;

/** « née à Taza en 1961 », المزداد سنة 1978, « Année de naissance : 1978 »: nothing but a year, where a word leads to it. */
function endOfYear(scan: Scan, token: number): number | undefined {
  const { tokens } = scan;
  const written = textOf(tokens, token);
  if (!/^(?:19[2-9]\d|20[0-2]\d)$/.test(written) || /^[-/.]\d/.test(tokens.text.slice(endOf(tokens, token))))
    return undefined;
  if (scan.columnOf(token) === 'birth_date') return token;
  const [nearest] = scan.cues.before(token, yearReach);
  if (nearest?.cue !== 'birth_date') return undefined;
  // « The guitarist of … was born here in 1961 »: a year of public life.
  if (scan.cues.before(nearest.first, 60).some(({ cue }) => cue === 'office')) return undefined;
  const led = yearWord.test(textOf(tokens, token - 1)) && gapAfter(tokens, token - 1) === ' ';
  return led || nearest.last === token - 1 ? token : undefined;
}

/** Last token of the date that begins here. */
function endOfDate(scan: Scan, first: number): number | undefined {
  const { tokens } = scan;
  const length = endOf(tokens, first) - startOf(tokens, first);
  if (kindOf(tokens, first) === tokenKind.mixed) return named(scan, first);
  if (length > 4 || length === 3) return length === 8 ? compactDate(scan, first) : undefined;
  const month = first + 1;
  const year = first + 2;
  if (year >= tokens.count) return undefined;
  if (kindOf(tokens, month) === tokenKind.number) return numeric(tokens, first) ? year : undefined;
  return named(scan, first);
}

/** 19850312, where a word of birth stands right before. */
function compactDate(scan: Scan, token: number): number | undefined {
  const value = textOf(scan.tokens, token);
  const iso = plausible(Number(value.slice(6)), Number(value.slice(4, 6)), Number(value.slice(0, 4)));
  const reversed = plausible(Number(value.slice(0, 2)), Number(value.slice(2, 4)), Number(value.slice(4)));
  return iso || reversed ? token : undefined;
}

/** 12/03/1985, 1985-03-12, 12.03.85: two separators of one kind. */
function numeric(tokens: Tokens, first: number): boolean {
  const gap = gapAfter(tokens, first);
  if (!/^\s{0,2}[-/.\s]\s{0,2}$/.test(gap) || gapAfter(tokens, first + 1).trim() !== gap.trim()) return false;
  if (kindOf(tokens, first + 2) !== tokenKind.number) return false;
  const [a, b, c] = [textOf(tokens, first), textOf(tokens, first + 1), textOf(tokens, first + 2)];
  if (b.length > 2) return false;
  if (a.length === 4) return c.length <= 2 && plausible(Number(c), Number(b), Number(a));
  if (a.length > 2 || (c.length === 2 && gap.trim() === '')) return false;
  const year = c.length === 2 ? 1900 + Number(c) : Number(c);
  // Day first, or month first as in English.
  return [Number(a), Number(b)].some((day) => plausible(day, Number(a) + Number(b) - day, year));
}

/** 12 mars 1985, 1er mai 1990, 12 مارس 1985, March 12, 1985 (from its day on the month stands before). */
function named({ tokens, knowledge }: Scan, first: number): number | undefined {
  let month = first + 1;
  // 3rd of May, 12 de mars, 5 من ماي
  while (month - first < 3 && !knowledge.months.has(tokens.word[month] ?? 0)) month += 1;
  const value = knowledge.months.get(tokens.word[month] ?? 0);
  if (value === undefined || endOf(tokens, first) + 12 < startOf(tokens, month)) return undefined;
  let year = month + 1;
  while (year - month < 3 && kindOf(tokens, year) !== tokenKind.number) year += 1;
  const written = textOf(tokens, year);
  if (!/^\d{4}$/.test(written) || startOf(tokens, year) - endOf(tokens, month) > 8) return undefined;
  return plausible(Number.parseInt(textOf(tokens, first), 10), value, Number(written)) ? year : undefined;
}

/** Gregorian years of people alive, or Hijri ones. */
function plausible(day: number, month: number, year: number): boolean {
  const yearFits = (year >= 1900 && year <= 2035) || (year >= 1320 && year <= 1460);
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && yearFits;
}

/** `March 12, 1985`: the month stands first. */
export function findMonthFirst(scan: Scan): readonly Finding[] {
  const { tokens, knowledge } = scan;
  const findings: Finding[] = [];
  for (const token of scan.candidates.months) {
    if (token + 2 >= tokens.count || !knowledge.months.has(tokens.word[token] ?? 0)) continue;
    const bare = monthAndYear(scan, token);
    if (bare !== undefined) {
      findings.push(bare);
      continue;
    }
    const day = textOf(tokens, token + 1);
    const year = textOf(tokens, token + 2);
    if (!/^\d{1,2}(?:st|nd|rd|th)?$/i.test(day) || !/^\d{4}$/.test(year)) continue;
    if (!plausible(Number.parseInt(day, 10), 1, Number(year)) || !isBirth(scan, token, token + 2)) continue;
    findings.push({
      type: 'birth_date',
      start: startOf(tokens, token),
      end: endOf(tokens, token + 2),
      score: 0.93,
      checksum: null,
      ...withYear(tokens, token, token + 2),
    });
  }
  return findings;
}

/** « né en mars 1985 », « premier janvier 1956 »: right behind the word of birth. */
function monthAndYear({ tokens, cues }: Scan, month: number): Finding | undefined {
  if (!/^(?:19|20)\d{2}$/.test(textOf(tokens, month + 1)) || gapAfter(tokens, month).trim() !== '') return undefined;
  const first = /^(?:premier|first|فاتح)$/i.test(textOf(tokens, month - 1)) ? month - 1 : month;
  if (kindOf(tokens, first - 1) === tokenKind.number) return undefined;
  if (cues.before(first, 12)[0]?.cue !== 'birth_date') return undefined;
  return {
    type: 'birth_date',
    start: startOf(tokens, first),
    end: endOf(tokens, month + 1),
    score: 0.9,
    checksum: null,
    ...withYear(tokens, first, month + 1),
  };
}

/** A Hijri year begins up to twelve months before the Gregorian one that it is counted as here. */
const hijriYears = { shorter: 0.970224, from: 621.5774 };

/** The Gregorian year of a date as the finding's detail: what policies about minors go by. */
function withYear(tokens: Tokens, first: number, last: number): { readonly detail?: string } {
  for (let token = first; token <= last; token += 1) {
    const year = yearIn(textOf(tokens, token));
    if (year !== undefined) return { detail: String(year) };
  }
  const short = textOf(tokens, last);
  if (!/^\d{2}$/.test(short)) return {};
  // 12.03.15 is a child's more often than a centenarian's, and a child is to be protected.
  return { detail: String(Number(short) <= 35 ? 2000 + Number(short) : 1900 + Number(short)) };
}

function yearIn(written: string): number | undefined {
  const digits = /^\d{8}$/.test(written) ? [written.slice(0, 4), written.slice(4)] : [written];
  const year = digits.map(Number).find((value) => (value >= 1900 && value <= 2035) || (value >= 1320 && value <= 1460));
  if (year === undefined || digits.some((part) => part.length !== 4)) return undefined;
  return year < 1500 ? Math.floor(year * hijriYears.shorter + hijriYears.from) : year;
}
