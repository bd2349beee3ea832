import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { isOfArticle, readLaws } from '../laws/laws.ts';
import type { RetrievalSet } from './sets.ts';

/** Laws whose questions Darija was developed on; the others' are for measuring alone. */
const developedOn = new Set(['law-55-19', 'decree-silence-communes', 'law-05-20', 'decree-2-24-921']);
const questionsFile = fileURLToPath(new URL('../laws/darija.tsv', import.meta.url));

/** Questions in Darija to nine laws in Arabic and French together, by letters and by what was tuned on. */
export async function darijaSets(): Promise<readonly RetrievalSet[]> {
  const passages = (await readLaws()).flatMap(({ name, passages: cut }) =>
    cut.map((passage) => ({ law: name, passage })),
  );
  const lines = readFileSync(questionsFile, 'utf8').trim().split('\n');
  const questions = lines.map((line) => {
    const [law = '', article = '', text = ''] = line.split('\t');
    const wanted = passages.flatMap((one, at) => (one.law === law && isOfArticle(one.passage, article) ? [at] : []));
    return { law, text, wanted };
  });
  const texts = passages.map(({ passage: { heading, text } }) => `${heading}\n${text}`);
  return [true, false].flatMap((tuned) =>
    [true, false].map((arabic) => ({
      name: `Darija in ${arabic ? 'Arabic' : 'Latin'} letters → laws, ${tuned ? 'developed on' : 'not seen before'}`,
      passages: texts,
      questions: questions
        .filter(({ law, text }) => developedOn.has(law) === tuned && /\p{Script=Arabic}/u.test(text) === arabic)
        .map(({ text, wanted }) => [text, wanted] as const),
    })),
  );
}
