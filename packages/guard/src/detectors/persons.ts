import type { Finding } from '@riad/contracts';

import { flag } from '../scan/lexicon.ts';
import { gap, gapKinds, gapLength } from '../scan/gaps.ts';
import { nameKey } from '../scan/name-key.ts';
import type { Scan } from '../scan/scan.ts';
import {
  casing,
  cliticLength,
  endOf,
  flagsOf,
  gapAfter,
  has,
  isCapitalised,
  kindOf,
  startOf,
  textOf,
  tokenKind,
  type Tokens,
} from '../scan/tokens.ts';
import { foldWord } from '../text/characters.ts';
import { findAnnouncedNames, type Announcement } from './name-announcements.ts';

const longestName = 6;
const nameFlags = flag.given | flag.family;

/** A run of tokens taken for a name. */
export interface NameSpan {
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

/** Names of persons: announced by a title or field, or known and in company. */
export function findPersons(scan: Scan): readonly NameSpan[] {
  const { tokens } = scan;
  const announced = findAnnouncedNames(scan);
  const spans: NameSpan[] = [];
  let free = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    const announcement = announced.get(token);
    if (announcement === undefined && (flagsOf(tokens, token) & (nameFlags | flag.particle)) === 0) {
      if (kindOf(tokens, token) !== tokenKind.mixed || !isArabiziName(scan, token)) continue;
    }
    const span = nameAt(scan, { token, announcement: announcement ?? 'none', free });
    if (span === undefined) continue;
    spans.push(span);
    free = span.last + 1;
    token = span.last;
  }
  return spans;
}

export function toFinding({ tokens, knowledge }: Scan, { first, last, score }: NameSpan): Finding {
  // A clitic belongs to the sentence: لمحمد is "to Mohamed".
  const start = startOf(tokens, first) + cliticLength(tokens, first, knowledge.lexicon);
  return { type: 'person', start, end: endOf(tokens, last), score, checksum: null };
}

/** 7amza, Sa3id: letters with the digits that stand for Arabic sounds. */
function isArabiziName(scan: Scan, token: number): boolean {
  const text = textOf(scan.tokens, token);
  if (text.length < 4 || text.length > 16 || !/^[a-z]*[23579][a-z]+[a-z23579]*$/i.test(text)) return false;
  return keyFlags(scan, token) !== 0;
}

/** Flags of a spelling that no list holds, through its key. */
function keyFlags(scan: Scan, token: number): number {
  const key = nameKey(foldWord(textOf(scan.tokens, token)));
  return key === undefined ? 0 : (scan.knowledge.nameKeys.get(key) ?? 0);
}

interface Start {
  readonly token: number;
  readonly announcement: Announcement;
  /** First token that no earlier name holds. */
  readonly free: number;
}

function nameAt(scan: Scan, start: Start): NameSpan | undefined {
  const { token, announcement, free } = start;
  if (announcement === 'none' && isNamesake(scan.tokens, token)) return undefined;
  const last = readName(scan, token, announcement);
  if (last === undefined) return undefined;
  const first = announcement === 'none' ? extendLeft(scan, { token, last, free }) : token;
  if (isRoman(scan.tokens, last)) return undefined;
  const score = judge(scan, { first, last, announcement });
  return score === 0 ? undefined : { first, last, score };
}

/** Avenue Mohammed V, lycée Moulay Youssef, جامعة محمد الخامس: a thing with a person's name. */
function isNamesake(tokens: Tokens, token: number): boolean {
  let before = token - 1;
  while (
    before > token - 4 &&
    before >= 0 &&
    /^(?:du|de|la|le|des|d|l|al|el|the|of|général|general|marechal|docteur|dr|cheikh|الشيخ|الدكتور)$/i.test(
      textOf(tokens, before),
    )
  )
    before -= 1;
  if (before < 0 || !has(tokens, before, flag.institution | flag.street)) return false;
  return (
    startOf(tokens, token) - endOf(tokens, before) < 18 &&
    !/[.:;,\n]/.test(tokens.text.slice(endOf(tokens, before), startOf(tokens, token)))
  );
}

