import { normaliseForIndex } from '../normalise/normalise-for-index.ts';
import { looksLikeArabizi } from '../arabizi/arabizi.ts';
import { cueWords } from './cue-words.ts';
import type { Language, Script } from './language.ts';

/** A stretch of a text in one script and language. */
export interface LanguageSpan {
  readonly start: number;
  readonly end: number;
  readonly script: Script;
  readonly language: Language;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly script: Script;
  /** What the word itself shows; undefined where it could be of several languages. */
  readonly cue: Language | undefined;
}

const token = /(?=[\p{L}\p{N}])[\p{L}\p{N}\p{M}]+/gu;

/**
 * Script and language of every stretch: French, Arabic, Darija in both scripts, Tamazight and English, switched in the
 * middle of a sentence as people do. A word without a sign of its own goes with its neighbours of the same script.
 */
export function languageSpans(text: string): readonly LanguageSpan[] {
  const normal = normaliseForIndex(text);
  const tokens: Token[] = [];
  for (const match of normal.text.matchAll(token)) {
    const script = scriptOf(match[0]);
    if (script === undefined) continue;
    const end = match.index + match[0].length;
    tokens.push({ start: normal.startOf(match.index), end: normal.endOf(end), script, cue: cueOf(match[0], script) });
  }
  return join(tokens, spread(tokens));
}

function scriptOf(word: string): Script | undefined {
  if (/\p{Script=Arabic}/u.test(word)) return 'Arab';
  if (/\p{Script=Tifinagh}/u.test(word)) return 'Tfng';
  return /\p{Script=Latin}/u.test(word) ? 'Latn' : undefined;
}

function cueOf(word: string, script: Script): Language | undefined {
  if (script === 'Tfng') return 'zgh';
  const known = cueWords().get(word);
  if (known !== undefined) return known;
  return script === 'Latn' && looksLikeArabizi(word) ? 'ary' : undefined;
}

const unmarked: Readonly<Record<Script, Language>> = { Arab: 'ar', Latn: 'fr', Tfng: 'zgh' };

/** Each word takes the language of the nearest marked word of its script; where none is marked, the script's usual one. */
function spread(tokens: readonly Token[]): readonly Language[] {
  const forward = nearest(tokens);
  const backward = nearest(tokens.toReversed()).toReversed();
  return tokens.map(({ script, cue }, index) => {
    if (cue !== undefined) return cue;
    const before = forward[index];
    const after = backward[index];
    if (before !== undefined && after !== undefined)
      return before.distance <= after.distance ? before.language : after.language;
    return before?.language ?? after?.language ?? unmarked[script];
  });
}

interface Neighbour {
  readonly language: Language;
  readonly distance: number;
}

function nearest(tokens: readonly Token[]): (Neighbour | undefined)[] {
  const last = new Map<Script, { language: Language; index: number }>();
  return tokens.map(({ script, cue }, index) => {
    if (cue !== undefined) last.set(script, { language: cue, index });
    const found = last.get(script);
    return found === undefined ? undefined : { language: found.language, distance: index - found.index };
  });
}

function join(tokens: readonly Token[], languages: readonly Language[]): readonly LanguageSpan[] {
  const spans: { start: number; end: number; script: Script; language: Language }[] = [];
  for (const [index, { start, end, script }] of tokens.entries()) {
    const language = languages[index] ?? unmarked[script];
    const last = spans.at(-1);
    if (last?.script === script && last.language === language) last.end = end;
    else spans.push({ start, end, script, language });
  }
  return spans;
}
