import type { Finding } from '@riad/contracts';

import { gap, gapKinds, gapLength } from '../scan/gaps.ts';
import { mergeOrdered } from '../scan/candidates.ts';
import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import {
  cliticLength,
  endOf,
  gapAfter,
  has,
  isCapitalised,
  kindOf,
  startOf,
  textOf,
  tokenKind,
  type Tokens,
} from '../scan/tokens.ts';

const longestAddress = 32;

/** Addresses of persons: a street or quarter with a number, a postcode or a word that says who lives there. */
export function findAddresses(scan: Scan): readonly Finding[] {
  const { tokens } = scan;
  const findings: Finding[] = [];
  const announced = announcedStarts(scan);
  let free = 0;
  let next = 0;
  for (const token of mergeOrdered(scan.candidates.streets, announced)) {
    if (token < next || isNoPlace(tokens, token)) continue;
    const isAnnounced = announced.has(token);
    const first = isAnnounced ? token : withNumberBefore(tokens, withNameBefore(tokens, token, free), free);
    const address = readAddress(scan, { first, announced: isAnnounced || isNearCue(scan, first) });
    if (address === undefined) continue;
    if (address.score === 0) {
      // Nothing in it locates anything: no part of it will.
      next = address.last + 1;
      continue;
    }
    findings.push({
      type: 'address',
      start:
        startOf(tokens, first) +
        (clitics.test(textOf(tokens, first)) ? 1 : cliticLength(tokens, first, scan.knowledge.lexicon)),
      end: endOf(tokens, address.last),
      score: address.score,
      checksum: null,
    });
    free = address.last + 1;
    next = free;
  }
  return findings;
}

const roads =
  /^(?:الطريق (?:الحر|السريع|السيار|الوطني|الجهوي|الإقليمي)|immeubles? (?:de|à) \d{1,3} (?:étages|niveaux|logements|appartements)|(?:quartier|rue|allée|cité|résidence|villa) (?:où|qui|que|dont))/iu;

/** « Attestation de résidence, 2 photos », « est allée acheter », « un immeuble de 15 étages », الطريق السيار: not where anybody lives. */
function isNoPlace(tokens: Tokens, token: number): boolean {
  if (roads.test(tokens.text.slice(startOf(tokens, token), startOf(tokens, token) + 40))) return true;
  if (
    /^allées?$/i.test(textOf(tokens, token)) &&
    /^(?:est|suis|es|sont|étais|était|étaient)$/i.test(textOf(tokens, token - 1))
  )
    return true;
  if (
    /^ال?[إا]قامة$/.test(textOf(tokens, token)) &&
    /^(?:ال)?(?:بطاقة|شهادة|رخصة|سند|وثيقة|مدة)$/.test(textOf(tokens, token - 1))
  )
    return true;
  return (
    /^(?:de|d)$/i.test(textOf(tokens, token - 1)) &&
    /^(?:attestation|certificat|carte|titre|permis|taxe|lieu|document|justificatif)$/i.test(textOf(tokens, token - 2))
  );
}

/** بحي: too short for the lexicon to part. */
const clitics = /^[بفل]حي$/;

const linkWord =
  /^(?:à|a|au|aux|en|dans|sur|le|la|l|in|at|on|f|fi|b|ب|في|فـ|ف|بـ|est|is|هو|هي|dyali|ديالي|actuelle|personnelle|حدانا|حداه|حداها|حدا|قدام|بالعنوان|التالي|الآتي|hda|hdana|7da|7dana|actuellement|à l|complete|complète|postale|bi)$/i;

/** Tokens right after « Adresse : », « demeurant au », الساكن ب. */
function announcedStarts({ tokens, cueList, ...scan }: Scan): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const { cue, last } of cueList) {
    if (cue !== 'address') continue;
    let token = last + 1;
    while (token < last + 4 && linkWord.test(textOf(tokens, token))) token += 1;
    if (token < tokens.count && startOf(tokens, token) - endOf(tokens, last) < 24 && !isName(tokens, token))
      starts.add(token);
  }
  for (const [token, column] of scan.columns) {
    if (column === 'address' && scan.columnOf(token - 1) !== 'address') starts.add(token);
  }
  return starts;
}

