/**
 * `./riad bench citations [--limit N] [--fresh]`: questions to Moroccan laws, answered by Riad with its default model on this machine; whether
 * the citations that it keeps support their sentences. The first run also reads the laws. 200 questions take an hour and more: answers are
 * kept, each run adds `--limit` to none that are there. `--fresh` asks all again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { median } from '../framework/statistics.ts';
import { readLaws } from '../laws/laws.ts';
import { askQuestions, forgetAnswers, type AnsweredQuestion } from './ask.ts';
import { judgeCitations, type JudgedCitation } from './judge.ts';
import { citationQuestions } from './questions.ts';

const { values: options } = parseArgs({
  options: { limit: { type: 'string', default: '20' }, fresh: { type: 'boolean', default: false } },
});
/** Kept citations that a person is asked to read. */
const BY_HAND = 50;
const byHandFile = fileURLToPath(new URL('by-hand.tsv', import.meta.url));

const machine = describeMachine();
const laws = await readLaws();
const questions = citationQuestions();
if (options.fresh) forgetAnswers();
const answered = askQuestions(questions, { laws, limit: Number(options.limit) });
const judged = judgeCitations(answered, laws);
const byHand = readByHand();
writeForReading(judged.slice(0, BY_HAND));

const report = [
  `${answered.length} of ${questions.length} questions asked; ${answered.filter(({ answer }) => answer.status === 'answered').length} answered, the others “not in the documents”. Median ${median(answered.map(({ seconds }) => seconds)).toFixed(1)} s.\n`,
  table(
    ['Questions in', 'Asked', 'Answered', 'Sentences', 'Cited', 'Supported by rules', 'Of the article'],
    (['fr', 'ar', 'ary'] as const).map((language) => rowOf(language)),
  ),
  `\nOf ${judged.length} kept citations rules accept ${judged.filter(({ because }) => because === undefined).length} (${percent(share(judged, ({ because }) => because === undefined))}); ${judged.filter(({ acrossScripts }) => acrossScripts).length} are in another script than their sentence, where rules see numbers and negations alone.`,
  readText(),
  `\nRules: the quote stands in the law word for word; every number of the sentence stands in it or above it; a sentence that denies has a quote that denies; half of the sentence's words are there. Not accepted:\n`,
  ...judged
    .filter(({ because }) => because !== undefined)
    .map(({ id, because, sentence, quote }) => `- ${id}, ${because}: “${sentence}” ← “${shortened(quote)}”`),
].join('\n');
const path = writeResult({
  name: 'citations',
  machine,
  text: report,
  data: { asked: answered.length, judged, byHand },
});
process.stdout.write(`${report}\n\n${path}\n`);

function rowOf(language: string): readonly string[] {
  const own = answered.filter(({ question }) => question.language === language);
  const numbers = new Set(own.map(({ number }) => String(number)));
  const citations = judged.filter(({ id }) => numbers.has(id.split('.')[0] ?? ''));
  const sentences = own.reduce((sum, { answer }: AnsweredQuestion) => sum + answer.sentences.length, 0);
  return [
    language,
    String(own.length),
    String(own.filter(({ answer }) => answer.status === 'answered').length),
    String(sentences),
    String(citations.length),
    percent(share(citations, ({ because }) => because === undefined)),
    percent(share(citations, ({ ofArticle }) => ofArticle)),
  ];
}

/** What somebody who read a citation said of it, by its sentence and quote: it holds for as long as both stay the same. */
function readByHand(): ReadonlyMap<string, string> {
  if (!existsSync(byHandFile)) return new Map();
  const lines = readFileSync(byHandFile, 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const [verdict = '', sentence = '', quote = ''] = line.split('\t');
      return [keyOf(sentence, quote), verdict];
    }),
  );
}

function writeForReading(citations: readonly JudgedCitation[]): void {
  const lines = citations.map(({ sentence, quote, place, question }) =>
    [byHand.get(keyOf(flat(sentence), flat(quote))) ?? '', sentence, quote, place, question].map(flat).join('\t'),
  );
  writeFileSync(
    byHandFile,
    `${['supports', 'sentence', 'quote', 'place', 'question'].join('\t')}\n${lines.join('\n')}\n`,
  );
}

function readText(): string {
  const verdicts = judged.map(({ sentence, quote }) => byHand.get(keyOf(flat(sentence), flat(quote))) ?? '');
  const read = verdicts.filter((verdict) => verdict !== '');
  const yes = read.filter((verdict) => verdict === 'yes').length;
  return `\nRead by hand (\`bench/citations/by-hand.tsv\`): ${read.length}, of which ${yes} support their sentence (${percent(yes / Math.max(1, read.length))}).`;
}

function keyOf(sentence: string, quote: string): string {
  return `${sentence}\t${quote}`;
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function shortened(quote: string): string {
  const line = flat(quote);
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
