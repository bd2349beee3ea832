import { PlatformError, type EngineBackend, type JsonObject, type JsonValue } from '@riad/contracts';

import type { GuardedRequest } from '../upstream.ts';
import type { OneAnswer } from './answer-once.ts';
import { invalid, isObject, list, numberAt, textOf } from './json-fields.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

/** What a model was trained to see before a question and before a passage. */
export interface RetrievalPrefixes {
  readonly queryPrefix: string;
  readonly passagePrefix: string;
}

interface RerankOptions {
  readonly engine: EngineBackend;
  readonly request: GuardedRequest;
  readonly prefixes: RetrievalPrefixes;
  readonly isWanted: () => boolean;
}

/** Texts handed to the engine at once: between two slices a reader who left is noticed. */
const SLICE = 16;

/**
 * Passages by how close they are to a question, in the shape of Cohere, Jina and vLLM. Models of this machine compare vectors: the
 * score is the cosine of the two, from -1 to 1. `undefined` when the reader left before the last passage.
 */
export async function rerank({ engine, request, prefixes, isWanted }: RerankOptions): Promise<OneAnswer | undefined> {
  const { body, model } = request;
  refuseUnsupported(body, 'rerank');
  const passages = list(body['documents']).map(passageText);
  const texts = [
    prefixes.queryPrefix + textOf(body['query']),
    ...passages.map((passage) => prefixes.passagePrefix + passage),
  ];
  const vectors: Float32Array[] = [];
  let promptTokens = 0;
  for (let start = 0; start < texts.length; start += SLICE) {
    const result = await embedSlice(start);
    if (!isWanted()) return undefined;
    vectors.push(...result.vectors);
    promptTokens += result.promptTokens;
  }
  const [question, ...others] = vectors;
  const scores = others.map((vector, index) => ({ index, score: cosine(question ?? vector, vector) }));
  const best = scores
    .toSorted((left, right) => right.score - left.score || left.index - right.index)
    .slice(0, numberAt(body, 'top_n') ?? scores.length);
  const value = presentRanking(request, best, { passages, promptTokens });
  return { promptTokens, value };

  async function embedSlice(start: number): ReturnType<EngineBackend['embed']> {
    try {
      return await engine.embed(model, texts.slice(start, start + SLICE));
    } catch (error) {
      throw error instanceof PlatformError ? inWordsOfTheRequest(error, start) : error;
    }
  }
}

function passageText(document: JsonValue, index: number): string {
  const text = isObject(document) ? document['text'] : document;
  if (typeof text === 'string' && text !== '') return text;
  throw invalid(`documents[${index}]`, 'must be a text, or an object with one in text');
}

/** The engine counts texts of a slice; the caller wrote a question and passages. */
function inWordsOfTheRequest(error: PlatformError, start: number): PlatformError {
  const position = /^input\[(?<position>\d+)\]/.exec(error.field ?? '')?.groups?.['position'];
  if (position === undefined) return error;
  const at = Number(position) + start;
  return new PlatformError(error.code, error.message, {
    cause: error,
    field: at === 0 ? 'query' : `documents[${at - 1}]`,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}

function presentRanking(
  { id, body, model }: GuardedRequest,
  best: readonly { readonly index: number; readonly score: number }[],
  { passages, promptTokens }: { readonly passages: readonly string[]; readonly promptTokens: number },
): OneAnswer['value'] {
  return {
    id: `rerank-${id.replace(/^req_/, '')}`,
    object: 'list',
    model,
    results: best.map(({ index, score }) => ({
      index,
      relevance_score: score,
      ...(wantsDocuments(body) ? { document: { text: passages[index] } } : {}),
    })),
    usage: { prompt_tokens: promptTokens, completion_tokens: 0, total_tokens: promptTokens },
  };
}

function wantsDocuments(body: JsonObject): boolean {
  return body['return_documents'] === true;
}

function cosine(left: Float32Array, right: Float32Array): number {
  let [dot, ours, theirs] = [0, 0, 0];
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    dot += value * other;
    ours += value * value;
    theirs += other * other;
  }
  return ours === 0 || theirs === 0 ? 0 : dot / Math.sqrt(ours * theirs);
}
