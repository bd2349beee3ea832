import { Fragment, type ReactNode } from 'react';

import { localeFacts, type Locale } from './locales.ts';
import { useLanguage } from './messages.tsx';

interface ListPart {
  readonly type: 'element' | 'literal';
  readonly value: string;
}

/** Words that people wrote, as a list: each keeps its own direction, so that the word "and" stays between them. */
export function WordList({ words }: { readonly words: readonly string[] }): ReactNode {
  const { locale } = useLanguage();
  if (words.length === 0) return '—';
  return listParts(locale, words).map(({ type, value }, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- the parts of one sentence, in its order
    type === 'element' ? <bdi key={index}>{value}</bdi> : <Fragment key={index}>{value}</Fragment>,
  );
}

/** The same for words of ours, inside a sentence. */
export function joinWords(locale: Locale, words: readonly string[]): string {
  return listParts(locale, words)
    .map(({ value }) => value)
    .join('');
}

function listParts(locale: Locale, words: readonly string[]): readonly ListPart[] {
  const { intl } = localeFacts[locale];
  // French has no place between words of Tamazight: a comma says it.
  if (locale === 'zgh' && !intl.startsWith('zgh'))
    return words.flatMap((value, index) => [
      ...(index === 0 ? [] : [{ type: 'literal', value: ', ' } as const]),
      { type: 'element', value } as const,
    ]);
  return new Intl.ListFormat(intl).formatToParts(words);
}