/** Livrer à Rim Fassi, 6 rue …: somebody before a street. */
function isName(tokens: Tokens, token: number): boolean {
  return (
    has(tokens, token, flag.given | flag.family) &&
    !has(tokens, token, flag.street | flag.place | flag.commune | flag.particle)
  );
}

function isNearCue(scan: Scan, first: number): boolean {
  return scan.cues.before(first, 40).some(({ cue }) => cue === 'address');
}

const afterName = /^(?:street|avenue|road|lane|drive|court|terrace|square)$/i;

/** Hassan II Avenue: English puts the word behind the name. */
function withNameBefore(tokens: Tokens, street: number, free: number): number {
  if (!afterName.test(textOf(tokens, street)) || !isCapitalised(tokens, street)) return street;
  let token = street;
  while (
    token > free &&
    street - token < 3 &&
    isCapitalised(tokens, token - 1) &&
    gapAfter(tokens, token - 1) === ' ' &&
    !has(tokens, token - 1, flag.common)
  )
    token -= 1;
  return token;
}

/** `12, rue …`, `N° 12 bis rue …`, رقم 12 زنقة */
function withNumberBefore(tokens: Tokens, street: number, free: number): number {
  let token = street - 1;
  if (token >= free && /^(?:bis|ter|b)$/i.test(textOf(tokens, token))) token -= 1;
  if (token < free || !isHouseNumber(tokens, token) || !/^[\s,،.-]{1,3}$/.test(gapAfter(tokens, token))) return street;
  if (/[-./,]/.test(tokens.text.charAt(startOf(tokens, token) - 1)) || isYear(tokens, token)) return street;
  const before = token - 1;
  if (
    before >= free &&
    /^(?:n|no|num|numéro|numero|nmra|رقم|الرقم)$/i.test(textOf(tokens, before)) &&
    gapAfter(tokens, before).length <= 3
  )
    return before;
  return token;
}

/** مزيودة عام 1949 فدوار …, en 1961 rue … */
function isYear(tokens: Tokens, token: number): boolean {
  return (
    /^(?:19|20)\d\d$/.test(textOf(tokens, token)) &&
    /^(?:en|in|depuis|since|année|عام|سنة|منذ|3am|f|mn)$/i.test(textOf(tokens, token - 1))
  );
}

function isHouseNumber(tokens: Tokens, token: number): boolean {
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (kindOf(tokens, token) === tokenKind.number) return length <= 4;
  return (
    kindOf(tokens, token) === tokenKind.mixed &&
    length <= 6 &&
    /^(?:\d{1,4}\p{L}{1,4}|[A-Z]\d{1,3})$/u.test(textOf(tokens, token))
  );
}

interface Reading {
  readonly first: number;
  readonly announced: boolean;
}

interface Seen {
  last: number;
  /** Last token of the town or commune read last. */
  place: number;
  streets: number;
  sure: number;
  numbers: number;
  places: number;
  postcodes: number;
  /** Words in a row that only their place makes part of an address. */
  loose: number;
}

function readAddress(
  scan: Scan,
  { first, announced }: Reading,
): { readonly last: number; readonly score: number } | undefined {
  const { tokens } = scan;
  const seen: Seen = { place: -1, last: -1, streets: 0, sure: 0, numbers: 0, places: 0, postcodes: 0, loose: 0 };
  for (let token = first; token < tokens.count && token - first < longestAddress; token += 1) {
    if (token > first && !continues(scan, token, seen)) break;
    const place = placeEnd(scan, { token, first, seen });
    if (place !== undefined) {
      seen.places += 1;
      keep(seen, place, seen.loose);
      seen.place = place;
      token = place;
    } else if (!take(scan, { token, seen, announced })) break;
  }
  const score = judge(seen, announced);
  return seen.last < first ? undefined : { last: seen.last, score };
}