/** Mohammed VI, Hassan II, محمد السادس: kings have numbers. */
function isRoman(tokens: Tokens, last: number): boolean {
  const next = last + 1;
  if (next >= tokens.count || gapAfter(tokens, last).trim() !== '') return false;
  const text = textOf(tokens, next);
  return /^[IVX]{1,4}$/.test(text) || /^(?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن)$/.test(text);
}

/** Last token of the name that begins at `first`. */
function readName(scan: Scan, first: number, announcement: Announcement): number | undefined {
  const { tokens } = scan;
  let last: number | undefined;
  let pending = first;
  for (let token = first; token < tokens.count && token - first < longestName; token += 1) {
    if (token > first && !joinsName(tokens, token - 1)) break;
    if (has(tokens, token, flag.particle) && !has(tokens, token, nameFlags) && token + 1 < tokens.count) {
      if (!joinsName(tokens, token) && gapAfter(tokens, token) !== '') break;
      continue;
    }
    if (!mayBeName(scan, { token, first, last, announcement })) break;
    last = token;
    pending = token + 1;
  }
  return last === undefined || pending === first ? undefined : last;
}

function joinsName(tokens: Tokens, token: number): boolean {
  const length = gapLength(tokens, token);
  if (length === 0) return true;
  if (length > 2) return false;
  const kinds = gapKinds(tokens, token);
  if (kinds === gap.space || (length === 1 && (kinds === gap.dash || kinds === gap.apostrophe))) return true;
  // Initials: Y. Benjelloun
  const initial = endOf(tokens, token) - startOf(tokens, token) === 1 && isCapitalised(tokens, token);
  return initial && (kinds & ~gap.space) === gap.dot;
}

interface Position {
  readonly token: number;
  readonly first: number;
  /** Last token already taken. */
  readonly last: number | undefined;
  readonly announcement: Announcement;
}

function mayBeName(scan: Scan, position: Position): boolean {
  const { tokens } = scan;
  const { token, first } = position;
  const flags = flagsOf(tokens, token);
  const kind = kindOf(tokens, token);
  if (kind === tokenKind.number || kind === tokenKind.foreign) return false;
  // A name keeps to one script.
  if (token > first && (kind === tokenKind.arabic) !== (kindOf(tokens, first) === tokenKind.arabic)) return false;
  if (kind === tokenKind.arabic) return arabicName(scan, position);
  if ((flags & nameFlags) !== 0) return nameInCase(scan, position);
  if ((flags & (flag.common | flag.month | flag.title)) !== 0) return false;
  if (kind === tokenKind.mixed) return isArabiziName(scan, token);
  return unknownLatin(scan, position);
}

/** A listed name counts as written like one: with a capital, or in a text that uses none. */
function nameInCase(scan: Scan, { token, first, announcement }: Position): boolean {
  const { tokens } = scan;
  if (isCapitalised(tokens, token)) return true;
  if (token > first && isCapitalised(tokens, first)) return false;
  if (announcement !== 'none') return !has(tokens, token, flag.common) || token === first;
  if (has(tokens, token, flag.common | flag.foreign)) return false;
  return token > first || (!has(tokens, token, flag.ambiguous) && inDarija(tokens, token));
}

/** Chats in Latin letters write names without capitals; French and English do not. */
function inDarija(tokens: Tokens, token: number): boolean {
  for (let near = token - 7; near <= token + 7; near += 1) if (has(tokens, near, flag.darija)) return true;
  return false;
}

function unknownLatin(scan: Scan, { token, first, last, announcement }: Position): boolean {
  const { tokens } = scan;
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (isCapitalised(tokens, token)) {
    if (length === 1) return gapAfter(tokens, token).startsWith('.') && token === first;
    if (has(tokens, token, flag.place)) return token > first && has(tokens, token - 1, flag.particle);
    if (announcement !== 'none') return true;
    // After a known given name, a capital makes a family name.
    return last !== undefined && has(tokens, first, nameFlags) && looksLikeFamily(scan, token, first);
  }
  if (length < 3 || has(tokens, token, flag.place | flag.phrase | flag.person)) return false;
  if (announcement === 'field') return token - first < 3;
  if (announcement !== 'none' && token === first) return keyFlags(scan, token) !== 0;
  return (
    last !== undefined && !isCapitalised(tokens, first) && (keyFlags(scan, token) !== 0 || hasFamilyForm(scan, token))
  );
}

