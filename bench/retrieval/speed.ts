import { makeId } from '@riad/contracts';
import { CollectionIndex } from '@riad/knowledge';

import { publicSets } from './sets.ts';

export interface Speed {
  readonly passages: number;
  readonly questions: number;
  readonly buildSeconds: number;
  readonly memoryMiB: number;
  readonly ways: readonly { readonly name: string; readonly medianMs: number; readonly p95Ms: number }[];
}

const PASSAGES = 100_000;
const QUESTIONS = 200;
const DIMENSIONS = 384;
const CLUSTERS = 200;
/** Words of a made-up passage: about 700 characters. */
const LENGTH = 110;
/** Passages loaded together, as one document. */
const PER_DOCUMENT = 1000;

/** A generator of numbers that gives the same ones in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Passages of real words at their real frequencies, in a new order; vectors in clusters; the questions of XQuAD. */
export function measureSpeed(): Speed {
  const random = randomFrom(7);
  const [arabic] = publicSets();
  const words = (arabic?.passages ?? []).join(' ').split(/\s+/);
  const centres = Array.from({ length: CLUSTERS }, () =>
    Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5),
  );
  const vector = (): Float32Array =>
    (centres[Math.floor(random() * CLUSTERS)] ?? new Float32Array(DIMENSIONS)).map(
      (value) => value + 0.3 * (random() - 0.5),
    );
  const memoryBefore = process.memoryUsage();
  const started = process.cpuUsage();
  const index = new CollectionIndex();
  for (let from = 0; from < PASSAGES; from += PER_DOCUMENT) {
    const documentId = makeId('doc', String(from));
    index.put(
      documentId,
      1,
      Array.from({ length: PER_DOCUMENT }, (_, at) => ({
        passageId: String(from + at),
        documentId,
        heading: '',
        text: madeUp(words, random),
        references: [],
        vector: vector(),
      })),
    );
  }
  const buildSeconds = process.cpuUsage(started).user / 1e6;
  const memory = process.memoryUsage();
  const questions = (arabic?.questions ?? []).slice(0, QUESTIONS).map(([text]) => text);
  const ways = [
    { name: 'words', times: questions.map((text) => timeOf(() => index.search({ text, limit: 10 }))) },
    {
      name: 'words and meaning',
      times: questions.map((text) => timeOf(() => index.search({ text, vectors: [vector()], limit: 10 }))),
    },
  ];
  return {
    passages: PASSAGES,
    questions: questions.length,
    buildSeconds,
    memoryMiB: Math.round(
      (memory.heapUsed + memory.arrayBuffers - memoryBefore.heapUsed - memoryBefore.arrayBuffers) / 2 ** 20,
    ),
    ways: ways.map(({ name, times }) => ({ name, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) })),
  };
}

function madeUp(words: readonly string[], random: () => number): string {
  const chosen: string[] = [];
  for (let word = 0; word < LENGTH; word++) chosen.push(words[Math.floor(random() * words.length)] ?? '');
  return chosen.join(' ');
}

function timeOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
