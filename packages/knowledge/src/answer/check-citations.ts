import type { FoundPassage, PlacedSentence } from '@riad/contracts';
import { denies, indexTerms, mayDeny, splitSentences } from '@riad/language';

import { queryTerms } from '../search/query-terms.ts';
import { factsOf, missingFact } from './facts-of-claim.ts';

/** A place in a document that supports a sentence. */
export interface Citation {
  /** Number of the passage, from 1. */
  readonly passage: number;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly page: number;
  readonly boxes: PlacedSentence['boxes'];
}

export interface CheckedSentence {
  /** Without its citation marks. */
  readonly text: string;
  readonly citations: readonly Citation[];
  /** False: no passage supports it, and it is shown as such. */
  readonly supported: boolean;
  /** What the passages do not hold: a number, a date, a name, a reference. */
  readonly missing?: string;
}

export interface CheckInput {
  readonly answer: string;
  readonly passages: readonly FoundPassage[];
  /** Likeness of meaning of two texts, 0 to 1, for claims in another language than the source. */
  readonly likeness: (claim: string, sources: readonly string[]) => Promise<readonly number[]>;
}

/** Share of a claim's words that its source must have, when both are in one script. */
const WORDS_IN_COMMON = 0.4;
/** Cosine above which two sentences of different languages say the same. */
const SAME_MEANING = 0.84;
/** Sentences of one passage that may support a claim together. */
const WINDOW = 3;
/** Content words below which a sentence says too little to be held to anything: "yes", "see above". */
const LEAST_WORDS = 2;
/** Candidates whose meaning is compared. */
const COMPARED = 12;

interface Candidate {
  readonly passage: number;
  readonly sentences: readonly PlacedSentence[];
  readonly text: string;
  readonly overlap: number;
  readonly missing: string | undefined;
}

/** Every sentence with the place that supports it, or flagged when there is none. Marks that the model set are a hint, no proof. */
export async function checkCitations({ answer, passages, likeness }: CheckInput): Promise<readonly CheckedSentence[]> {
  const checked: CheckedSentence[] = [];
  for (const sentence of sentencesOf(answer)) checked.push(await checkSentence(sentence, passages, likeness));
  return checked;
}

/** A mark after the full stop belongs to the sentence before it. */
function sentencesOf(answer: string): readonly string[] {
  const moved = answer.replaceAll(/([.!?؟])\s*((?:\[\d{1,2}\]\s*)+)/g, ' $2$1 ');
  return splitSentences(moved)
    .map(({ start, end }) => moved.slice(start, end))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence.replaceAll(/\[\d+\]/g, '')));
}

async function checkSentence(
  sentence: string,
  passages: readonly FoundPassage[],
  likeness: CheckInput['likeness'],
): Promise<CheckedSentence> {
  const marked = new Set([...sentence.matchAll(/\[(\d{1,2})\]/g)].map((match) => Number(match[1])));
  const text = sentence
    .replaceAll(/\s*\[\d{1,2}\]/g, '')
    .replaceAll(/\s+([.،,؛;!؟?])/gu, '$1')
    .trim();
  const candidates = candidatesFor(text, passages);
  const possible = saysSomething(text) ? candidates.filter(holds(text)) : [];
  const chosen = byWords(possible, marked) ?? (await byMeaning(text, possible, { marked, likeness }));
  if (chosen !== undefined) return { text, citations: [citationOf(chosen)], supported: true };
  const missing = possible.length === 0 ? candidates[0]?.missing : undefined;
  return { text, citations: [], supported: false, ...(missing === undefined ? {} : { missing }) };
}

/** It has every fact of the claim; and a claim that something is not so rests on a source that can say so. */
function holds(claim: string): (candidate: Candidate) => boolean {
  const isDenied = denies(claim);
  return ({ missing, text }) => missing === undefined && (!isDenied || mayDeny(text));
}

/** A sentence without words of its own resembles every other one. A number, a date or an article is enough. */
function saysSomething(claim: string): boolean {
  const { words, references } = indexTerms(claim);
  return new Set(words).size >= LEAST_WORDS || references.length > 0 || /\p{N}/u.test(claim);
}

/** Every sentence and short run of sentences, the most alike first, the shortest first among equals. */
function candidatesFor(claim: string, passages: readonly FoundPassage[]): readonly Candidate[] {
  const facts = factsOf(claim);
  const { concepts } = queryTerms(claim);
  const candidates = passages.flatMap((passage, index) =>
    windows(passage.sentences).map((sentences): Candidate => {
      const text = passage.text.slice(sentences[0]?.start ?? 0, sentences.at(-1)?.end ?? 0);
      // What stands above a passage is said of it: "Article 12", the name of the law.
      const context = `${passage.documentTitle ?? ''}\n${passage.heading}\n${text}`;
      return {
        passage: index + 1,
        sentences,
        text,
        overlap: overlap(concepts, context),
        missing: missingFact(facts, context, passage.references),
      };
    }),
  );
  return candidates.toSorted((left, right) => right.overlap - left.overlap || left.text.length - right.text.length);
}

function windows(sentences: readonly PlacedSentence[]): readonly (readonly PlacedSentence[])[] {
  return sentences.flatMap((_, from) =>
    Array.from({ length: Math.min(WINDOW, sentences.length - from) }, (__, extra) =>
      sentences.slice(from, from + extra + 1),
    ),
  );
}

/** A claim in Darija has the words of a source that says them in Standard Arabic or French. */
function overlap(concepts: readonly (readonly string[])[], source: string): number {
  if (concepts.length === 0) return 0;
  const held = new Set(indexTerms(source).words);
  return concepts.filter((concept) => concept.some((word) => held.has(word))).length / concepts.length;
}

function byWords(possible: readonly Candidate[], marked: ReadonlySet<number>): Candidate | undefined {
  const enough = possible.filter((candidate) => candidate.overlap >= WORDS_IN_COMMON);
  const best = enough[0];
  // The passage that the model named, when it supports the sentence as well as any.
  return (
    enough.find((candidate) => marked.has(candidate.passage) && candidate.overlap >= (best?.overlap ?? 0) - 0.1) ?? best
  );
}

async function byMeaning(
  claim: string,
  possible: readonly Candidate[],
  { marked, likeness }: { readonly marked: ReadonlySet<number>; readonly likeness: CheckInput['likeness'] },
): Promise<Candidate | undefined> {
  const single = possible.filter(({ sentences, text }) => sentences.length === 1 && script(text) !== script(claim));
  const compared = [
    ...single.filter(({ passage }) => marked.has(passage)),
    ...single.filter(({ passage }) => !marked.has(passage)),
  ].slice(0, COMPARED);
  if (compared.length === 0) return undefined;
  const values = await likeness(
    claim,
    compared.map(({ text }) => text),
  );
  let best: { readonly candidate: Candidate; readonly value: number } | undefined;
  for (const [index, candidate] of compared.entries()) {
    const value = values[index] ?? 0;
    if (value >= SAME_MEANING && value > (best?.value ?? 0)) best = { candidate, value };
  }
  return best?.candidate;
}

function script(text: string): 'arabic' | 'other' {
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return arabic * 2 > (text.match(/\p{L}/gu)?.length ?? 0) ? 'arabic' : 'other';
}

function citationOf({ passage, sentences, text }: Candidate): Citation {
  return {
    passage,
    start: sentences[0]?.start ?? 0,
    end: sentences.at(-1)?.end ?? 0,
    quote: text,
    page: sentences[0]?.page ?? 1,
    boxes: sentences.flatMap(({ boxes }) => boxes),
  };
}
