import { findLegalReferences } from '../references/find-legal-references.ts';
import { settleLamAlef, stemWord } from './stem-word.ts';
import { wordForms } from './find-words.ts';
import { isStopWord } from './stop-words.ts';

/** What a text is found by. The same code reads documents and questions. */
export interface IndexTerms {
  /** Stems, in order, stop words left out. */
  readonly words: readonly string[];
  /** Three-letter pieces of the unstripped words, marked at their borders. */
  readonly trigrams: readonly string[];
  /** Keys of laws and articles, `law:55-19#12`. */
  readonly references: readonly string[];
}

export function indexTerms(text: string): IndexTerms {
  const words: string[] = [];
  const trigrams: string[] = [];
  for (const form of wordForms(text)) {
    if (isStopWord(form)) continue;
    words.push(stemWord(form));
    addTrigrams(settleLamAlef(form), trigrams);
  }
  return { words, trigrams, references: findLegalReferences(text).map(({ key }) => key) };
}

function addTrigrams(form: string, into: string[]): void {
  const framed = `_${form}_`;
  for (let at = 0; at + 3 <= framed.length; at++) into.push(framed.slice(at, at + 3));
}

/** Share of trigrams that two texts have in common, 0 to 1 (Dice). */
export function trigramSimilarity(left: string, right: string): number {
  const ofLeft = new Set(indexTerms(left).trigrams);
  const ofRight = new Set(indexTerms(right).trigrams);
  if (ofLeft.size + ofRight.size === 0) return 0;
  let common = 0;
  for (const trigram of ofLeft) if (ofRight.has(trigram)) common++;
  return (2 * common) / (ofLeft.size + ofRight.size);
}