/** Sentences end and acronyms begin with capitals too: in mixed case an acronym is no family name unless the whole is in capitals. */
function looksLikeFamily(scan: Scan, token: number, first: number): boolean {
  const { tokens } = scan;
  const acronym = tokens.casing[token] === casing.upper && endOf(tokens, token) - startOf(tokens, token) <= 4;
  if (acronym && tokens.casing[first] !== casing.upper) return false;
  return hasFamilyForm(scan, token) || !has(tokens, first, flag.foreign) || token - first <= 1;
}

/** Ben…, Bou…, Aït…, …aoui, …ani: forms that Moroccan family names have. */
function hasFamilyForm(scan: Scan, token: number): boolean {
  const folded = foldWord(textOf(scan.tokens, token));
  if (folded.length < 5) return false;
  if (/^(?:ben|bou|bel|ait|oul|ould|el|al|abou|aboul)[a-z]{3}/.test(folded)) return true;
  return scan.knowledge.familyEndings.some((ending) => folded.endsWith(ending));
}

function arabicName(scan: Scan, { token, first, last, announcement }: Position): boolean {
  const { tokens } = scan;
  const flags = flagsOf(tokens, token);
  if ((flags & nameFlags) !== 0 && (flags & flag.common) === 0) return true;
  if ((flags & (flag.common | flag.month | flag.title | flag.institution)) !== 0)
    return token > first && (flags & nameFlags) !== 0;
  if (has(tokens, token - 1, flag.particle) && token > first) return true;
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (announcement === 'field') return token - first < 4 && length > 1;
  if (last !== undefined && hasArabicFamilyForm(tokens, token)) return true;
  if (announcement === 'title')
    return token - first < 2 && length > 2 && (flags & flag.place) === 0 && hasArabicFamilyForm(tokens, token);
  return false;
}

/** العلوي, بنعلي, بوزيان: the article and a nisba, or a father's name written together. */
function hasArabicFamilyForm(tokens: Tokens, token: number): boolean {
  const text = textOf(tokens, token);
  if (/^(?:بن|بل|بو)[\u0621-\u064A]{3,8}$/.test(text)) return true;
  return /^ال[\u0621-\u064A]{2,8}ي$/.test(text) && (flagsOf(tokens, token) & (flag.common | flag.place)) === 0;
}

/** A given name that no list holds, right before a listed family name. */
function extendLeft(
  scan: Scan,
  { token, last, free }: { readonly token: number; readonly last: number; readonly free: number },
): number {
  const { tokens } = scan;
  const before = token - 1;
  if (before < free || !joinsName(tokens, before) || kindOf(tokens, before) !== tokenKind.latin) return token;
  if (!isCapitalised(tokens, before) || !isCapitalised(tokens, last)) return token;
  if ((flagsOf(tokens, before) & (flag.common | flag.place | flag.title | flag.institution | flag.month)) !== 0)
    return token;
  const length = endOf(tokens, before) - startOf(tokens, before);
  if (length === 1) return gapAfter(tokens, before) === '. ' || gapAfter(tokens, before) === '.' ? before : token;
  return length > 2 && keyFlags(scan, before) !== 0 ? before : token;
}

interface Judged {
  readonly first: number;
  readonly last: number;
  readonly announcement: Announcement;
}

