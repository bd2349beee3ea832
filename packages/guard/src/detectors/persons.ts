import type { Finding } from '@riad/contracts';

import { mergeOrdered } from '../scan/candidates.ts';
import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import {
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
import { findAnnouncedNames, type Announcement } from './name-announcements.ts';
import { judgeName } from './name-judgement.ts';
import { isArabiziName, joinsName, keyFlags, mayBeName, nameFlags } from './name-words.ts';

const longestName = 6;

/** A run of tokens taken for a name. */
export interface NameSpan {
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

/** Names of persons: announced by a title or field, or known and in company. */
export function findPersons(scan: Scan): readonly NameSpan[] {
  const announced = findAnnouncedNames(scan);
  const spans: NameSpan[] = [];
  let free = 0;
  for (const token of mergeOrdered(scan.candidates.names, announced.keys())) {
    if (token < free) continue;
    const announcement = announced.get(token);
    if (announcement === undefined && !mayBegin(scan, token)) continue;
    const span = nameAt(scan, { token, announcement: announcement ?? 'none', free });
    if (span === undefined) continue;
    spans.push(span);
    free = span.last + 1;
  }
  return spans;
}

export function toFinding({ tokens, knowledge }: Scan, { first, last, score }: NameSpan): Finding {
  // A clitic belongs to the sentence: لمحمد is "to Mohamed".
  const start = startOf(tokens, first) + cliticLength(tokens, first, knowledge.lexicon);
  return { type: 'person', start, end: endOf(tokens, last), score, checksum: null };
}

function mayBegin(scan: Scan, token: number): boolean {
  if ((flagsOf(scan.tokens, token) & (nameFlags | flag.particle)) !== 0) return true;
  return kindOf(scan.tokens, token) === tokenKind.mixed && isArabiziName(scan, token);
}

interface Start {
  readonly token: number;
  readonly announcement: Announcement;
  /** First token that no earlier name holds. */
  readonly free: number;
}

function nameAt(scan: Scan, { token, announcement, free }: Start): NameSpan | undefined {
  const { tokens } = scan;
  if (announcement === 'none' && isNamesake(tokens, token)) return undefined;
  const last = readName(scan, token, announcement);
  if (last === undefined || isNumbered(tokens, last)) return undefined;
  const first = announcement === 'none' ? extendLeft(scan, { token, last, free }) : token;
  const score = judgeName(scan, { first, last, announcement });
  return score === 0 ? undefined : { first, last, score };
}

const smallWords = /^(?:du|de|la|le|des|d|l|al|el|the|of|général|general|marechal|docteur|dr|cheikh|الشيخ|الدكتور)$/i;

/** Avenue Mohammed V, lycée Moulay Youssef, جامعة محمد الخامس: a thing with a person's name. */
function isNamesake(tokens: Tokens, token: number): boolean {
  let before = token - 1;
  while (before > token - 4 && before >= 0 && smallWords.test(textOf(tokens, before))) before -= 1;
  if (before < 0 || !has(tokens, before, flag.institution | flag.street)) return false;
  const between = tokens.text.slice(endOf(tokens, before), startOf(tokens, token));
  return between.length < 18 && !/[.:;,\n]/.test(between);
}

/** Mohammed VI, Hassan II, محمد السادس: kings have numbers. */
function isNumbered(tokens: Tokens, last: number): boolean {
  const next = last + 1;
  if (next >= tokens.count || gapAfter(tokens, last).trim() !== '') return false;
  const text = textOf(tokens, next);
  return /^[IVX]{1,4}$/.test(text) || /^(?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن)$/.test(text);
}

/** Last token of the name that begins at `first`. */
function readName(scan: Scan, first: number, announcement: Announcement): number | undefined {
  const { tokens } = scan;
  let last: number | undefined;
  for (let token = first; token < tokens.count && token - first < longestName; token += 1) {
    if (token > first && !joinsName(tokens, token - 1)) break;
    // Particles belong to a name when one follows.
    if (isParticle(tokens, token)) continue;
    if (!mayBeName(scan, { token, first, last, announcement })) break;
    last = token;
  }
  return last;
}

function isParticle(tokens: Tokens, token: number): boolean {
  return has(tokens, token, flag.particle) && !has(tokens, token, nameFlags) && token + 1 < tokens.count;
}

const neverGiven = flag.common | flag.place | flag.title | flag.institution | flag.month;

/** A given name that no list holds, or an initial, right before a listed family name. */
function extendLeft(
  scan: Scan,
  { token, last, free }: { readonly token: number; readonly last: number; readonly free: number },
): number {
  const { tokens } = scan;
  const before = token - 1;
  if (before < free || kindOf(tokens, before) !== tokenKind.latin || !joinsName(tokens, before)) return token;
  if (!isCapitalised(tokens, before) || !isCapitalised(tokens, last) || has(tokens, before, neverGiven)) return token;
  const length = endOf(tokens, before) - startOf(tokens, before);
  if (length === 1) return gapAfter(tokens, before).startsWith('.') ? before : token;
  return length > 2 && keyFlags(scan, before) !== 0 ? before : token;
}