/** Last token of a town or commune, unless it is the name of the street before it: rue de Paris. */
function placeEnd(
  scan: Scan,
  { token, first, seen }: { readonly token: number; readonly first: number; readonly seen: Seen },
): number | undefined {
  const { tokens } = scan;
  if (token === first || seen.streets === 0 || has(tokens, token, flag.street)) return undefined;
  const end = scan.phraseEnd(token) ?? (isPlace(tokens, token) ? token : undefined);
  if (end === undefined || has(tokens, seen.last, flag.street)) return undefined;
  return kindOf(tokens, token) === tokenKind.latin && isCapitalised(tokens, first) && !isCapitalised(tokens, token)
    ? undefined
    : end;
}

function judge(seen: Seen, announced: boolean): number {
  const located = seen.numbers + seen.places + seen.postcodes > 0;
  if (announced)
    return seen.sure > 0 || (seen.streets > 0 && located) || (seen.numbers > 0 && seen.places > 0) ? 0.9 : 0;
  if (seen.sure > 0) return judgeSure(seen);
  return seen.streets > 0 && seen.numbers > 1 && seen.places > 0 ? 0.75 : 0;
}

function judgeSure({ sure, numbers, places, postcodes }: Seen): number {
  if (numbers === 0) return places > 0 && postcodes > 0 ? 0.8 : 0;
  return numbers + places + postcodes > 1 || sure > 1 ? 0.88 : 0.75;
}

/** Whether the separator before a token lets the address go on. */
function continues(scan: Scan, token: number, seen: Seen): boolean {
  const { tokens } = scan;
  const before = token - 1;
  const length = gapLength(tokens, before);
  const kinds = gapKinds(tokens, before);
  if (length > 5 || (kinds & (gap.tab | gap.pipe)) !== 0) return false;
  // Quotes end values; an apostrophe joins only d'Ahmed.
  if ((kinds & gap.apostrophe) !== 0 && length > 1) return false;
  if ((kinds & gap.other) !== 0)
    return has(tokens, before, flag.street | flag.connector) && /^[ :°]+$/.test(gapAfter(tokens, before));
  if ((kinds & gap.newline) !== 0) return !/\n\s*\n/.test(gapAfter(tokens, before)) && beginsPart(scan, token);
  return (kinds & gap.dot) === 0 || (kinds & gap.space) === 0 || endsAbbreviation(tokens, before, seen);
}

/** A full stop ends a sentence, unless it ends an abbreviation: Bd. Zerktouni */
function endsAbbreviation(tokens: Tokens, token: number, seen: Seen): boolean {
  return has(tokens, token, flag.street) && endOf(tokens, token) - startOf(tokens, token) <= 4 && seen.streets > 0;
}

function beginsPart(scan: Scan, token: number): boolean {
  const { tokens, knowledge } = scan;
  if (has(tokens, token, flag.street | flag.place)) return true;
  return (
    kindOf(tokens, token) === tokenKind.number &&
    knowledge.postcodes.some((postcode) => postcode.test(textOf(tokens, token)))
  );
}

interface Taking {
  readonly token: number;
  readonly seen: Seen;
  readonly announced: boolean;
}

function take(scan: Scan, { token, seen, announced }: Taking): boolean {
  const { tokens } = scan;
  if (has(tokens, token, flag.street)) return takeStreet(tokens, token, seen);
  const kind = kindOf(tokens, token);
  if (kind === tokenKind.number || (kind === tokenKind.mixed && isHouseNumber(tokens, token)))
    return takeNumber(scan, token, seen);
  if (
    has(tokens, token, flag.place) &&
    (seen.streets > 0 || kind === tokenKind.arabic || isCapitalised(tokens, token))
  ) {
    if (!has(tokens, token - 1, flag.street)) seen.places += 1;
    return keep(seen, token, seen.loose);
  }
  // Connectors are kept only when something follows them.
  return has(tokens, token, flag.connector) || takeWord(scan, { token, seen, announced });
}

function takeStreet(tokens: Tokens, token: number, seen: Seen): boolean {
  seen.streets += 1;
  if (has(tokens, token, flag.sureStreet)) seen.sure += 1;
  return keep(seen, token, 0);
}

