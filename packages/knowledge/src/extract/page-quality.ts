import { isStopWord, wordForms } from '@riad/language';

import type { Quality, QualityProblem } from './document.ts';

export interface PageFacts {
  readonly text: string;
  /** Characters that the font's map had no meaning for. */
  readonly unmapped: number;
  /** Characters that no reader of the page sees. */
  readonly hidden: number;
  readonly repaired: readonly QualityProblem[];
  readonly ocr: boolean;
}

/** Share of running text that is words like "of" and "the"; less means that words came out wrong. */
const FUNCTION_WORDS = 0.08;
/** Fewer words say nothing about it: a title page, a table. */
const ENOUGH_WORDS = 60;
const presentationForms = /[\ufb50-\ufdff\ufe70-\ufefc]/g;
/** A capital within a word: what a broken font map does to "première". */
const garbled = /\p{Ll}\p{Lu}+\p{Ll}|\p{Lu}{2,}\p{Ll}\p{Lu}/gu;

const penalties: Readonly<Record<QualityProblem, number>> = {
  'no-text': 1,
  'unmapped-characters': 0.5,
  'presentation-forms': 0.15,
  'reversed-ligatures': 0.15,
  'stray-letters': 0.1,
  'garbled-words': 0.5,
  'hidden-text': 0.1,
  'negation-guessed': 0.1,
  'read-by-ocr': 0.2,
};

/** How far a page's text can be trusted, and why not further. */
export function judgePage(facts: PageFacts): Quality {
  const problems = new Set<QualityProblem>(facts.repaired);
  const letters = facts.text.replaceAll(/\s/gu, '').length;
  if (letters === 0) return { score: 0, problems: ['no-text'] };
  if (facts.unmapped > 0.02 * letters) problems.add('unmapped-characters');
  if ((facts.text.match(presentationForms)?.length ?? 0) > 0.02 * letters) problems.add('presentation-forms');
  if (facts.hidden > 0) problems.add('hidden-text');
  if (facts.ocr) problems.add('read-by-ocr');
  if (looksGarbled(facts.text)) problems.add('garbled-words');
  const score = [...problems].reduce((rest, problem) => rest - penalties[problem], 1);
  return { score: Math.max(0, Math.round(score * 100) / 100), problems: [...problems] };
}

function looksGarbled(text: string): boolean {
  const words = wordForms(text).filter((word) => /^\p{L}+$/u.test(word));
  if (words.length < ENOUGH_WORDS) return false;
  const odd = text.match(garbled)?.length ?? 0;
  if (odd > 0.08 * words.length) return true;
  const isProse = /[.؟!،,;]/u.test(text);
  return (
    isProse &&
    words.filter(isStopWord).length < FUNCTION_WORDS * words.length &&
    /\p{Script=Latin}|\p{Script=Arabic}/u.test(text) &&
    odd > 0.03 * words.length
  );
}

/** The pages' scores weighted by their text; a document is as doubtful as what one would quote from it. */
export function judgeDocument(pages: readonly { readonly quality: Quality; readonly length: number }[]): Quality {
  const total = pages.reduce((sum, { length }) => sum + Math.max(length, 1), 0);
  const score =
    pages.reduce((sum, { quality, length }) => sum + quality.score * Math.max(length, 1), 0) / Math.max(total, 1);
  return {
    score: Math.round(score * 100) / 100,
    problems: [...new Set(pages.flatMap(({ quality }) => quality.problems))],
  };
}
