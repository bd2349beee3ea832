import type { Finding } from '@riad/contracts';

import { mergeOrdered } from '../scan/candidates.ts';
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
import { isNamesake } from './namesakes.ts';
import type { NameSpan } from './name-span.ts';
import { findAnnouncedNames, isHaj, type Announcement } from './name-announcements.ts';
import { genderOf } from './gender.ts';
import { withoutHistory } from './history.ts';
import { judgeName } from './name-judgement.ts';
import { holdsOffice } from './public-names.ts';
import { isArabiziName, isSecondHalf, joinsName, keyFlags, mayBeName, nameFlags } from './name-words.ts';

const longestName = 6;

/** Names of persons: announced by a title or field, or known and in company. */
export function findPersons(scan: Scan): readonly NameSpan[] {
  const announced = new Map(findAnnouncedNames(scan));
  const spans: NameSpan[] = [];
  let free = 0;
  /** Where a list of names goes on. */
  let listed = scan.tokens.count;
  const look = (token: number): void => {
    const announcement = announced.get(token) ?? (token === listed ? 'list' : undefined);
    if (token < free || (announcement === undefined && !mayBegin(scan, token)) || isTitleBefore(token)) return;
    const span = nameAt(scan, { token, announcement: announcement ?? 'none', free });
    if (span === undefined) return;
    spans.push(span);
    free = span.last + 1;
    const next = nextInList(scan, span.last);
    // Among names that nothing announces only listed ones go on a list.
    if (announcement !== undefined || goesOn(scan, span.last, next)) listed = next;
  };
  for (const token of mergeOrdered(scan.candidates.names, announced.keys())) {
    while (listed < token) {
      const next = listed;
      listed = scan.tokens.count;
      if (next >= free) lookListed(next);
    }
    look(token);
  }
  if (listed < scan.tokens.count) look(listed);
  return withoutHistory(scan, spans);

  /** المرحوم الحاج بوجمعة: the name begins behind its last title. */
  function isTitleBefore(token: number): boolean {
    if (announced.has(token)) return false;
    if (announced.get(token + 2) === 'title' && isHaj(scan.tokens, token)) return true;
    if (announced.has(token + 2) && isKinWord(scan, token)) return true;
    return announced.get(token + 1) === 'title' && pilgrim.test(textOf(scan.tokens, token));
  }

  function lookListed(token: number): void {
    listed = token;
    look(token);
    if (listed === token) listed = scan.tokens.count;
  }
}

/** بنت عمتي سكينة: the daughter of an aunt, not of somebody called Aunt. */
function isKinWord({ tokens, cues, cueList }: Scan, token: number): boolean {
  return has(tokens, token, flag.particle) && cueList[cues.from(token - 1)]?.last === token + 1;
}

const pilgrim = /^(?:ha[jd]j?|hajja|الحاج|الحاجة)$/i;

/** Yassine, Aya et Rayan */
function goesOn({ tokens }: Scan, last: number, next: number): boolean {
  return has(tokens, last, flag.given) && has(tokens, next, flag.given) && isCapitalised(tokens, next);
}

/** MM. Azzouzi, Bendriss et Kharbouch: after an announced name, what a comma or "and" joins to it. */
function nextInList(scan: Scan, last: number): number {
  const { tokens } = scan;
  const next = last + 1;
  if (opensClause(scan, next)) return next;
  if (/^[,،;؛]\s?$/.test(gapAfter(tokens, last))) return next;
  const isAnd = gapAfter(tokens, last) === ' ' && /^(?:et|and|w|o)$/i.test(textOf(tokens, next));
  return isAnd && gapAfter(tokens, next) === ' ' ? next + 1 : tokens.count;
}

export function toFinding(scan: Scan, span: NameSpan): Finding {
  const { tokens, knowledge } = scan;
  const { first, last, score } = span;
  // A clitic belongs to the sentence: لمحمد is "to Mohamed".
  const start = startOf(tokens, first) + cliticLength(tokens, first, knowledge.lexicon);
  const gender = genderOf(scan, span);
  const isCut =
    last > first &&
    endOf(tokens, last) - startOf(tokens, last) === 1 &&
    tokens.text.charAt(endOf(tokens, last)) === '.';
  const found = { type: 'person', start, end: endOf(tokens, last) + (isCut ? 1 : 0), score, checksum: null } as const;
  return gender === undefined ? found : { ...found, detail: gender };
}

/** In small letters a name that is a word besides begins nothing by itself. */
const onlyWord = flag.common | flag.foreign | flag.ambiguous;

