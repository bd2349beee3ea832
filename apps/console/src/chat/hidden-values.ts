import type { DocumentAnswerView } from '@riad/contracts';

import type { Step } from './tree.ts';

const COVER = '▇▇▇';

/** What the guard recognised in the questions shown, the longest first. */
export function valuesIn(path: readonly Step[]): readonly string[] {
  const values = path.flatMap(({ message }) =>
    message.findings.map(({ start, end }) => message.content.slice(start, end)),
  );
  return [...new Set(values)].toSorted((left, right) => right.length - left.length);
}

/** An answer that repeats a value must not show it either. */
export function withoutValues(text: string, values: readonly string[]): string {
  return values.reduce((shown, value) => shown.replaceAll(value, COVER), text);
}

/** The same for an answer with its places. */
export function citedWithoutValues(cited: DocumentAnswerView, values: readonly string[]): DocumentAnswerView {
  if (values.length === 0) return cited;
  const covered = <T extends { readonly quote: string }>(places: readonly T[]): T[] =>
    places.map((place) => ({ ...place, quote: withoutValues(place.quote, values) }));
  return {
    ...cited,
    sentences: cited.sentences.map((sentence) => ({
      ...sentence,
      text: withoutValues(sentence.text, values),
      citations: covered(sentence.citations),
    })),
    nearest: covered(cited.nearest),
  };
}
