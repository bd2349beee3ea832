import { normaliseForIndex } from '../normalise/normalise-for-index.ts';

/** A word of a text: its folded form and where it stands in the text as given. */
export interface Word {
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** The words of a text, folded, in order. Apostrophes, dashes and dots end a word. */
export function findWords(text: string): readonly Word[] {
  const normal = normaliseForIndex(text);
  const words: Word[] = [];
  for (const match of normal.text.matchAll(wordPattern)) {
    const end = match.index + match[0].length;
    words.push({ form: match[0], start: normal.startOf(match.index), end: normal.endOf(end) });
  }
  return words;
}

/** The folded forms alone. */
export function wordForms(text: string): readonly string[] {
  return normaliseForIndex(text).text.match(wordPattern) ?? [];
}
