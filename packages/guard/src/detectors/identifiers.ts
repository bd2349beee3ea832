import type { Finding } from '@riad/contracts';

import { checksums, ibanLengthFits } from '../checks/checksums.ts';
import type { CueClass, IdentifierRule } from '../profiles/profile.ts';
import type { Cue } from '../scan/cues.ts';
import type { CompiledRule } from '../scan/knowledge.ts';
import type { Scan } from '../scan/scan.ts';
import { gap, gapKinds, gapLength } from '../scan/gaps.ts';
import { flag } from '../scan/lexicon.ts';
import { casing, endOf, gapAfter, has, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';
import { otherPrefixes } from './other-prefixes.ts';

const longestIdentifier = 40;
/** How far before and after an identifier its announcement may stand, in characters. */
const reachBefore = 70;
const reachAfter = 24;

interface Written {
  readonly first: number;
  last: number;
  compact: string;
  /** Kinds of the separators seen between the groups. */
  separators: number;
  plus: boolean;
  /** Groups with letters so far. */
  lettered: number;
  /** Begins like an IBAN: only these have letters all over. */
  like: boolean;
}

interface Match {
  readonly rule: IdentifierRule;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly checksum: boolean | null;
}

/** Identifiers made of digits and letters, however grouped, by the rules of the profiles. */
export function findIdentifiers(scan: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  let previous: Match | undefined;
  let free = 0;
  for (const token of scan.candidates.identifiers) {
    if (token < free || isSmallWord(scan, token)) continue;
    const run = lengthOfSingles(scan, token);
    if (run > longestIdentifier) {
      free = token + run;
      continue;
    }
    const match = bestMatch(scan, token, previous);
    if (match === undefined) continue;
    const { rule, start, end, score, checksum } = match;
    findings.push({ type: rule.type, start, end, score, checksum });
    previous = match;
    free = match.last + 1;
  }
  return findings;
}

/** né, le, at: no part of an identifier. */
function isSmallWord({ tokens }: Pick<Scan, 'tokens'>, token: number): boolean {
  return (
    tokens.casing[token] === casing.lower &&
    kindOf(tokens, token) === tokenKind.latin &&
    has(tokens, token, flag.common)
  );
}

/** Tokens of one character that follow each other; 1 2 3 … longer than any identifier is none, and need not be read again and again. */
function lengthOfSingles({ tokens }: Scan, first: number): number {
  let token = first;
  while (token < tokens.count && endOf(tokens, token) - startOf(tokens, token) === 1) {
    token += 1;
    if (gapLength(tokens, token - 1) > 3) break;
  }
  return token - first;
}

function bestMatch(scan: Scan, first: number, previous: Match | undefined): Match | undefined {
  const { tokens } = scan;
  const plus = tokens.text.charAt(startOf(tokens, first) - 1) === '+';
  const written: Written = {
    first,
    last: first - 1,
    compact: plus ? '+' : '',
    separators: 0,
    plus,
    lettered: 0,
    like: false,
  };
  const place = placeOf(scan, first, previous);
  let best: Match | undefined;
  for (let token = first; token < tokens.count; token += 1) {
    if (!append(scan, written, token)) break;
    const match = matchRules(scan, written, place);
    if (match !== undefined && (best === undefined || prefers(match, best))) best = match;
    if (!joins(scan, token, written)) break;
  }
  return best;
}

/** The surer one; but a number of twice the length is no accident. */
function prefers(longer: Match, best: Match): boolean {
  return (
    longer.score >= best.score || (longer.checksum !== null && longer.end - longer.start >= 2 * (best.end - best.start))
  );
}

/** Where a candidate begins: what was said before it. */
interface Place {
  readonly previous: Match | undefined;
  /** Bits of the types that cues before it or its column announce. */
  readonly bits: number;
  /** Index of the first cue behind the candidate's first token. */
  readonly nextCue: number;
}

function placeOf(scan: Scan, first: number, previous: Match | undefined): Place {
  const column = scan.columnOf(first);
  const ofColumn = column === undefined ? 0 : scan.knowledge.bitOf(column);
  const nextCue = scan.cueList.length === 0 ? 0 : scan.cues.from(first);
  return { previous, bits: ofColumn | scan.cues.bitsBefore(first, reachBefore), nextCue };
}

function append({ tokens }: Scan, written: Written, token: number): boolean {
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (written.compact.length + length > longestIdentifier) return false;
  const kind = kindOf(tokens, token);
  if (kind !== tokenKind.number) {
    if (!mayHoldLetters(tokens, token) || (token > written.first && isSmallWord({ tokens }, token))) return false;
    written.lettered += 1;
    if (written.lettered > 2 && !written.like) return false;
  }
  const text = textOf(tokens, token);
  written.compact += kind === tokenKind.number || tokens.casing[token] === casing.upper ? text : text.toUpperCase();
  if (written.lettered === 2 && kind !== tokenKind.number) written.like = /^[A-Z]{2}\d{2}/.test(written.compact);
  written.last = token;
  return true;
}

function mayHoldLetters(tokens: Tokens, token: number): boolean {
  const kind = kindOf(tokens, token);
  return kind === tokenKind.mixed || (kind === tokenKind.latin && endOf(tokens, token) - startOf(tokens, token) <= 4);
}

const joining =
  gap.space | gap.dash | gap.dot | gap.slash | gap.underscore | gap.bracket | gap.newline | gap.tab | gap.pipe;

/** Whether what follows may be one more group. */
function joins({ tokens, columns }: Scan, token: number, written: Written): boolean {
  const length = gapLength(tokens, token);
  if (length === 0 || length > 3) return false;
  const kinds = gapKinds(tokens, token);
  if ((kinds & ~joining) !== 0 || (length > 1 && kinds === gap.newline)) return false;
  // What a header names ends with its cell.
  if (columns.size > 0 && columns.get(written.first) !== columns.get(token + 1)) return false;
  written.separators |= kinds;
  return true;
}

function matchRules(scan: Scan, written: Written, place: Place): Match | undefined {
  const rules = scan.identifiersByLength[written.compact.length];
  if (rules === undefined) return undefined;
  const behind = cueBehind(scan, written, place.nextCue) ?? noCue;
  const bits = place.bits | behind.bit;
  let best: Match | undefined;
  for (const compiled of rules) {
    const { rule } = compiled;
    if (!mayApply(compiled, written, bits)) continue;
    // Evidence and a check that holds add at most this much.
    if (best !== undefined && rule.score + mostAdded <= best.score) continue;
    if (!fits(scan, rule, written)) continue;
    const near = scan.cues.before(written.first, reachBefore);
    const match = judge(scan, { rule, written, near, after: behind.cue, ...place });
    if (match !== undefined && (best === undefined || match.score > best.score)) best = match;
  }
  return best;
}

const noCue = { cue: undefined, bit: 0 } as const;

/** Looked at before the pattern is tried: the announcement it needs, the letter it begins with. */
function mayApply(
  { rule, bit, lettered, figuresOnly, separators }: CompiledRule,
  written: Written,
  bits: number,
): boolean {
  if (rule.evidence === 'cue' && (bits & bit) === 0) return false;
  if ((written.separators & ~separators) !== 0) return false;
  if (written.lettered === 0 ? lettered : figuresOnly) return false;
  return rule.check !== 'iban' || ibanLengthFits(written.compact);
}

const mostAdded = 0.08;

/** The cue right behind what is written so far. */
function cueBehind({ cueList, tokens }: Scan, { last }: Written, next: number): Cue | undefined {
  let index = next;
  while ((cueList[index]?.first ?? tokens.count) <= last) index += 1;
  const cue = cueList[index];
  return cue !== undefined && startOf(tokens, cue.first) - endOf(tokens, last) <= reachAfter ? cue : undefined;
}

function fits({ tokens }: Scan, rule: IdentifierRule, written: Written): boolean {
  if (!rule.shape.test(written.compact)) return false;
  return rule.groups === undefined || rule.groups.test(groupsOf(tokens, written));
}

/** Lengths of the groups, `4 4 4 4`. */
function groupsOf(tokens: Tokens, { first, last }: Written): string {
  let groups = '';
  for (let token = first; token <= last; token += 1)
    groups += `${token === first ? '' : ' '}${endOf(tokens, token) - startOf(tokens, token)}`;
  return groups;
}

interface Case extends Place {
  readonly near: readonly Cue[];
  readonly rule: IdentifierRule;
  readonly written: Written;
  readonly after: CueClass | undefined;
}

function judge(scan: Scan, theCase: Case): Match | undefined {
  const { rule, written } = theCase;
  const holds = rule.check === undefined ? null : checksums[rule.check](written.compact.replace('+', ''));
  if (holds === false && rule.reportsInvalid !== true) return undefined;
  if (rule.type === 'civil_status' && isYearNamed(scan, written)) return undefined;
  const evidence = evidenceFor(scan, theCase);
  if (beginsWithWord(scan, written)) return undefined;
  if (rule.evidence === 'cue' ? evidence < 0.5 : !standsAlone(scan, theCase, holds)) return undefined;
  const score = Math.min(
    0.99,
    rule.score +
      (holds === true ? 0.03 : 0) -
      (holds === false ? 0.25 : 0) +
      0.05 * evidence -
      passedOver(rule, evidence),
  );
  const end = endOf(scan.tokens, written.last);
  return { rule, last: written.last, start: startOfWritten(scan.tokens, written, end), end, score, checksum: holds };
}

/** « n° 418 de l'année 1990 »: the number is the act's, the year is not. */
function isYearNamed({ tokens }: Scan, { first, compact }: Written): boolean {
  return (
    /^(?:19|20)\d\d$/.test(compact) && /^(?:année|annee|year|en|in|سنة|لسنة|عام|لعام)$/i.test(textOf(tokens, first - 1))
  );
}

/** Of two announcements the nearer one counts, whatever the rules are worth. */
function passedOver({ evidence: needed }: IdentifierRule, evidence: number): number {
  return needed === 'cue' ? 0.8 * (1 - evidence) : 0;
}

/** With its plus sign, and with the bracket that is closed within it: (+212) 6 61 … */
function startOfWritten(tokens: Tokens, { first, plus }: Written, end: number): number {
  const { text } = tokens;
  const start = startOf(tokens, first) - (plus ? 1 : 0);
  const inner = text.slice(start, end);
  return text.charAt(start - 1) === '(' && inner.indexOf(')') > inner.indexOf('(') && !inner.includes('(')
    ? start - 1
    : start;
}

/** `le 25`, `at 06`: a word of the sentence is no part of an identifier. */
function beginsWithWord({ tokens, cues, cueList }: Scan, { first, last }: Written): boolean {
  if (first === last || kindOf(tokens, first) !== tokenKind.latin) return false;
  if (has(tokens, first, flag.phrase) && endOf(tokens, first) - startOf(tokens, first) > 1)
    return tokens.casing[first] !== casing.upper || announcesItself({ cues, cueList }, first);
  return false;
}

/** `cin CB 214578`: CB is a card of the bank, but not right behind another announcement. */
function announcesItself({ cues, cueList }: Pick<Scan, 'cues' | 'cueList'>, first: number): boolean {
  const own = cues.from(first - 1);
  return cueList[own]?.first === first && cueList[own - 1]?.last !== first - 1;
}

/** Say nothing about numbers. */
const quiet: ReadonlySet<CueClass> = new Set(['plain', 'place', 'namesake', 'name', 'label']);

/** 1 for the nearest cue that fits, less the further it stands behind others; 0 for none. */
function evidenceFor(scan: Scan, { rule, near, after, written, previous }: Case): number {
  if (scan.columnOf(written.first) === rule.type) return 1;
  let passed = 0;
  for (const { cue, last, first } of near) {
    if (startOf(scan.tokens, written.first) - endOf(scan.tokens, last) > (rule.reach ?? reachBefore)) break;
    if (cue === rule.type)
      return crossesNumber(scan, { last, written, previous, rule }) ? 0 : Math.max(0.5, 1 - passed * 0.1);
    // Words inside the candidate's own letters are no announcement.
    if (first < written.first && !quiet.has(cue)) passed += 1;
  }
  return after === rule.type && passed === 0 ? 0.7 : 0;
}

/** A cue speaks for the number that follows it, and for others listed right behind, not for any later one. */
function crossesNumber(
  scan: Scan,
  {
    last,
    written,
    previous,
    rule,
  }: {
    readonly last: number;
    readonly written: Written;
    readonly previous: Match | undefined;
    readonly rule: IdentifierRule;
  },
): boolean {
  const { tokens } = scan;
  for (let token = written.first - 1; token > last; token -= 1) {
    const kind = kindOf(tokens, token);
    if (kind !== tokenKind.number && kind !== tokenKind.mixed) continue;
    if (endOf(tokens, token) - startOf(tokens, token) < 4) continue;
    if (previous !== undefined && previous.last >= token && previous.last > last) {
      // A short number takes a word of its own.
      if (rule.length[0] < 4) return true;
      return previous.rule.type !== rule.type && startOf(tokens, written.first) - previous.end > 12;
    }
    return true;
  }
  return false;
}

/** Without a word to announce it: not part of a longer code, not announced as something else, not an amount. */
function standsAlone(scan: Scan, theCase: Case, holds: boolean | null): boolean {
  const { rule, written, near, after } = theCase;
  if (rule.capitals === true && !inCapitals(scan, written)) return false;
  if (rule.type === 'cin' && !looksLikeCard(scan, written, rule)) return false;
  if (near.some(({ cue }) => cue === rule.type)) return true;
  if (gluedToNumber(scan, written)) return false;
  return (
    holds === true ||
    (after !== 'amount' && !announcedAsOther(scan, written, near) && scan.columnOf(written.first) !== 'order')
  );
}

function announcedAsOther({ tokens }: Scan, written: Written, near: readonly Cue[]): boolean {
  const nearest = near[0];
  return nearest?.cue === 'order' && startOf(tokens, written.first) - endOf(tokens, nearest.last) < 30;
}

function inCapitals({ tokens }: Scan, { first, last }: Written): boolean {
  for (let token = first; token <= last; token += 1) {
    if (kindOf(tokens, token) === tokenKind.number) continue;
    const text = textOf(tokens, token);
    if (text !== text.toUpperCase()) return false;
    if (kindOf(tokens, token) === tokenKind.latin && tokens.casing[token] === casing.lower) return false;
  }
  return true;
}

function looksLikeCard({ tokens }: Scan, written: Written, rule: IdentifierRule): boolean {
  const letters = /^[A-Z]+/.exec(written.compact)?.[0] ?? '';
  const digits = written.compact.length - letters.length;
  if (written.first === written.last) {
    if (letters.length === 1) return digits === 6 || (digits === 5 && tokens.casing[written.first] !== casing.lower);
    return rule.capitals === true || digits === 6;
  }
  if (letters === '' || otherPrefixes.has(letters) || digits < 5) return false;
  return isGrouped(tokens, written, letters);
}

/** AB 123456, BK1 2 3 4 5 6, BK12-34-56 */
function isGrouped(tokens: Tokens, written: Written, letters: string): boolean {
  if (written.last - written.first === 1) return letters.length === 2;
  return /^(?:1|[23])(?: 1)+$/.test(groupsOf(tokens, written)) || isInPairs(tokens, written);
}

/** BK12-34-56 */
function isInPairs(tokens: Tokens, { first, last }: Written): boolean {
  return /^[A-Z]{1,2}\d{2}-\d{2}-\d{1,2}$/.test(tokens.text.slice(startOf(tokens, first), endOf(tokens, last)));
}

/** 2024-BL123456-01, b123456-4f2e: a piece of a longer code. */
function gluedToNumber({ tokens }: Scan, { first, last, plus }: Written): boolean {
  const before = plus || first === 0 ? '' : tokens.text.slice(endOf(tokens, first - 1), startOf(tokens, first));
  if (/^[-./_#@=~]$/.test(before) && isNumeric(tokens.kind[first - 1])) return true;
  const after = gapAfter(tokens, last);
  if (/^[-/_#@~]$/.test(after) && isNumeric(tokens.kind[last + 1])) return true;
  return (
    /^[.,]$/.test(after) &&
    kindOf(tokens, last + 1) === tokenKind.number &&
    endOf(tokens, last + 1) - startOf(tokens, last + 1) <= 2
  );
}

function isNumeric(kind: number | undefined): boolean {
  return kind === tokenKind.number || kind === tokenKind.mixed;
}