function mayBegin(scan: Scan, token: number): boolean {
  const flags = flagsOf(scan.tokens, token);
  if ((flags & nameFlags) !== 0) {
    return (
      (flags & onlyWord) === 0 || isCapitalised(scan.tokens, token) || kindOf(scan.tokens, token) !== tokenKind.latin
    );
  }
  if ((flags & flag.particle) !== 0) return true;
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
  if (neverFirst.test(textOf(tokens, token)) || belongsToThing(scan, token, announcement)) return undefined;
  const last = readName(scan, token, announcement);
  if (last === undefined || isNumbered(tokens, last) || isCompany(tokens, last) || isCode(tokens, token, last))
    return undefined;
  const first = announcement === 'none' ? extendLeft(scan, { token, last, free }) : token;
  const score = judgeName(scan, { first, last, announcement });
  if (score === 0 || (announcement !== 'field' && holdsOffice(scan, first, last))) return undefined;
  return { first, last: withFamilyInitial(tokens, last), score };
}

/** Mehdi B., Ilham B.: a family name cut to its first letter. */
function withFamilyInitial(tokens: Tokens, last: number): number {
  const next = last + 1;
  const isInitial =
    has(tokens, last, flag.given) &&
    gapAfter(tokens, last) === ' ' &&
    endOf(tokens, next) - startOf(tokens, next) === 1 &&
    isCapitalised(tokens, next) &&
    tokens.text.charAt(endOf(tokens, next)) === '.';
  return isInitial ? next : last;
}

/** Second halves of names. */
const neverFirst = /^(?:الله|الدين|الرحمن|النبي|الإله)$/;

/** Sidi and Moulay go before names of places as well as of people. */
const saintly = /^(?:sidi|moulay|lalla|cheikh|سيدي|مولاي|للا|لالة|الشيخ)$/i;

function belongsToThing(scan: Scan, token: number, announcement: Announcement): boolean {
  const { tokens } = scan;
  if (scan.isPlain(token)) return true;
  if (
    announcement !== 'none' &&
    announcement !== 'list' &&
    !(announcement === 'title' && saintly.test(textOf(tokens, token - 1)))
  )
    return false;
  return scan.phraseEnd(token) !== undefined || isCalledAfter(scan, token) || isNamesake(tokens, token);
}

/** Moulay Idriss is a town; Moulay Idriss Ouazzani is somebody. */
function isCalledAfter({ tokens, namesakeEnd }: Scan, token: number): boolean {
  const last = namesakeEnd(token);
  return last !== undefined && !(has(tokens, last + 1, nameFlags) && gapAfter(tokens, last) === ' ');
}

