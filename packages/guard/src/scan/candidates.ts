import { flag } from './lexicon.ts';
import { tokenKind, type Tokens } from './tokens.ts';

/** Where detectors look: token indices in order, found in one pass over the tokens. Everything else is read by nobody. */
export interface Candidates {
  /** Numbers, and letters and digits together. */
  readonly figures: readonly number[];
  /** Where an identifier may begin: figures, short letters right before one, letters one by one. */
  readonly identifiers: readonly number[];
  /** Where a network address may begin: figures, and short letters right before `:` or `-`. */
  readonly groups: readonly number[];
  readonly names: readonly number[];
  readonly titles: readonly number[];
  readonly streets: readonly number[];
  readonly months: readonly number[];
  readonly numberWords: readonly number[];
  readonly phrases: readonly number[];
  /** Words for @. */
  readonly ats: readonly number[];
  /** May begin a provider's key. */
  readonly keys: readonly number[];
  /** Long enough to be encoded text. */
  readonly long: readonly number[];
}

export const shortestEncoded = 12;
const shortestKey = 5;
const longestPrefix = 3;
const longestGroup = 4;
const colon = 0x3a;
const dash = 0x2d;
const nameFlags = flag.given | flag.family | flag.particle;
const wanted = nameFlags | flag.title | flag.street | flag.month | flag.number | flag.phrase | flag.at | flag.secret;

type Lists = { readonly [Name in keyof Candidates]: number[] };

export function findCandidates(tokens: Tokens): Candidates {
  const lists: Lists = {
    figures: [],
    identifiers: [],
    groups: [],
    names: [],
    titles: [],
    streets: [],
    months: [],
    numberWords: [],
    phrases: [],
    ats: [],
    keys: [],
    long: [],
  };
  const { count, kind, flags, start, end } = tokens;
  for (let index = 0; index < count; index += 1) {
    const ownKind = kind[index];
    const ownFlags = flags[index] ?? 0;
    const length = (end[index] ?? 0) - (start[index] ?? 0);
    if ((ownFlags & wanted) !== 0) sortWord(lists, index, ownFlags);
    if (ownKind === tokenKind.number || ownKind === tokenKind.mixed) sortFigure(lists, tokens, index);
    else if (ownKind === tokenKind.latin && length <= longestGroup) sortShort(lists, tokens, index);
    if (length >= shortestKey && ownKind !== tokenKind.arabic) sortLong(lists, tokens, index);
  }
  return lists;
}

function sortWord(lists: Lists, index: number, flags: number): void {
  if ((flags & nameFlags) !== 0) lists.names.push(index);
  if ((flags & flag.title) !== 0) lists.titles.push(index);
  if ((flags & flag.street) !== 0) lists.streets.push(index);
  if ((flags & flag.month) !== 0) lists.months.push(index);
  if ((flags & flag.number) !== 0) lists.numberWords.push(index);
  if ((flags & flag.phrase) !== 0) lists.phrases.push(index);
  if ((flags & flag.at) !== 0) lists.ats.push(index);
  if ((flags & flag.secret) !== 0) lists.keys.push(index);
}

function sortFigure(lists: Lists, { kind, flags, start, end }: Tokens, index: number): void {
  lists.figures.push(index);
  lists.groups.push(index);
  const before = index - 1;
  const isPrefix = kind[before] === tokenKind.latin && (end[before] ?? 0) - (start[before] ?? 0) <= longestPrefix;
  if (isPrefix && lists.identifiers.at(-1) !== before) lists.identifiers.push(before);
  lists.identifiers.push(index);
  if (kind[index] === tokenKind.mixed && ((flags[index] ?? 0) & nameFlags) === 0) lists.names.push(index);
}

function sortShort(lists: Lists, { text, kind, start, end }: Tokens, index: number): void {
  const next = text.charCodeAt(end[index] ?? 0);
  if (next === colon || next === dash) lists.groups.push(index);
  const before = index - 1;
  // B L 1 2 3: letters apart.
  const isRun =
    (end[index] ?? 0) - (start[index] ?? 0) === 1 &&
    kind[before] === tokenKind.latin &&
    (end[before] ?? 0) - (start[before] ?? 0) === 1;
  if (isRun && lists.identifiers.at(-1) !== before) lists.identifiers.push(before);
}

/** Keys have a capital second or a J third, which few words have. */
function sortLong(lists: Lists, { text, start, end, flags }: Tokens, index: number): void {
  const from = start[index] ?? 0;
  if ((end[index] ?? 0) - from >= shortestEncoded) lists.long.push(index);
  const second = text.charCodeAt(from + 1);
  const isKey = (second >= 0x41 && second <= 0x5a) || text.charCodeAt(from + 2) === 0x4a;
  if (isKey && ((flags[index] ?? 0) & flag.secret) === 0 && text.charCodeAt(from - 1) !== dash) lists.keys.push(index);
}

/** Two ordered lists as one, without repeats. */
export function mergeOrdered(left: readonly number[], right: Iterable<number>): readonly number[] {
  const others = [...right];
  if (others.length === 0) return left;
  others.sort((one, other) => one - other);
  const merged: number[] = [];
  let at = 0;
  for (const index of others) {
    while (at < left.length && (left[at] ?? 0) < index) merged.push(left[at++] ?? 0);
    if (merged.at(-1) !== index) merged.push(index);
    if (left[at] === index) at += 1;
  }
  while (at < left.length) merged.push(left[at++] ?? 0);
  return merged;
}
