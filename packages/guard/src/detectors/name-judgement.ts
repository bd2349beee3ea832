import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, flagsOf, isCapitalised, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';
import type { Announcement } from './name-announcements.ts';
import { hasFamilyForm, nameFlags } from './name-words.ts';

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
    } else if ((flagsOf(scan.tokens, token) & nameFlags) === 0) countUnlisted(scan.tokens, { token, first }, counts);
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
  tokens: Tokens,
  { token, first }: { readonly token: number; readonly first: number },
  counts: Counts,
): void {
  if ((flagsOf(tokens, token) & flag.particle) !== 0) counts.particles += token > first ? 1 : 0;
  else if (kindOf(tokens, token) === tokenKind.mixed) counts.strongGiven += 1;
  else counts.others += 1;
}

function countListed(flags: number, counts: Counts): void {
  if ((flags & flag.foreign) !== 0) counts.foreign += (flags & flag.ambiguous) === 0 ? 1 : 0.5;
  else if ((flags & (flag.ambiguous | flag.common)) !== 0) counts.ambiguous += 1;
  else if ((flags & flag.given) !== 0) counts.strongGiven += 1;
  else counts.strongFamily += 1;
}

function judgeAfterTitle(tokens: Tokens, first: number, counts: Counts): number {
  if (counts.strongGiven + counts.strongFamily + counts.ambiguous + counts.foreign > 0) return 0.95;
  return kindOf(tokens, first) === tokenKind.arabic || isCapitalised(tokens, first) ? 0.8 : 0;
}

function judgeAfterWord(
  tokens: Tokens,
  first: number,
  { strongGiven, strongFamily, ambiguous, foreign }: Counts,
): number {
  if (strongGiven + strongFamily > 0) return 0.93;
  if (ambiguous > 0 && (isCapitalised(tokens, first) || kindOf(tokens, first) === tokenKind.arabic)) return 0.8;
  if (foreign > 0 && isCapitalised(tokens, first)) return 0.85;
  return ambiguous > 1 ? 0.7 : 0;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Without an announcement names need each other's company. */
function judgeAlone(scan: Scan, span: Span, counts: Counts): number {
  const { strongGiven, strongFamily, ambiguous, foreign, others, particles } = counts;
  const listed = strongGiven + strongFamily + ambiguous + foreign;
  if (strongGiven > 0 && listed + others > 1) return 0.9;
  if (particles > 0 && listed > 1) return 0.85;
  if (strongFamily > 0 && ambiguous + foreign > 0 && listed > 1) return 0.8;
  if (strongGiven === 1) return aloneGiven(scan, span.last);
  return kindOf(scan.tokens, span.last) === tokenKind.arabic ? 0 : judgeCapitalised(scan, span, counts);
}

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