/** (980–1037), al-Biruni (973–1048 CE), (Rhazes) (865–915), (d 869), (توفي عام 869): years that only history gives. */
const lifeYears =
  /^(?: (?:al-|el-)?\p{Lu}[\p{L}-]{1,20})?(?: \([^()\d]{2,24}\))? \((?:(?:c|ca|d|b|ت|born|died|mort en|vers|توفي|توفي عام|توفي سنة)\.? ?)?(?:\d{3,4}\s?[-–]\s?\d{3,4}|\d{3}|1[0-8]\d\d)(?!\d)/u;

/** Mohammed VI, محمد السادس, Avicenne (980–1037): kings have numbers, the dead of history years. */
function isNumbered(tokens: Tokens, last: number): boolean {
  const next = last + 1;
  if (next < tokens.count && lifeYears.test(tokens.text.slice(endOf(tokens, last), endOf(tokens, last) + 70)))
    return true;
  if (next >= tokens.count || gapAfter(tokens, last).trim() !== '') return false;
  const text = textOf(tokens, next);
  return /^[IVX]{1,4}$/.test(text) || /^(?:الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن)$/.test(text);
}

/** Samir SA, Alami & Fils */
function isCompany(tokens: Tokens, last: number): boolean {
  const gap = gapAfter(tokens, last);
  if (gap === ' & ') return true;
  return (
    /^,? $/.test(gap) &&
    /^(?:SA|S\.A|SARL|SAS|SASU|SNC|SCI|AU|Inc|Ltd|LLC|GmbH|Holding|Holdings|Group|Groupe|Corp|Bank|Banque|ش|شمم)$/.test(
      textOf(tokens, last + 1),
    )
  );
}

/** PlatformError, user.name, display_name: what programs call things. */
function isCode(tokens: Tokens, first: number, last: number): boolean {
  for (let token = first; token <= last; token += 1) {
    if (kindOf(tokens, token) !== tokenKind.latin) continue;
    if (
      /[_$#@\\]/.test(tokens.text.charAt(startOf(tokens, token) - 1)) ||
      /[_$@(\\=]/.test(tokens.text.charAt(endOf(tokens, token)))
    )
      return true;
    if (tokens.casing[token] !== casing.upper && isCamelCase(textOf(tokens, token))) return true;
  }
  return isDotted(tokens, first, last);
}

/** A capital inside a word, but not in ElAlaoui, BenAli, McDonald. */
function isCamelCase(text: string): boolean {
  return (
    /\p{Ll}\p{Lu}/u.test(text) &&
    !/^(?:El|Al|Ben|Bel|Bou|Ait|Aït|Mc|Mac|De|Di|Le|La|Abd|Abdel|Abou|Ould|Sidi|Si)\p{Lu}[\p{Ll}']+$/u.test(text)
  );
}

/** `user.name` and `name.first` have no space where a sentence has one. */
function isDotted(tokens: Tokens, first: number, last: number): boolean {
  const { text } = tokens;
  const before = startOf(tokens, first) - 1;
  return (
    (text.charAt(before) === '.' &&
      /\w/.test(text.charAt(before - 1)) &&
      endOf(tokens, first - 1) - startOf(tokens, first - 1) > 2) ||
    (text.charAt(endOf(tokens, last)) === '.' && /[a-z]/.test(text.charAt(endOf(tokens, last) + 1)))
  );
}

/** Last token of the name that begins at `first`. */
function readName(scan: Scan, first: number, announcement: Announcement): number | undefined {
  const { tokens } = scan;
  let last: number | undefined;
  for (let token = first; token < tokens.count && token - first < longestName; token += 1) {
    if (token > first && (!joinsName(tokens, token - 1) || opensClause(scan, token))) break;
    if (token > first && isSecondHalf(tokens, token)) {
      last = token;
      continue;
    }
    // Particles belong to a name when one follows.
    if (isParticle(tokens, token) || isFrenchParticle(tokens, { token, first, last })) continue;
    if (!mayBeName(scan, { token, first, last, announcement })) break;
    last = token;
  }
  return last;
}

/** ورشيد after a name: another one begins. */
function opensClause({ tokens, knowledge }: Scan, token: number): boolean {
  return (
    kindOf(tokens, token) === tokenKind.arabic &&
    has(tokens, token, nameFlags | flag.particle) &&
    cliticLength(tokens, token, knowledge.lexicon) > 0
  );
}

/** Le Goff, De La Tour: behind a name, capitals make a particle of an article. */
function isFrenchParticle(
  tokens: Tokens,
  { token, first, last }: { readonly token: number; readonly first: number; readonly last: number | undefined },
): boolean {
  if (token === first || last === undefined || !/^(?:Le|La|De|Du|Des|LE|DE|DU)$/.test(textOf(tokens, token)))
    return false;
  const next = token + 1;
  return (
    has(tokens, first, flag.given) &&
    isCapitalised(tokens, next) &&
    kindOf(tokens, next) === tokenKind.latin &&
    gapAfter(tokens, token) === ' '
  );
}

function isParticle(tokens: Tokens, token: number): boolean {
  return has(tokens, token, flag.particle) && !has(tokens, token, nameFlags) && token + 1 < tokens.count;
}

/** NOM Prénom: a word that no list holds, in capitals before a given name that is not. */
function isFamilyInCapitals({ tokens }: Scan, before: number, token: number): boolean {
  return (
    tokens.casing[before] === casing.upper &&
    tokens.casing[token] === casing.title &&
    has(tokens, token, flag.given) &&
    flagsOf(tokens, before) === 0 &&
    endOf(tokens, before) - startOf(tokens, before) > 3 &&
    gapAfter(tokens, before) === ' '
  );
}

function withParticle(tokens: Tokens, family: number, free: number): number {
  const particle = family - 1;
  return particle >= free &&
    has(tokens, particle, flag.particle) &&
    isCapitalised(tokens, particle) &&
    joinsName(tokens, particle)
    ? particle
    : family;
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
  if (!isCapitalised(tokens, before) || !isCapitalised(tokens, last)) return token;
  const length = endOf(tokens, before) - startOf(tokens, before);
  if (length === 1) return gapAfter(tokens, before).startsWith('.') ? before : token;
  if (has(tokens, before, neverGiven)) return token;
  if (isFamilyInCapitals(scan, before, token)) return withParticle(tokens, before, free);
  return length > 2 && keyFlags(scan, before) !== 0 ? before : token;
}
