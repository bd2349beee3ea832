import { flag } from '../scan/lexicon.ts';
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
import type { Announcement } from './name-announcements.ts';
import { hasFamilyForm, inDarija, keyFlags, nameFlags } from './name-words.ts';

export interface Candidate {
  readonly first: number;
  readonly last: number;
  readonly announcement: Announcement;
}

/** What speaks for a name, 0 when too little does. */
export function judgeName(scan: Scan, { first, last, announcement }: Candidate): number {
  if (announcement === 'field') return 0.92;
  const counts = countWords(scan, first, last);
  if (announcement === 'title') return judgeAfterTitle(scan.tokens, first, counts);
  if (announcement === 'word') return judgeAfterWord(scan.tokens, first, counts);
  if (announcement === 'list') return judgeInList(scan, { first, last }, counts);
  return judgeAlone(scan, { first, last }, counts);
}

interface Counts {
  strongGiven: number;
  strongFamily: number;
  /** Names that are also common words. */
  ambiguous: number;
  foreign: number;
  /** Words of the name that no list holds. */
  others: number;
  /** Ben, Aït … within the name. */
  particles: number;
}

function countWords(scan: Scan, first: number, last: number): Counts {
  const counts: Counts = { strongGiven: 0, strongFamily: 0, ambiguous: 0, foreign: 0, others: 0, particles: 0 };
  for (let token = first; token <= last; token += 1) {
    if (token < last && isCompound(scan, token)) {
      // نور الدين, fatima zahra: one name in two words, whatever the words are alone.
      counts.strongGiven += 1;
      token += 1;
    } else if ((flagsOf(scan.tokens, token) & nameFlags) === 0) countUnlisted(scan, { token, first }, counts);
    else countListed(flagsOf(scan.tokens, token), counts);
  }
  return counts;
}

function isCompound({ tokens, knowledge }: Scan, token: number): boolean {
  const { lexicon } = knowledge;
  const joined = lexicon.idOf(lexicon.wordOf(tokens.word[token] ?? 0) + textOf(tokens, token + 1));
  return joined !== 0 && (lexicon.flagsOf(joined) & flag.given) !== 0;
}

function countUnlisted(
  scan: Scan,
  { token, first }: { readonly token: number; readonly first: number },
  counts: Counts,
): void {
  const { tokens } = scan;
  if ((flagsOf(tokens, token) & flag.particle) !== 0) counts.particles += token > first ? 1 : 0;
  else if (kindOf(tokens, token) === tokenKind.mixed || isKeyedChat(scan, token)) counts.strongGiven += 1;
  else counts.others += 1;
}

/** ftouma: in small letters, a spelling whose key a given name has. */
function isKeyedChat(scan: Scan, token: number): boolean {
  const { tokens } = scan;
  return (
    kindOf(tokens, token) === tokenKind.latin &&
    !isCapitalised(tokens, token) &&
    (keyFlags(scan, token) & flag.given) !== 0
  );
}

function countListed(flags: number, counts: Counts): void {
  if ((flags & flag.foreign) !== 0) counts.foreign += (flags & flag.ambiguous) === 0 ? 1 : 0.5;
  else if ((flags & (flag.ambiguous | flag.common)) !== 0) counts.ambiguous += 1;
  else if ((flags & flag.given) !== 0) counts.strongGiven += 1;
  else counts.strongFamily += 1;
}

function judgeAfterTitle(tokens: Tokens, first: number, counts: Counts): number {
  if (counts.strongGiven + counts.strongFamily + counts.ambiguous + counts.foreign > 0) return 0.95;
  if (isAcronym(tokens, first, counts)) return 0;
  return kindOf(tokens, first) === tokenKind.arabic || isCapitalised(tokens, first) ? 0.8 : 0;
}

/** سميتها ADT: short, in capitals and by itself. */
function isAcronym(tokens: Tokens, first: number, { others }: Counts): boolean {
  return others === 1 && tokens.casing[first] === casing.upper && endOf(tokens, first) - startOf(tokens, first) <= 4;
}

function judgeAfterWord(
  tokens: Tokens,
  first: number,
  { strongGiven, strongFamily, ambiguous, foreign }: Counts,
): number {
  if (strongGiven + strongFamily > 0) return 0.93;
  if (ambiguous > 0 && (isCapitalised(tokens, first) || kindOf(tokens, first) === tokenKind.arabic)) return 0.8;
  if (foreign > 0 && isCapitalised(tokens, first)) return 0.85;
  if (ambiguous > 0 && inDarija(tokens, first)) return 0.72;
  return ambiguous > 1 ? 0.7 : 0;
}

