import { gap, gapKinds, gapLength } from '../scan/gaps.ts';
import { flag } from '../scan/lexicon.ts';
import { nameKey } from '../scan/name-key.ts';
import type { Scan } from '../scan/scan.ts';
import {
  casing,
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
import type { Announcement } from './name-announcements.ts';

export const nameFlags = flag.given | flag.family;

/** A token that may go on a name. */
export interface Position {
  readonly token: number;
  readonly first: number;
  /** Last token already taken. */
  readonly last: number | undefined;
  readonly announcement: Announcement;
}

export function mayBeName(scan: Scan, position: Position): boolean {
  const { tokens } = scan;
  const { token, first } = position;
  const kind = kindOf(tokens, token);
  if (kind === tokenKind.number || kind === tokenKind.foreign) return false;
  // A name keeps to one script.
  if (token > first && (kind === tokenKind.arabic) !== (kindOf(tokens, first) === tokenKind.arabic)) return false;
  if (kind === tokenKind.arabic) return arabicName(tokens, position);
  if (isInitial(tokens, position)) return true;
  if (has(tokens, token, nameFlags)) return nameInCase(tokens, position);
  if (has(tokens, token, flag.common | flag.month | flag.title)) return false;
  if (kind === tokenKind.mixed) return isArabiziName(scan, token) || isChatFamily(tokens, position);
  return isCapitalised(tokens, token) ? capitalisedName(scan, position) : lowerCaseName(scan, position);
}

/** A. Meskini: whatever the letter is as a word. */
function isInitial(tokens: Tokens, { token, first, announcement }: Position): boolean {
  return (
    token === first &&
    endOf(tokens, token) - startOf(tokens, token) === 1 &&
    /^\. ?$/.test(gapAfter(tokens, token)) &&
    isCapitalised(tokens, token + 1) === isCapitalised(tokens, token) &&
    (isCapitalised(tokens, token) || announcement === 'field' || announcement === 'list') &&
    (announcement !== 'none' || has(tokens, token + 1, nameFlags | flag.particle))
  );
}

/** ana 3abdrahim lm3ti: after an announced given name, a word that only Arabizi writes so. */
function isChatFamily(tokens: Tokens, { token, last, announcement }: Position): boolean {
  if (last === undefined || has(tokens, token, flag.phrase | flag.common)) return false;
  // naima lma3roufi
  if (announcement === 'none')
    return (
      last === token - 1 &&
      has(tokens, last, flag.given) &&
      /^l[a-z]*[379][a-z379]{1,10}i$/i.test(textOf(tokens, token))
    );
  return /^[a-z]+[379][a-z379]{2,12}$/i.test(textOf(tokens, token)) && !has(tokens, token, flag.common);
}

/** 7amza, Sa3id: letters with the digits that stand for Arabic sounds. */
export function isArabiziName(scan: Scan, token: number): boolean {
  const text = textOf(scan.tokens, token);
  if (text.length < 4 || text.length > 16 || !/^[23579]?[a-z]+(?:[23579][a-z]+){0,3}[23579]?$/i.test(text))
    return false;
  // w7sen is « and better ».
  if (/^[wo][2379]/i.test(text)) return false;
  return !has(scan.tokens, token, flag.common | flag.phrase) && keyFlags(scan, token) !== 0;
}

/** Flags of a spelling that no list holds, through its key. */
export function keyFlags(scan: Scan, token: number): number {
  const key = nameKey(foldWord(textOf(scan.tokens, token)));
  return key === undefined ? 0 : (scan.knowledge.nameKeys.get(key) ?? 0);
}

/** Ben…, Bou…, Aït…, …aoui, …ani: forms that Moroccan family names have. */
export function hasFamilyForm(scan: Scan, token: number): boolean {
  const folded = foldWord(textOf(scan.tokens, token));
  if (folded.length < 5) return false;
  if (/^(?:ben|bou|bel|ait|oul|ould|el|al|abou|aboul)[a-z]{3}/.test(folded) || amazigh.test(folded)) return true;
  return scan.knowledge.familyEndings.some((ending) => folded.endsWith(ending));
}

/** Ouhaddou, Oubella, Outaleb: « son of », but not ouvrir, outil, oublier. */
const amazigh = /^ou(?!v|r[sd]|til|tr|tra|bli|est|er|i)[a-z]{4}/;

/** A listed name counts as written like one: with a capital, or in a text that uses none. */
function nameInCase(tokens: Tokens, { token, first, announcement }: Position): boolean {
  if (isCapitalised(tokens, token)) return true;
  if (token > first && isCapitalised(tokens, first)) return false;
  if (announcement !== 'none') return !has(tokens, token, flag.common) || token === first;
  if (has(tokens, token, flag.common | flag.foreign)) return false;
  if (token > first) return true;
  return !has(tokens, token, flag.ambiguous) && (inDarija(tokens, token) || familyFollows(tokens, token));
}

/** hicham bouanani: a given name and a family name that no word is, in small letters. */
function familyFollows(tokens: Tokens, token: number): boolean {
  const next = token + 1;
  if (!has(tokens, token, flag.given) || gapAfter(tokens, token) !== ' ') return false;
  if (has(tokens, next, flag.particle) && has(tokens, next + 1, flag.family)) return true;
  if (has(tokens, next, flag.family)) return !has(tokens, next, flag.ambiguous | flag.common | flag.foreign);
  return flagsOf(tokens, next) === 0 && /^(?:ben|bou)[a-z]{4}/.test(textOf(tokens, next));
}

/** Chats in Latin letters write names without capitals; French and English do not. */
export function inDarija(tokens: Tokens, token: number): boolean {
  for (let near = token - 7; near <= token + 7; near += 1) if (has(tokens, near, flag.darija)) return true;
  return false;
}

/** A capitalised word that no list holds. */
function capitalisedName(scan: Scan, { token, first, last, announcement }: Position): boolean {
  const { tokens } = scan;
  if (endOf(tokens, token) - startOf(tokens, token) === 1) {
    return token === first && gapAfter(tokens, token).startsWith('.');
  }
  if (has(tokens, token, flag.place)) return token > first && has(tokens, token - 1, flag.particle);
  if (runsOnInCapitals(tokens, token) && !hasFamilyForm(scan, token)) return announcement !== 'none' && token === first;
  if (announcement !== 'none') return true;
  // After a known given name, a capital makes a family name.
  return last !== undefined && has(tokens, first, nameFlags) && looksLikeFamily(scan, token, first);
}

/** A line in capitals: LE SOUSSIGNÉ OMAR TAZI DÉCLARE AVOIR REÇU. There a capital says nothing. */
function runsOnInCapitals(tokens: Tokens, token: number): boolean {
  const isUpper = (one: number): boolean =>
    tokens.casing[one] === casing.upper && endOf(tokens, one) - startOf(tokens, one) > 2;
  return (
    isUpper(token) &&
    isUpper(token + 1) &&
    isUpper(token + 2) &&
    gapAfter(tokens, token) === ' ' &&
    gapAfter(tokens, token + 1) === ' '
  );
}

function lowerCaseName(scan: Scan, { token, first, last, announcement }: Position): boolean {
  const { tokens } = scan;
  if (endOf(tokens, token) - startOf(tokens, token) < 3) return false;
  if (has(tokens, token, flag.place | flag.phrase | flag.person)) return false;
  if (announcement === 'field') return token - first < 3;
  if (announcement !== 'none' && token === first) return keyFlags(scan, token) !== 0;
  if (last === undefined || isCapitalised(tokens, first)) return false;
  return keyFlags(scan, token) !== 0 || hasFamilyForm(scan, token);
}

/** In mixed case an acronym is no family name, unless the whole name is in capitals. */
function looksLikeFamily(scan: Scan, token: number, first: number): boolean {
  const { tokens } = scan;
  const acronym = tokens.casing[token] === casing.upper && endOf(tokens, token) - startOf(tokens, token) <= 4;
  if (acronym && tokens.casing[first] !== casing.upper) return false;
  // Jean-Baptiste is one.
  const words = token - first - (gapKinds(tokens, first) === gap.dash ? 1 : 0);
  return words <= 1 || !has(tokens, first, flag.foreign) || hasFamilyForm(scan, token);
}

const secondHalf = /^(?:الدين|الله|الرحمن|الرحمان|الإله|النبي|الزهراء|الهدى)$/;

/** جمال الدين, فضل الله: whether a list has the two together or not. */
export function isSecondHalf(tokens: Tokens, token: number): boolean {
  return (
    kindOf(tokens, token) === tokenKind.arabic &&
    has(tokens, token - 1, flag.given) &&
    secondHalf.test(textOf(tokens, token))
  );
}

const otherWords = flag.common | flag.month | flag.title | flag.institution;

function arabicName(tokens: Tokens, position: Position): boolean {
  const { token, first } = position;
  const listed = has(tokens, token, nameFlags);
  if (listed && (token > first || !has(tokens, token, flag.common))) return true;
  // سي العربي
  if (has(tokens, token, flag.given) && position.announcement === 'title') return true;
  if (has(tokens, token, otherWords)) return false;
  if (listed || (token > first && has(tokens, token - 1, flag.particle))) return true;
  return unlistedArabic(tokens, position);
}

function unlistedArabic(tokens: Tokens, { token, first, last, announcement }: Position): boolean {
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (announcement === 'field') return token - first < 4 && length > 1;
  const familyForm = hasArabicFamilyForm(tokens, token);
  if (last !== undefined && (familyForm || closesName(tokens, { token, first, last }))) return true;
  if (announcement === 'none' || token - first > 2) return false;
  return (
    (announcement === 'title' && (familyForm || beginsUnlisted(tokens, token, first))) ||
    followsGiven(tokens, token, last)
  );
}

/** السيدة نجية أوعبو: after a title, a word that nothing explains before one that can only be a name. */
function beginsUnlisted(tokens: Tokens, token: number, first: number): boolean {
  if (token !== first) return false;
  const next = token + 1;
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (
    length < 3 ||
    flagsOf(tokens, token) !== 0 ||
    gapAfter(tokens, token) !== ' ' ||
    notAName.test(textOf(tokens, token))
  )
    return false;
  const listed = has(tokens, next, nameFlags) && !has(tokens, next, flag.common | flag.ambiguous);
  return listed || hasArabicFamilyForm(tokens, next);
}

/** An article, a clitic: a noun or another word. */
const notAName = /^(?:و|ال|فال|بال|لل|كال)/;

/** يـ, تـ and نـ begin verbs (but not تازارين), clitics with an article nouns, و another word. */
const verbOrNoun = /^(?:[ين]|ت(?!ا.{4})|و|فال|بال|بت|بم|بإ|بأ|لل|كال|كي|كت|كن|غي|غت|غن|ما)/;

/** قرانه, شكرها, خدامين: endings that nouns and verbs have, and names from Amazigh only where they begin like such. */
const ending = /(?:ه|ها|هم|هن|كم)$|^[^أآت].*ين$/;

function isInflected(text: string): boolean {
  return verbOrNoun.test(text) || ending.test(text);
}

/** السيدة سكينة الخطاط: after a title and a given name, a word that nothing else explains. */
function followsGiven(tokens: Tokens, token: number, last: number | undefined): boolean {
  if (last !== token - 1 || !has(tokens, last, flag.given)) return false;
  const length = endOf(tokens, token) - startOf(tokens, token);
  return length > 3 && flagsOf(tokens, token) === 0 && !isInflected(textOf(tokens, token));
}

interface Closing {
  readonly token: number;
  readonly first: number;
  readonly last: number;
}

/** A family name that no list holds: right after a sure given name, where the phrase ends or a function word follows. */
function closesName(tokens: Tokens, { token, first, last }: Closing): boolean {
  if (!holdsSureGiven(tokens, first, last) || endsInFamily(tokens, first, last)) return false;
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (last !== token - 1 || length < 4 || (flagsOf(tokens, token) & ~flag.person) !== 0) return false;
  if (isInflected(textOf(tokens, token))) return false;
  const ends = (gapKinds(tokens, token) & (gap.comma | gap.dot | gap.newline | gap.other)) !== 0;
  return ends || token + 1 >= tokens.count || has(tokens, token + 1, flag.common | flag.phrase | nameFlags);
}

function endsInFamily(tokens: Tokens, first: number, last: number): boolean {
  if (last === first) return false;
  return (has(tokens, last, flag.family) && !has(tokens, last, flag.given)) || hasArabicFamilyForm(tokens, last);
}

/** A given name that is no word besides, or the two words of عبد الرحيم. */
function holdsSureGiven(tokens: Tokens, first: number, last: number): boolean {
  for (let token = first; token <= last; token += 1) {
    if (has(tokens, token, flag.given) && !has(tokens, token, flag.ambiguous | flag.common)) return true;
    if (token < last && /^[وفبل]?عبد$/.test(textOf(tokens, token))) return true;
  }
  return false;
}

/** العلوي, بنعلي, بوزيان: the article and a nisba, or a father's name written together. */
function hasArabicFamilyForm(tokens: Tokens, token: number): boolean {
  if (has(tokens, token, flag.phrase)) return false;
  const text = textOf(tokens, token);
  if (/^(?:بن|بل|بو|أو|اي?ت|أيت)[\u0621-\u064A]{3,8}$/.test(text)) return true;
  return /^ال[\u0621-\u064A]{2,8}ي$/.test(text) && !has(tokens, token, flag.common | flag.place);
}

/** Whether the separator after a token lets a name go on. */
export function joinsName(tokens: Tokens, token: number): boolean {
  const length = gapLength(tokens, token);
  if (length === 0) return true;
  if (length > 2) return false;
  const kinds = gapKinds(tokens, token);
  if (kinds === gap.space || (length === 1 && (kinds === gap.dash || kinds === gap.apostrophe))) return true;
  // Initials: Y. Benjelloun, s. benabdallah
  const initial =
    endOf(tokens, token) - startOf(tokens, token) === 1 &&
    isCapitalised(tokens, token) === isCapitalised(tokens, token + 1);
  return initial && (kinds & ~gap.space) === gap.dot;
}
