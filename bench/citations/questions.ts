import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A question and the article that answers it. */
export interface CitationQuestion {
  readonly law: string;
  readonly article: string;
  readonly language: 'fr' | 'ar' | 'ary';
  readonly text: string;
}

const folder = fileURLToPath(new URL('../laws/', import.meta.url));
/** A number that shares no factor with 200: every beginning of the list holds all languages and laws. */
const STRIDE = 77;

/** All of them, mixed, always in the same order. */
export function citationQuestions(): readonly CitationQuestion[] {
  const all = [
    ...linesOf('questions.tsv').map(([law = '', article = '', language = '', text = '']): CitationQuestion => ({
      law,
      article,
      language: language === 'ar' ? 'ar' : 'fr',
      text,
    })),
    ...linesOf('darija.tsv').map(([law = '', article = '', text = '']): CitationQuestion => ({
      law,
      article,
      language: 'ary',
      text,
    })),
  ];
  return all.map((_, at) => all[(at * STRIDE) % all.length]).filter((question) => question !== undefined);
}

function linesOf(name: string): readonly (readonly string[])[] {
  return readFileSync(`${folder}${name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
}