function keep(seen: Seen, token: number, loose: number): true {
  seen.last = token;
  seen.loose = loose;
  return true;
}

function takeNumber({ tokens, knowledge }: Scan, token: number, seen: Seen): boolean {
  const text = textOf(tokens, token);
  if (text.length > 5 || isYearInBrackets(tokens, token)) return false;
  if (text.length === 5) {
    if (!knowledge.postcodes.some((postcode) => postcode.test(text))) return false;
    seen.postcodes += 1;
  } else if (seen.places > 0 && !has(tokens, token - 1, flag.connector | flag.street)) return false;
  else if (!isFloor(tokens, token)) seen.numbers += 1;
  return keep(seen, token, 0);
}

/** Residence Hall (2009) */
function isYearInBrackets(tokens: Tokens, token: number): boolean {
  return /^(?:19|20)\d\d$/.test(textOf(tokens, token)) && gapAfter(tokens, token - 1).includes('(');
}

/** A floor or a number of rooms finds nobody. */
function isFloor(tokens: Tokens, token: number): boolean {
  return /^(?:étage|etage|etg|floor|tabe9|tabaq|الطابق|طابق)$/i.test(textOf(tokens, token - 1));
}

const ordinal = /^(?:الأول|الثاني|الثالث|الرابع|الخامس|السادس)$/;

/** Names of streets and quarters: capitalised, or few words right after a street word where nobody writes capitals. */
function takeWord({ tokens }: Scan, { token, seen, announced }: Taking): boolean {
  if (goesOn(tokens, token, seen)) return keep(seen, token, seen.loose);
  if (isBehindTown(seen)) return false;
  const isWord = isOrdinaryWord(tokens, token) && !isAdjective(tokens, token);
  if (isWord && seen.loose > 0) return false;
  if (isCapitalisedLatin(tokens, token)) return seen.loose < 5 && keep(seen, token, seen.loose + 1);
  const allowed = seen.loose < 3 && (seen.streets > 0 || announced) && followsClosely(tokens, token, { seen, isWord });
  return allowed && keep(seen, token, seen.loose + 1);
}

/** Behind its town an address goes on only with words that say what they are. */
function isBehindTown({ places, postcodes, place, last }: Seen): boolean {
  return places > 0 && (postcodes > 0 || place === last);
}

/** شارع الجيش الملكي */
function isAdjective(tokens: Tokens, token: number): boolean {
  return (
    gapAfter(tokens, token - 1) === ' ' &&
    /^ال.+[يةى]$/.test(textOf(tokens, token)) &&
    textOf(tokens, token - 1).startsWith('ال')
  );
}

function isCapitalisedLatin(tokens: Tokens, token: number): boolean {
  return kindOf(tokens, token) === tokenKind.latin && isCapitalised(tokens, token);
}

/** A word of the language that is no name as well. */
function isOrdinaryWord(tokens: Tokens, token: number): boolean {
  return has(tokens, token, flag.common | flag.phrase | flag.title) && !has(tokens, token, flag.given | flag.family);
}

/** Right after a street word anything is a name: hay salam, rue de la Liberté. After a comma nothing small is. */
function followsClosely(
  tokens: Tokens,
  token: number,
  { seen, isWord }: { readonly seen: Seen; readonly isWord: boolean },
): boolean {
  if (isWord && !has(tokens, token - 1, flag.street)) return false;
  return seen.last < 0 || (gapKinds(tokens, token - 1) & gap.comma) === 0;
}

/** شارع 20 غشت, avenue du 2 Mars, شارع الحسن الثاني: dates and ordinals in names of streets. */
function goesOn(tokens: Tokens, token: number, seen: Seen): boolean {
  if (has(tokens, token, flag.month) && kindOf(tokens, token - 1) === tokenKind.number) return true;
  return seen.loose > 0 && ordinal.test(textOf(tokens, token));
}

/** Many communes are called after people: Hassan is a quarter, and a name. */
function isPlace(tokens: Tokens, token: number): boolean {
  return (
    has(tokens, token, flag.place) ||
    (has(tokens, token, flag.commune) && !has(tokens, token, flag.given | flag.family))
  );
}