/** Among names a name needs little: to be listed, or to have a family name's form. */
function judgeInList(
  scan: Scan,
  { first, last }: Span,
  { strongGiven, strongFamily, ambiguous, foreign }: Counts,
): number {
  if (strongGiven + strongFamily > 0) return 0.9;
  const inCase = kindOf(scan.tokens, first) === tokenKind.arabic || isCapitalised(scan.tokens, first);
  if (!inCase) return 0;
  if (ambiguous + foreign > 0) return 0.8;
  return hasFamilyForm(scan, last) || keyFlags(scan, last) !== 0 ? 0.75 : 0;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Without an announcement names need each other's company. */
function judgeAlone(scan: Scan, span: Span, counts: Counts): number {
  const together = judgeTogether(counts);
  if (together > 0) return together;
  const { strongGiven, strongFamily, ambiguous } = counts;
  if (ambiguous + strongGiven > 0 && isJoined(scan, span)) return 0.7;
  if (strongGiven === 1) return aloneGiven(scan, span.last);
  if (strongFamily === 1 && isBesideGiven(scan, span)) return 0.75;
  if (ambiguous === 1 && isFollowedByKin(scan.tokens, span.last)) return 0.7;
  const isArabic = kindOf(scan.tokens, span.last) === tokenKind.arabic;
  return isArabic ? judgeDoubtfulArabic(scan.tokens, span, counts) : judgeCapitalised(scan, span, counts);
}

const kin =
  /^(?:ختي|خويا|خوي|مراتي|راجلي|ولدي|بنتي|صاحبي|صاحبتي|عمي|خالي|خالتي|جارتنا|جارنا|أخي|أختي|ابني|ابنتي|زوجي|زوجتي|والدي|والدتي|زميلي|زميلتي|khti|khoya|khouya|mrati|rajli|weldi|wldi|bnti|sahbi|sa7bi|sahbti)$/i;

const greeting = /^(?:السلام|سلام|مرحبا|عزيز|عزيزة|حبيب|حبيبة|salam|aziz|aziza|habib)$/i;

/** حنان ختي, kawtar khti */
function isFollowedByKin(tokens: Tokens, last: number): boolean {
  if (greeting.test(textOf(tokens, last))) return false;
  return /^(?: |, |، )$/.test(gapAfter(tokens, last)) && kin.test(textOf(tokens, last + 1));
}

/** Listed names beside each other need nothing else. */
function judgeTogether({ strongGiven, strongFamily, ambiguous, foreign, others, particles }: Counts): number {
  const listed = strongGiven + strongFamily + ambiguous + foreign;
  if (strongGiven > 0 && listed + others > 1) return 0.9;
  if (particles > 0 && listed > 1) return 0.85;
  return strongFamily > 0 && ambiguous + foreign > 0 && listed > 1 ? 0.8 : 0;
}

/** إحسان فكري, كريم بلقايد: a word that may be a given name, before one that may be a family's or has the form of one. */
function judgeDoubtfulArabic(tokens: Tokens, { first, last }: Span, { ambiguous, others }: Counts): number {
  if (ambiguous > 1 && has(tokens, first, flag.given) && has(tokens, last, flag.family)) return 0.75;
  if (ambiguous === 0 || others === 0) return 0;
  if (/^(?:بن|بل|بو|أو|أيت)/.test(textOf(tokens, last))) return 0.75;
  return first === last - 1 && flagsOf(tokens, last) === 0 && /^ال.{3,}[اوي]ي$/.test(textOf(tokens, last)) ? 0.7 : 0;
}

/** أنس وسلمى: two given names, one of them sure, that « and » joins. */
function isJoined(scan: Scan, { first, last }: Span): boolean {
  if (kindOf(scan.tokens, last) !== tokenKind.arabic) return false;
  return joinsGiven(scan, last) || (first > 0 && joinsGiven(scan, first - 1));
}

function joinsGiven({ tokens, knowledge }: Scan, left: number): boolean {
  const right = left + 1;
  const [one, other] = [flagsOf(tokens, left), flagsOf(tokens, right)];
  if ((one & other & nameFlags) === 0 || (one & other & flag.ambiguous) !== 0) return false;
  if (((one | other) & flag.common) !== 0 || startOf(tokens, right) - endOf(tokens, left) !== 1) return false;
  // الكريمة والنعمة: with an article they are words.
  if (textOf(tokens, left).startsWith('ال') && textOf(tokens, right).startsWith('وال')) return false;
  return tokens.text.charCodeAt(startOf(tokens, right)) === waw && cliticLength(tokens, right, knowledge.lexicon) > 0;
}

/** 'Ouchen','Marouane': two cells of a row. */
function isBesideGiven({ tokens }: Scan, { first, last }: Span): boolean {
  const isCellEnd = (left: number): boolean => /^["']\s?[,;]\s?["']$|^[;|\t]$/.test(gapAfter(tokens, left));
  const isGiven = (token: number): boolean =>
    has(tokens, token, flag.given | flag.title | flag.particle) && isCapitalised(tokens, token);
  return (isCellEnd(last) && isGiven(last + 1)) || (first > 0 && isCellEnd(first - 1) && isGiven(first - 1));
}

const waw = 0x06_48;

/** In Latin letters capitals speak too. */
function judgeCapitalised(
  scan: Scan,
  { first, last }: Span,
  { strongFamily, ambiguous, foreign, others }: Counts,
): number {
  const { tokens } = scan;
  if (!isCapitalised(tokens, first) || !isCapitalised(tokens, last)) return 0;
  if (strongFamily > 0 && others > 0) return 0.7;
  if (foreign >= 1 && strongFamily + ambiguous + foreign > 1) return 0.75;
  if (ambiguous > 1) return 0.7;
  return ambiguous === 1 && others === 1 && hasFamilyForm(scan, last) ? 0.75 : 0;
}

/** One given name by itself. In Arabic script the commonest are history's as well as people's, and clitics make words of others. */
function aloneGiven({ tokens, knowledge }: Scan, last: number): number {
  const length = endOf(tokens, last) - startOf(tokens, last);
  if (length < 4) return 0;
  if (kindOf(tokens, last) !== tokenKind.arabic) return 0.65;
  const exact = knowledge.lexicon.wordOf(tokens.word[last] ?? 0).length === length;
  return exact && !historical.test(textOf(tokens, last)) ? 0.6 : 0;
}

const historical =
  /^(?:محمد|أحمد|احمد|موسى|إبراهيم|ابراهيم|يوسف|داود|سليمان|مريم|فاطمة|عائشة|عثمان|حسين|الحسن|الحسين|إسماعيل|إدريس|يعقوب|يحيى|هاشم|مروان|ياسين|عيسى|قاسم)$/;
