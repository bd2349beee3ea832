import { indexTerms, normaliseForIndex } from '@riad/language';

import { isOfArticle, type Law } from '../laws/laws.ts';
import type { AnsweredQuestion } from './ask.ts';

/** A sentence with a place that Riad says supports it, and what rules say of that; `because` is absent when it holds. */
export interface JudgedCitation {
  /** `<question>.<sentence>` */
  readonly id: string;
  readonly question: string;
  readonly sentence: string;
  readonly quote: string;
  readonly place: string;
  /** In another script than its quote: rules see numbers there, not words. */
  readonly acrossScripts: boolean;
  /** The quote is of the article that answers the question. */
  readonly ofArticle: boolean;
  readonly because?: string;
}

/** Of the sentence's words, those that its quote or what stands above it must have. Stricter than what Riad asks. */
const WORDS_HELD = 0.5;
const numbers = /\d+(?:[.,]\d+)*/g;
const negation =
  /(?<![\p{L}])(?:ne|pas|jamais|aucune?|sans|ni|not|no|never|without|لا|لم|لن|ليس|ليست|دون|بدون|غير|عدم|ماشي|بلا)(?![\p{L}])/u;

export function judgeCitations(answered: readonly AnsweredQuestion[], laws: readonly Law[]): readonly JudgedCitation[] {
  const texts = new Map(
    laws.map(({ name, title, passages }) => [name, plain(`${title} ${passages.map(({ text }) => text).join(' ')}`)]),
  );
  return answered.flatMap(({ number, question, answer }) =>
    answer.sentences.flatMap(({ text, supported, citations: [citation] }, sentence) => {
      if (!supported || citation === undefined) return [];
      const law = citation.name.replace(/\.html$/, '');
      const title = laws.find(({ name }) => name === law)?.title ?? '';
      const above = `${title}\n${citation.heading}`;
      const because = fault({ sentence: text, quote: citation.quote, above, source: texts.get(law) ?? '' });
      return [
        {
          id: `${number}.${sentence + 1}`,
          question: question.text,
          sentence: text,
          quote: citation.quote,
          place: `${law}, ${citation.heading.split(' › ').at(-1) ?? ''}`,
          acrossScripts: isArabic(text) !== isArabic(citation.quote),
          ofArticle: law === question.law && isOfArticle(citation, question.article),
          ...(because === undefined ? {} : { because }),
        },
      ];
    }),
  );
}

interface Claim {
  readonly sentence: string;
  readonly quote: string;
  /** What stands above the quote: the law's title, the article. */
  readonly above: string;
  readonly source: string;
}

function fault({ sentence, quote, above, source }: Claim): string | undefined {
  if (!source.includes(plain(quote))) return 'the quote is not in the law';
  const held = new Set(plain(`${above} ${quote}`).match(numbers) ?? []);
  const loose = (plain(sentence).match(numbers) ?? []).find((number) => !held.has(number));
  if (loose !== undefined) return `the number ${loose} is not in the quote`;
  if (negation.test(plain(sentence)) && !negation.test(plain(quote))) return 'it denies and its quote does not';
  if (isArabic(sentence) !== isArabic(quote)) return undefined;
  const words = new Set(indexTerms(sentence).words);
  const known = new Set(indexTerms(`${above}\n${quote}`).words);
  const share = [...words].filter((word) => known.has(word)).length / Math.max(1, words.size);
  return share < WORDS_HELD ? `only ${Math.round(100 * share)} % of its words are there` : undefined;
}

function plain(text: string): string {
  return normaliseForIndex(text).text.replaceAll(/\s+/g, ' ').trim();
}

function isArabic(text: string): boolean {
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return arabic * 2 > (text.match(/\p{L}/gu)?.length ?? 0);
}
