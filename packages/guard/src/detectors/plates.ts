import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';

/** Vehicle plates: three groups, the middle one (or the outer ones) letters. */
export function findPlates(scan: Scan): readonly Finding[] {
  const { tokens } = scan;
  const findings: Finding[] = [];
  let free = 0;
  for (const token of scan.candidates.identifiers) {
    if (token < free) continue;
    if (endOf(tokens, token) - startOf(tokens, token) > 9) continue;
    const plate = plateAt(scan, token);
    if (plate === undefined) continue;
    findings.push({
      type: 'plate',
      start: startOf(tokens, token),
      end: endOf(tokens, plate.last),
      score: plate.score,
      checksum: null,
    });
    free = plate.last + 1;
  }
  return findings;
}

function plateAt(scan: Scan, first: number): { readonly last: number; readonly score: number } | undefined {
  const { tokens } = scan;
  const kind = kindOf(tokens, first);
  if (kind === tokenKind.mixed) return inOneWord(scan, first);
  const length = endOf(tokens, first) - startOf(tokens, first);
  if (
    kind === tokenKind.latin
      ? length > 3 || kindOf(tokens, first + 1) !== tokenKind.number
      : kind !== tokenKind.number || length > 6
  )
    return undefined;
  for (const groups of [3, 2]) {
    const last = first + groups - 1;
    if (last >= tokens.count || !hasLetters(tokens, first, last) || !tight(tokens, first, last)) continue;
    const evidence = fits(scan, first, last);
    if (evidence !== undefined) return { last, score: evidence };
  }
  return undefined;
}

/** 12345A6, AB123CD. */
function inOneWord(scan: Scan, token: number): { readonly last: number; readonly score: number } | undefined {
  const value = textOf(scan.tokens, token);
  const capitals = value.toUpperCase();
  const rule = scan.knowledge.plates.find(({ shape }) => shape.test(capitals));
  if (rule === undefined) return undefined;
  if (announcedPlate(scan, token, token)) return { last: token, score: 0.93 };
  return rule.evidence === 'bare' && value.startsWith('WW') ? { last: token, score: 0.8 } : undefined;
}

function hasLetters(tokens: Tokens, first: number, last: number): boolean {
  for (let token = first; token <= last; token += 1) if (kindOf(tokens, token) !== tokenKind.number) return true;
  return false;
}

/** One separator of one kind, perhaps between spaces. */
function tight(tokens: Tokens, first: number, last: number): boolean {
  for (let token = first; token < last; token += 1) {
    const gap = gapAfter(tokens, token);
    if (gap !== '' && !/^ ?[-|/. _] ?$/.test(gap)) return false;
  }
  return true;
}

function fits(scan: Scan, first: number, last: number): number | undefined {
  const { tokens, knowledge } = scan;
  let compact = '';
  let letters = '';
  for (let token = first; token <= last; token += 1) {
    const text = textOf(tokens, token);
    compact += text;
    if (kindOf(tokens, token) !== tokenKind.number) letters += text;
  }
  const capitals = compact.toUpperCase();
  // The shape is cheaper to look at than what announces it, and few numbers have it.
  if (letters === '' || letters.length > 4 || !knowledge.plates.some(({ shape }) => shape.test(capitals)))
    return undefined;
  const announced = announcedPlate(scan, first, last);
  if (!announced && letters !== letters.toUpperCase()) return undefined;
  const rule = knowledge.plates.find(
    ({ shape, evidence }) => (announced || evidence === 'bare') && shape.test(announced ? capitals : compact),
  );
  if (rule === undefined) return undefined;
  if (announced) return 0.95;
  return standsAlone(tokens, first, last) && fitsUnannounced(tokens, first, last) ? 0.85 : undefined;
}

/** Lists number their items 12 - ب - 3 and codes run on: a plate stands alone and keeps to one separator. */
function standsAlone(tokens: Tokens, first: number, last: number): boolean {
  const before = first === 0 ? '' : tokens.text.slice(endOf(tokens, first - 1), startOf(tokens, first));
  return !/^[-/._]$/.test(before) && !/^[-/._]$/.test(gapAfter(tokens, last)) && !/^[,.]$/.test(before);
}

function fitsUnannounced(tokens: Tokens, first: number, last: number): boolean {
  const gaps = Array.from({ length: last - first }, (_, index) => gapAfter(tokens, first + index));
  if (!gaps.every((gap) => gap === gaps[0])) return false;
  const arabicLetter = Array.from({ length: last - first + 1 }, (_, index) => kindOf(tokens, first + index)).includes(
    tokenKind.arabic,
  );
  // و between two numbers is mostly "and".
  if (gaps[0] === ' ' && textOf(tokens, first + 1) === 'و') return false;
  return arabicLetter || gaps[0]?.trim() === '-' || gaps[0]?.trim() === '|' || textOf(tokens, first).startsWith('WW');
}

function announcedPlate(scan: Scan, first: number, last: number): boolean {
  if (scan.columnOf(first) === 'plate') return true;
  const near = scan.cues.before(first, 50);
  if (near.slice(0, 3).some(({ cue }) => cue === 'plate')) return true;
  return scan.cues.after(last, 16)[0]?.cue === 'plate';
}