/** What speaks for a name, 0 when too little does. */
function judge(scan: Scan, { first, last, announcement }: Judged): number {
  const { tokens } = scan;
  let strongGiven = 0;
  let strongFamily = 0;
  let ambiguous = 0;
  let foreign = 0;
  let others = 0;
  for (let token = first; token <= last; token += 1) {
    const flags = flagsOf(tokens, token);
    if ((flags & nameFlags) === 0) {
      if ((flags & flag.particle) === 0) others += 1;
    } else if ((flags & flag.foreign) !== 0) foreign += (flags & flag.ambiguous) !== 0 ? 0.5 : 1;
    else if ((flags & (flag.ambiguous | flag.common)) !== 0) ambiguous += 1;
    else if ((flags & flag.given) !== 0) strongGiven += 1;
    else strongFamily += 1;
  }
  const counts = { strongGiven, strongFamily, ambiguous, foreign, others, words: last - first + 1 };
  if (announcement === 'field') return 0.92;
  if (announcement === 'title')
    return strongGiven + strongFamily + ambiguous + foreign > 0 ? 0.95 : unknownAfterTitle(tokens, first);
  if (announcement === 'word') return judgeAfterWord(tokens, first, counts);
  return judgeAlone(scan, { first, last }, counts);
}

interface Counts {
  readonly strongGiven: number;
  readonly strongFamily: number;
  readonly ambiguous: number;
  readonly foreign: number;
  readonly others: number;
  readonly words: number;
}

function unknownAfterTitle(tokens: Tokens, first: number): number {
  return kindOf(tokens, first) === tokenKind.arabic || isCapitalised(tokens, first) ? 0.8 : 0;
}

function judgeAfterWord(
  tokens: Tokens,
  first: number,
  { strongGiven, strongFamily, ambiguous, foreign }: Counts,
): number {
  const known = strongGiven + strongFamily;
  if (known > 0) return 0.93;
  if (ambiguous > 0 && (isCapitalised(tokens, first) || kindOf(tokens, first) === tokenKind.arabic)) return 0.8;
  if (foreign > 0 && isCapitalised(tokens, first)) return 0.85;
  if (ambiguous > 1) return 0.7;
  return 0;
}

function judgeAlone(
  scan: Scan,
  { first, last }: { readonly first: number; readonly last: number },
  counts: Counts,
): number {
  const { tokens } = scan;
  const { strongGiven, strongFamily, ambiguous, foreign, others } = counts;
  const listed = strongGiven + strongFamily + ambiguous + foreign;
  const arabicScript = kindOf(tokens, last) === tokenKind.arabic;
  if (strongGiven > 0 && listed + others > 1) return 0.9;
  if (strongFamily > 0 && strongFamily + ambiguous + foreign > 1 && ambiguous + foreign > 0)
    return arabicScript ? 0.8 : 0.85;
  if (strongFamily > 0 && others > 0 && !arabicScript && isCapitalised(tokens, first)) return 0.7;
  if (foreign >= 1 && listed > 1 && isCapitalised(tokens, first)) return 0.75;
  if (strongGiven === 1) return aloneGiven(scan, last);
  if (ambiguous > 1 && !arabicScript && isCapitalised(tokens, first) && isCapitalised(tokens, last)) return 0.7;
  return ambiguous === 1 && others === 1 && !arabicScript && isCapitalised(tokens, last) && hasFamilyForm(scan, last)
    ? 0.75
    : 0;
}

/** One given name by itself. In Arabic script the commonest are history's as well as people's, and clitics make words of others. */
function aloneGiven(scan: Scan, last: number): number {
  const { tokens, knowledge } = scan;
  const length = endOf(tokens, last) - startOf(tokens, last);
  if (length < 4) return 0;
  if (kindOf(tokens, last) !== tokenKind.arabic) return 0.65;
  const exact = knowledge.lexicon.wordOf(tokens.word[last] ?? 0).length === length;
  return exact && !historical.test(textOf(tokens, last)) ? 0.6 : 0;
}

const historical =
  /^(?:محمد|أحمد|احمد|موسى|إبراهيم|ابراهيم|يوسف|داود|سليمان|مريم|فاطمة|عائشة|عثمان|حسين|الحسن|الحسين|إسماعيل|إدريس|يعقوب|يحيى|هاشم|مروان|ياسين|عيسى|قاسم)$/;
