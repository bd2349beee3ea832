import { randomBytes } from 'node:crypto';

import { PlatformError, type CollectionId, type FoundPassage, type Scope } from '@riad/contracts';

import type { Search, SearchHit } from '../search/open-search.ts';
import { checkCitations, type CheckedSentence } from './check-citations.ts';
import { buildPrompt, NOT_FOUND, type PromptMessage } from './prompt.ts';

export interface AnswerPorts {
  readonly search: Search;
  /** Through the gateway, like every use of a model. */
  readonly chat: (
    scope: Scope,
    request: {
      readonly messages: readonly PromptMessage[];
      readonly model: string | undefined;
      readonly maxTokens: number;
    },
  ) => Promise<string>;
  /** Vectors of sentences; undefined when no embedding model is there. */
  readonly embed: (scope: Scope, texts: readonly string[]) => Promise<readonly Float32Array[] | undefined>;
}

export interface Question {
  readonly text: string;
  readonly collections: readonly CollectionId[];
  readonly model: string | undefined;
  /** What was said before; it helps the model to read the question, and is no source. */
  readonly history?: readonly PromptMessage[];
  /** Passages looked at. */
  readonly limit?: number;
}

export interface DocumentAnswer {
  /** `not_in_documents` is an answer, not a failure: the nearest passages come with it. */
  readonly status: 'answered' | 'not_in_documents';
  readonly sentences: readonly CheckedSentence[];
  readonly passages: readonly FoundPassage[];
}

/** Passages looked at, and the characters of them that the model reads: a small model on a processor reads some hundred a second. */
const PASSAGES = 6;
const CHARACTERS = 4200;
const ANSWER_TOKENS = 300;
/** A passage is not cut shorter than this. */
const LEAST_CHARACTERS = 200;
/**
 * A question of which neither a word nor the meaning is in any passage is not asked of the model. multilingual-e5 gives
 * unrelated texts 0.77 to 0.87 and pairs 0.90 and more: this keeps out what resembles nothing, and no more than that.
 */
const LEAST_SIMILARITY = 0.81;

export async function answerQuestion(ports: AnswerPorts, scope: Scope, question: Question): Promise<DocumentAnswer> {
  const hits = await ports.search.find(scope, {
    collections: question.collections,
    text: question.text,
    limit: question.limit ?? PASSAGES,
  });
  const passages = withinBudget(hits);
  if (passages.length === 0 || hits.every(isFar)) return { status: 'not_in_documents', sentences: [], passages };
  const answer = await askWithin(ports, scope, { question, passages });
  if (answer.includes(NOT_FOUND) || answer.trim() === '')
    return { status: 'not_in_documents', sentences: [], passages };
  const sentences = await checkCitations({
    answer,
    passages,
    likeness: (claim, sources) => likeness(ports, scope, { claim, sources }),
  });
  const status = sentences.some(({ supported }) => supported) ? 'answered' : 'not_in_documents';
  return { status, sentences, passages };
}

/** A model that cannot read as much at once is given less, the nearest passages first. What it says is held to all of them. */
async function askWithin(
  ports: AnswerPorts,
  scope: Scope,
  { question, passages }: { readonly question: Question; readonly passages: readonly FoundPassage[] },
): Promise<string> {
  for (let given = passages; ;) {
    const delimiter = `~${randomBytes(6).toString('hex')}~`;
    const messages = buildPrompt({
      question: question.text,
      passages: given,
      delimiter,
      history: question.history ?? [],
    });
    try {
      return await ports.chat(scope, { messages, model: question.model, maxTokens: ANSWER_TOKENS });
    } catch (error) {
      const less = fewer(given);
      if (!(error instanceof PlatformError) || error.code !== 'request.context_length' || less === undefined)
        throw error;
      given = less;
    }
  }
}

/** Half of them; of a single one, its first half. */
function fewer(passages: readonly FoundPassage[]): readonly FoundPassage[] | undefined {
  const [first] = passages;
  if (first === undefined) return undefined;
  if (passages.length > 1) return passages.slice(0, Math.ceil(passages.length / 2));
  if (first.text.length < LEAST_CHARACTERS) return undefined;
  return [{ ...first, text: first.text.slice(0, Math.ceil(first.text.length / 2)) }];
}

function isFar({ wordRank, similarity }: SearchHit): boolean {
  return wordRank === undefined && (similarity ?? 0) < LEAST_SIMILARITY;
}

function withinBudget(hits: readonly SearchHit[]): readonly FoundPassage[] {
  const chosen: FoundPassage[] = [];
  let used = 0;
  for (const { passage } of hits) {
    if (chosen.length > 0 && used + passage.text.length > CHARACTERS) continue;
    chosen.push(passage);
    used += passage.text.length;
  }
  return chosen;
}

async function likeness(
  { embed }: AnswerPorts,
  scope: Scope,
  { claim, sources }: { readonly claim: string; readonly sources: readonly string[] },
): Promise<readonly number[]> {
  const vectors = await embed(scope, [claim, ...sources]);
  const [own, ...others] = vectors ?? [];
  if (own === undefined) return sources.map(() => 0);
  return others.map((other) => cosine(own, other));
}

function cosine(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  let ofLeft = 0;
  let ofRight = 0;
  for (const [axis, value] of left.entries()) {
    const other = right[axis] ?? 0;
    sum += value * other;
    ofLeft += value * value;
    ofRight += other * other;
  }
  return sum / (Math.sqrt(ofLeft * ofRight) || 1);
}
