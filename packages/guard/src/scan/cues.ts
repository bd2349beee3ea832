import type { CueClass } from '../profiles/profile.ts';
import type { Knowledge } from './knowledge.ts';
import type { Lexicon } from './lexicon.ts';
import { endOf, startOf, type Tokens } from './tokens.ts';

/** Words of a text that announce something, in order. Indices are token indices; `last` is the cue's last token. */
export interface Cue {
  readonly cue: CueClass;
  readonly first: number;
  readonly last: number;
  /** Bit of the identifiers it announces, 0 when it announces none. */
  readonly bit: number;
}

/** A sensitive word or phrase, with its category. */
export interface Term {
  readonly category: string;
  readonly first: number;
  readonly last: number;
}

/** Everything that phrases of the lexicon say about a text. */
export function findCues(
  tokens: Tokens,
  phrases: readonly number[],
  knowledge: Knowledge,
): { readonly cues: readonly Cue[]; readonly terms: readonly Term[] } {
  const { lexicon, cueClasses, sensitive } = knowledge;
  const place: Place = { tokens, lexicon };
  const cues: Cue[] = [];
  const terms: Term[] = [];
  let free = 0;
  for (const index of phrases) {
    if (index < free) continue;
    const length = matchLongest(place, index);
    for (const { rest, cue } of lexicon.phrasesOf(tokens.word[index] ?? 0, tokens.word[index + 1] ?? 0)) {
      if (rest.length + 1 !== length || !follows(place, index, rest)) continue;
      const announced = cueClasses[cue];
      const last = index + rest.length;
      if (announced !== undefined) cues.push({ cue: announced, first: index, last, bit: knowledge.bitOf(announced) });
      else terms.push({ category: sensitive[cue - cueClasses.length] ?? '', first: index, last });
    }
    if (length > 1) free = index + length;
  }
  return { cues, terms };
}

interface Place {
  readonly tokens: Tokens;
  readonly lexicon: Lexicon;
}

/** Tokens of the longest phrase that begins here, 0 when none does. */
function matchLongest(place: Place, index: number): number {
  const { tokens, lexicon } = place;
  for (const { rest } of lexicon.phrasesOf(tokens.word[index] ?? 0, tokens.word[index + 1] ?? 0))
    if (follows(place, index, rest)) return rest.length + 1;
  return 0;
}

function follows({ tokens, lexicon }: Place, index: number, rest: readonly number[]): boolean {
  for (let offset = 0; offset < rest.length; offset += 1) {
    const next = index + offset + 1;
    if (next >= tokens.count || lexicon.bareOf(tokens.word[next] ?? 0) !== rest[offset]) return false;
    const gap = tokens.text.slice(endOf(tokens, next - 1), startOf(tokens, next));
    if (gap.length > 3 || /[\n\t;,|]/.test(gap)) return false;
  }
  return true;
}

/** Walks a text's cues from left to right beside the tokens. */
export interface CueReader {
  /** Index in the list of the first cue that begins after a token. */
  from(token: number): number;
  /** Cues that end at most `reach` characters before a token, nearest first; at most eight. */
  before(token: number, reach: number): readonly Cue[];
  /** Bits of those cues, all together. */
  bitsBefore(token: number, reach: number): number;
  /** Cues that begin at most `reach` characters after a token, nearest first; at most three. */
  after(token: number, reach: number): readonly Cue[];
}

const nothing: readonly Cue[] = [];

export function createCueReader(tokens: Tokens, cues: readonly Cue[]): CueReader {
  const beginsAfter = (index: number, token: number): boolean => (cues[index]?.first ?? tokens.count) > token;
  let recent = 0;
  /** Index of the first cue whose first token comes after `token`; a reader goes on mostly where it was. */
  const upper = (token: number): number => {
    for (let steps = 0; steps < 6 && !beginsAfter(recent, token); steps += 1) recent += 1;
    const isHere = beginsAfter(recent, token) && (recent === 0 || !beginsAfter(recent - 1, token));
    if (!isHere) recent = search(token);
    return recent;
  };
  const search = (token: number): number => {
    let low = 0;
    let high = cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cues[middle]?.first ?? 0) > token) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    from: (token) => upper(token),
    before: (token, reach) => {
      if (cues.length === 0) return nothing;
      const near: Cue[] = [];
      for (let index = upper(token - 1) - 1; index >= 0 && near.length < 8; index -= 1) {
        const cue = cues[index];
        if (cue === undefined || startOf(tokens, token) - endOf(tokens, cue.last) > reach) break;
        if (cue.last < token) near.push(cue);
      }
      return near;
    },
    bitsBefore: (token, reach) => {
      let bits = 0;
      let seen = 0;
      for (let index = cues.length === 0 ? -1 : upper(token - 1) - 1; index >= 0 && seen < 8; index -= 1) {
        const cue = cues[index];
        if (cue === undefined || startOf(tokens, token) - endOf(tokens, cue.last) > reach) break;
        if (cue.last >= token) continue;
        bits |= cue.bit;
        seen += 1;
      }
      return bits;
    },
    after: (token, reach) => {
      if (cues.length === 0) return nothing;
      const near: Cue[] = [];
      for (let index = upper(token); index < cues.length && near.length < 3; index += 1) {
        const cue = cues[index];
        if (cue === undefined || startOf(tokens, cue.first) - endOf(tokens, token) > reach) break;
        near.push(cue);
      }
      return near;
    },
  };
}
