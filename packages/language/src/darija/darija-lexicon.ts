import { consonantSkeleton } from '../arabizi/arabizi.ts';
import { normaliseForIndex } from '../normalise/normalise-for-index.ts';
import { darijaStems } from './darija-stems.ts';
import { lexiconText } from './lexicon-text.ts';

/** What a word of Darija is in the languages that documents are written in. */
export interface Meaning {
  /** Standard Arabic, the usual word first; none for a word that only joins others. */
  readonly arabic: readonly string[];
  readonly french: readonly string[];
}

interface Lexicon {
  /** By folded form, in both scripts. */
  readonly forms: ReadonlyMap<string, Meaning>;
  /** By folded French words. */
  readonly borrowed: ReadonlyMap<string, Meaning>;
  /** By the consonants of the Arabic forms, for spellings in Latin letters. */
  readonly skeletons: ReadonlyMap<string, Meaning>;
}

/** Fewer consonants tell no word from another. */
const SHORTEST_SKELETON = 3;
let lexicon: Lexicon | undefined;

/** A French word said in the middle of Darija is looked up as it is. */
export function meaningOfFrench(form: string): Meaning | undefined {
  lexicon ??= readLexicon();
  return lexicon.borrowed.get(form);
}

/** The meaning of a folded word, its affixes stripped as far as needed; undefined when it is no known word of Darija. */
export function meaningOf(form: string): Meaning | undefined {
  lexicon ??= readLexicon();
  const stems = darijaStems(form);
  for (const stem of stems) {
    const meaning = lexicon.forms.get(stem);
    if (meaning !== undefined) return meaning;
  }
  if (/\p{Script=Arabic}/u.test(form)) return undefined;
  for (const stem of stems) {
    const skeleton = consonantSkeleton(stem);
    const meaning = skeleton.length < SHORTEST_SKELETON ? undefined : lexicon.skeletons.get(skeleton);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function readLexicon(): Lexicon {
  const forms = new Map<string, Meaning>();
  const borrowed = new Map<string, Meaning>();
  const skeletons = new Map<string, Meaning>();
  for (const line of lexiconText.trim().split('\n')) {
    const [inArabic = [], inLatin = [], arabic = [], french = []] = line.split('|').map(wordsOf);
    const meaning = { arabic, french };
    for (const form of [...inArabic, ...inLatin].map(fold)) if (!forms.has(form)) forms.set(form, meaning);
    for (const form of meaning.french.map(fold)) if (!borrowed.has(form)) borrowed.set(form, meaning);
    for (const skeleton of inArabic.map((form) => consonantSkeleton(fold(form))))
      if (!skeletons.has(skeleton)) skeletons.set(skeleton, meaning);
  }
  return { forms, borrowed, skeletons };
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function fold(form: string): string {
  return normaliseForIndex(form).text;
}
