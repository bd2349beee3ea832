import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import {
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
import { isNamesake } from './namesakes.ts';
import type { NameSpan } from './name-span.ts';

const shortest = 4;
const surest = 0.8;

/** Folded words of names. Nearly every token is turned away by its hash alone. */
export interface NameWords {
  add(hash: number, word: string): void;
  mayHold(hash: number): boolean;
  has(word: string): boolean;
  isEmpty(): boolean;
}

const slots = 4096;

export function createNameWords(): NameWords {
  const words = new Set<string>();
  /** Most texts name nobody. */
  let seen: Uint8Array | undefined;
  return {
    add: (hash, word) => {
      words.add(word);
      seen ??= new Uint8Array(slots);
      seen[hash & (slots - 1)] = 1;
    },
    mayHold: (hash) => seen?.[hash & (slots - 1)] === 1,
    has: (word) => words.has(word),
    isEmpty: () => words.size === 0,
  };
}

/** Words of names found anywhere in a request: found once, a name is found everywhere. */
export function collectNameWords(scan: Scan, spans: readonly NameSpan[], words: NameWords): void {
  const { tokens } = scan;
  for (const { first, last, score } of spans) {
    if (score < surest) continue;
    for (let token = first; token <= last; token += 1) {
      if (endOf(tokens, token) - startOf(tokens, token) < shortest) continue;
      const flags = flagsOf(tokens, token);
      if ((flags & (flag.common | flag.place | flag.particle)) !== 0) continue;
      // An Arabic word that is a name only sometimes stays a word elsewhere.
      if (
        kindOf(tokens, token) === tokenKind.arabic &&
        ((flags & flag.ambiguous) !== 0 || (first === last && flags === 0))
      )
        continue;
      words.add(tokens.hash[token] ?? 0, foldWord(textOf(tokens, token)));
    }
  }
}

/** Further places where those words stand alone. */
export function propagate(scan: Scan, spans: readonly NameSpan[], words: NameWords): readonly NameSpan[] {
  if (words.isEmpty()) return spans;
  const { tokens } = scan;
  const all: NameSpan[] = [];
  let next = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    const span = spans[next];
    if (span !== undefined && token === span.first) {
      all.push(span);
      token = span.last;
      next += 1;
    } else if (isKnown(tokens, token, words)) {
      const last = endOfKnown(tokens, { token, limit: span?.first ?? tokens.count }, words);
      if (isNamesake(tokens, token) || namesThing(tokens, last)) {
        token = last;
        continue;
      }
      all.push({ first: withGivenBefore(tokens, token, all.at(-1)?.last ?? -1), last, score: 0.75 });
      token = last;
    }
  }
  return all;
}

/** Kearney Boulevard */
function namesThing(tokens: Tokens, last: number): boolean {
  return isCapitalised(tokens, last + 1) && has(tokens, last + 1, flag.street) && gapAfter(tokens, last) === ' ';
}

function endOfKnown(
  tokens: Tokens,
  { token, limit }: { readonly token: number; readonly limit: number },
  words: NameWords,
): number {
  let last = token;
  while (
    last + 1 < limit &&
    /^[ -]$/.test(tokens.text.slice(endOf(tokens, last), startOf(tokens, last + 1))) &&
    isKnown(tokens, last + 1, words)
  )
    last += 1;
  return last;
}

/** إلهام الموتشو, where الموتشو is known from elsewhere. */
function withGivenBefore(tokens: Tokens, token: number, taken: number): number {
  const before = token - 1;
  const joins = before > taken && tokens.text.slice(endOf(tokens, before), startOf(tokens, token)) === ' ';
  return joins && (flagsOf(tokens, before) & flag.given) !== 0 && kindOf(tokens, before) === kindOf(tokens, token)
    ? before
    : token;
}

function isKnown(tokens: Tokens, token: number, words: NameWords): boolean {
  if (!words.mayHold(tokens.hash[token] ?? 0)) return false;
  const length = endOf(tokens, token) - startOf(tokens, token);
  if (length < shortest || length > 24) return false;
  const kind = kindOf(tokens, token);
  if (kind === tokenKind.latin ? !isCapitalised(tokens, token) : kind !== tokenKind.arabic) return false;
  return words.has(foldWord(textOf(tokens, token)));
}
