import type { CueClass } from '../profiles/profile.ts';
import type { Cue } from '../scan/cues.ts';
import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, has, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';

/**
 * How strongly a name is announced: as the value of a field (`Nom : …`, a table's column), by a title (Mme, السيد), by a
 * word that goes before names among others (« je suis », khoya), by its place in a list of names, or not at all.
 */
export type Announcement = 'field' | 'title' | 'word' | 'list' | 'none';

/** Tokens at which an announced name would begin. */
export function findAnnouncedNames(scan: Scan): ReadonlyMap<number, Announcement> {
  const { tokens, cueList } = scan;
  const found = new Map<number, Announcement>();
  for (const [index, { cue, first, last }] of cueList.entries()) {
    if (isThingName(tokens, cueList[index - 1], first)) continue;
    const announcement = announcementOf(tokens, cue, last);
    const start = skipTitles(tokens, skipLink(tokens, last + 1));
    if (announcement !== 'none' && start < tokens.count)
      found.set(start, isTitleBehind(tokens, start, last) ? 'title' : announcement);
  }
  for (const token of scan.candidates.titles) {
    if (token + 1 >= tokens.count || !isTitle(tokens, token)) continue;
    const start = skipTitles(tokens, token + 1);
    // The last of many titles announces, those before it only each other.
    if (start < token + 4 || !isAnotherTitle(tokens, start)) found.set(start, 'title');
  }
  markColumns(scan, found);
  return found;
}

/** `"product":{"name":…`: the name of a thing. */
function isThingName(tokens: Tokens, before: Cue | undefined, first: number): boolean {
  return (
    before?.cue === 'order' &&
    before.last < first &&
    /^["']?\s?[:=]\s?\{\s?["']?$/.test(
      tokens.text.slice(endOf(tokens, before.last), startOf(tokens, first)).slice(0, 12),
    )
  );
}

function announcementOf(tokens: Tokens, cue: CueClass, last: number): Announcement {
  if (cue !== 'name' && cue !== 'introduction' && cue !== 'label') return 'none';
  const written = afterCue(tokens, last);
  if (cue === 'label' && written !== 'field') return 'none';
  return cue === 'introduction' && written === 'word' ? 'title' : written;
}

function afterCue(tokens: Tokens, last: number): Announcement {
  const gap = gapAfter(tokens, last);
  if (/^["'*_\s)\]]{0,4}[:=：|]["'*_\s[«“]{0,6}$|^["'] ?[:=,;] ?["']$|^>$/.test(gap)) return 'field';
  return /^ {1,2}$|^, $|^,\n{1,2}$|^ ["«(] ?$/.test(gap) ? 'word' : 'none';
}

const link = /^(?:is|was|est|était|named|nommée?|appelée?|هو|هي|howa|hiya|hwa|smito|smitha)$/i;

/** « her manager is … », المدير هو … */
function skipLink(tokens: Tokens, from: number): number {
  return link.test(textOf(tokens, from)) && /^ ?:? $/.test(gapAfter(tokens, from)) && from + 1 < tokens.count
    ? from + 1
    : from;
}

function isAnotherTitle(tokens: Tokens, token: number): boolean {
  return token + 1 < tokens.count && has(tokens, token, flag.title) && isTitle(tokens, token);
}

function skipTitles(tokens: Tokens, from: number): number {
  let token = from;
  while (token < from + 3 && token + 1 < tokens.count) {
    if (has(tokens, token, flag.title) && isTitle(tokens, token)) token += 1;
    else if (isHaj(tokens, token)) token += 2;
    else break;
  }
  return token;
}

function isTitleBehind(tokens: Tokens, start: number, last: number): boolean {
  return start > last + 1 && !(start === last + 2 && link.test(textOf(tokens, last + 1)));
}

/** El Haj Thami */
export function isHaj(tokens: Tokens, token: number): boolean {
  return (
    /^(?:el|al)$/i.test(textOf(tokens, token)) &&
    /^(?:haj|hajj|hadj|hajja)$/i.test(textOf(tokens, token + 1)) &&
    token + 2 < tokens.count
  );
}

/** Single letters and short words are titles only when written as such: `M. Alaoui`, not `m 12`. */
function isTitle(tokens: Tokens, token: number): boolean {
  const gap = gapAfter(tokens, token);
  if (/[\p{L}.]/u.test(tokens.text.charAt(startOf(tokens, token) - 1))) return false;
  if (!/^(?:\.? {1,2}|\. ?|\/)$/.test(gap) || kindOf(tokens, token + 1) === tokenKind.number) return false;
  if (kindOf(tokens, token) === tokenKind.arabic) return true;
  const text = textOf(tokens, token);
  if (text.length === 1) return (gap.startsWith('.') || text === 'M') && gap.endsWith(' ');
  return text.length > 2 || gap.startsWith('.') || /^[A-Z][a-z]?$/.test(text) || text === 'si';
}

/** The cells of a column that its header calls a name. */
function markColumns(scan: Scan, found: Map<number, Announcement>): void {
  const { tokens } = scan;
  for (const [token, column] of scan.columns) {
    if (column !== 'name' || token === 0 || kindOf(tokens, token) === tokenKind.number) continue;
    const gap = tokens.text.slice(endOf(tokens, token - 1), startOf(tokens, token));
    if (scan.columnOf(token - 1) !== 'name' || /[;,|\t\n]/.test(gap)) found.set(token, 'field');
  }
}
