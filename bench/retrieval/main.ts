/**
 * `./riad bench retrieval [--words] [--only NAME]`: whether a question finds its passage, by words alone and with meaning, and how long it
 * takes among 100,000 passages. `--words` leaves embeddings out; `--only NAME` measures the sets whose name holds it, and
 * keeps nothing.
 */
import { parseArgs } from 'node:util';

import { makeId } from '@riad/contracts';
import { CollectionIndex, questionForms } from '@riad/knowledge';

import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { startEmbeddings, type Embeddings } from './embeddings.ts';
import { measureSpeed } from './speed.ts';
import { allSets, type RetrievalSet } from './sets.ts';

interface Found {
  readonly set: string;
  readonly way: 'words' | 'words and meaning';
  readonly first: number;
  readonly amongFive: number;
  readonly meanReciprocalRank: number;
}

const machine = describeMachine();
const { values: options } = parseArgs({ options: { words: { type: 'boolean' }, only: { type: 'string' } } });
const only = options.only ?? '';
const embeddings = options.words === true ? undefined : startEmbeddings('multilingual-e5-small-q4');
try {
  const found: Found[] = [];
  for (const set of (await allSets()).filter(({ name }) => name.includes(only))) {
    for (const way of embeddings === undefined ? (['words'] as const) : (['words', 'words and meaning'] as const)) {
      const one = await measure(set, way, embeddings);
      found.push(one);
      process.stdout.write(`${[one.set, one.way, percent(one.first), percent(one.amongFive)].join(' | ')}\n`);
    }
  }
  if (only !== '') process.exit(0);
  const speed = measureSpeed();
  const rows = found.map((one) => [
    one.set,
    one.way,
    percent(one.first),
    percent(one.amongFive),
    one.meanReciprocalRank.toFixed(3),
  ]);
  const text = [
    table(['Set', 'Way', 'First', 'Among five', 'MRR'], rows),
    `\nAmong ${speed.passages} made-up passages, one thread, ${speed.questions} questions:\n`,
    table(
      ['Way', 'Median', '95th percentile'],
      speed.ways.map((way) => [way.name, `${way.medianMs.toFixed(1)} ms`, `${way.p95Ms.toFixed(1)} ms`]),
    ),
    `\nThe index took ${speed.buildSeconds.toFixed(0)} s to build and ${speed.memoryMiB} MiB. ARCD is not measured: its files cannot be had here.`,
  ].join('\n');
  const path = writeResult({
    name: 'retrieval',
    machine,
    text,
    data: { found, speed },
  });
  process.stdout.write(`${text}\n\n${path}\n`);
} finally {
  embeddings?.stop();
}

async function measure(set: RetrievalSet, way: Found['way'], source: Embeddings | undefined): Promise<Found> {
  const meaning = way === 'words' ? undefined : source;
  const vectors = await meaning?.embed('passage', set.passages);
  const index = new CollectionIndex();
  const documentId = makeId('doc', 'bench');
  index.put(
    documentId,
    1,
    set.passages.map((text, at) => ({
      passageId: String(at),
      documentId,
      heading: '',
      text,
      references: [],
      vector: vectors?.[at] ?? null,
    })),
  );
  const asked = meaning === undefined ? undefined : await vectorsOf(meaning, set);
  const ranks = set.questions.map(([text, wanted], at) => {
    const hits = index.search({ text, limit: 20, vectors: asked?.[at] ?? [] });
    return hits.findIndex(({ passageId }) => wanted.includes(Number(passageId))) + 1;
  });
  const share = (holds: (rank: number) => boolean): number => ranks.filter(holds).length / ranks.length;
  return {
    set: set.name,
    way,
    first: share((rank) => rank === 1),
    amongFive: share((rank) => rank >= 1 && rank <= 5),
    meanReciprocalRank: ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length,
  };
}

/** As Riad's search does: a question in Darija is also asked as its translation. */
async function vectorsOf(
  source: Embeddings,
  { questions }: RetrievalSet,
): Promise<readonly (readonly Float32Array[])[]> {
  const forms = questions.map(([text]) => questionForms(text));
  const vectors = await source.embed('query', forms.flat());
  let at = 0;
  return forms.map(({ length }) => vectors.slice(at, (at += length)));
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
