import { indexTerms, translateDarija, type TranslatedDarija } from '@riad/language';

/** What a question looks for, each term with its weight. */
export interface QueryTerms {
  readonly words: ReadonlyMap<string, number>;
  readonly trigrams: ReadonlyMap<string, number>;
  readonly references: ReadonlyMap<string, number>;
  /** Its words as asked, each with what else it may be called. */
  readonly concepts: readonly (readonly string[])[];
  /** Words that stand as they were asked. */
  readonly untranslated: readonly string[];
}

/** A word of Darija and its usual translations weigh as a word does; what else it may mean helps, and does not outvote. */
const USUAL = { word: 1, trigram: 0.4 };
const FURTHER = { word: 0.4, trigram: 0.15 };

/** How a question is put to the embedding model: small ones know Standard Arabic better than Darija. */
export function questionForms(text: string): readonly string[] {
  const translated = translateDarija(text)?.arabic ?? '';
  return translated === '' ? [text] : [text, translated];
}

/** The terms of a question; one in Darija also asks for what Standard Arabic and French say. */
export function queryTerms(text: string): QueryTerms {
  const { words, trigrams, references } = indexTerms(text);
  const translated = translateDarija(text);
  if (translated !== undefined) return { ...withTranslations(translated), references: counted(references) };
  return {
    words: counted(words),
    trigrams: counted(trigrams),
    references: counted(references),
    concepts: [...new Set(words)].map((word) => [word]),
    untranslated: words,
  };
}

function withTranslations({ terms, unknown }: TranslatedDarija): Omit<QueryTerms, 'references'> {
  const kept = indexTerms(unknown.join(' '));
  const words = counted(kept.words);
  const trigrams = counted(kept.trigrams);
  const concepts = kept.words.map((word) => [word]);
  for (const { usual, further } of terms) {
    const weighted = [
      ...usual.map((term) => ({ found: indexTerms(term), weight: USUAL })),
      ...further.map((term) => ({ found: indexTerms(term), weight: FURTHER })),
    ];
    for (const { found, weight } of weighted) {
      raise(words, found.words, weight.word);
      raise(trigrams, found.trigrams, weight.trigram);
    }
    const concept = weighted.flatMap(({ found }) => found.words);
    if (concept.length > 0) concepts.push(concept);
  }
  return { words, trigrams, concepts, untranslated: kept.words };
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function raise(weights: Map<string, number>, terms: readonly string[], by: number): void {
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + by);
}
