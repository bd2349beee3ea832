import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { darijaSets } from './darija.ts';

/** Questions, each with the numbers of the passages that answer it: one, or those that an article was cut into. */
export interface RetrievalSet {
  readonly name: string;
  readonly passages: readonly string[];
  readonly questions: readonly (readonly [question: string, passages: readonly number[]])[];
}

interface Squad {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly context: string;
      readonly qas: readonly { readonly question: string }[];
    }[];
  }[];
}

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(`data/${name}`, import.meta.url)), 'utf8');
}

function squad(language: string): RetrievalSet {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this repository
  const { data } = JSON.parse(read(`xquad.${language}.json`)) as Squad;
  const paragraphs = data.flatMap((article) => article.paragraphs);
  return {
    name: `XQuAD-${language}`,
    passages: paragraphs.map(({ context }) => context),
    questions: paragraphs.flatMap(({ qas }, passage) => qas.map(({ question }) => [question, [passage]] as const)),
  };
}

function flores(from: string, into: string): RetrievalSet {
  const lines = (name: string): readonly string[] => read(`${name}.devtest`).trim().split('\n');
  return {
    name: `FLORES ${from} → ${into}`,
    passages: lines(into),
    questions: lines(from).map((sentence, index) => [sentence, [index]] as const),
  };
}

/** As people type: no hamza, ه for ة, ي for ى. */
function sloppy(text: string): string {
  return text
    .replaceAll(/[أإآ]/g, 'ا')
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .replaceAll('ؤ', 'و')
    .replaceAll('ئ', 'ي');
}

/** As broken PDFs give it: every lam-alef turned round. */
function reversed(text: string): string {
  return text.replaceAll(/ل([اأإآ])/g, '$1ل');
}

/** Of public sets, then Darija asked of laws. */
export async function allSets(): Promise<readonly RetrievalSet[]> {
  return [...publicSets(), ...(await darijaSets())];
}

export function publicSets(): readonly RetrievalSet[] {
  const arabic = squad('ar');
  const english = squad('en');
  return [
    arabic,
    {
      ...arabic,
      name: 'XQuAD-ar, sloppy typing',
      questions: arabic.questions.map(([text, wanted]) => [sloppy(text), wanted]),
    },
    { ...arabic, name: 'XQuAD-ar, reversed lam-alef', passages: arabic.passages.map(reversed) },
    english,
    { ...arabic, name: 'XQuAD English question → Arabic passage', questions: english.questions },
    flores('ary_Arab', 'arb_Arab'),
    flores('fra_Latn', 'arb_Arab'),
    flores('arb_Arab', 'fra_Latn'),
    flores('ary_Arab', 'fra_Latn'),
  ];
}
