import { PlatformError, type EngineBackend, type JsonObject, type JsonValue } from '@riad/contracts';

import type { GuardedRequest } from '../upstream.ts';
import type { OneAnswer } from './answer-once.ts';
import { invalid, numberAt, unsupported } from './json-fields.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

/** Texts of one request, OpenAI's own limit. */
const MAX_INPUTS = 2048;
/** Texts handed to the engine at once: between two slices a reader who left is noticed. */
const SLICE = 16;

type Input = string | readonly number[];

/** One vector for every text, in order. `undefined` when the reader left before the last one. */
export async function embed(
  engine: EngineBackend,
  request: GuardedRequest,
  isWanted: () => boolean,
): Promise<OneAnswer | undefined> {
  const { body, model } = request;
  refuseUnsupported(body, 'embedding');
  const inputs = readInputs(body);
  const vectors: Float32Array[] = [];
  let promptTokens = 0;
  for (let start = 0; start < inputs.length; start += SLICE) {
    const result = await embedSlice(inputs.slice(start, start + SLICE), start);
    if (!isWanted()) return undefined;
    vectors.push(...result.vectors);
    promptTokens += result.promptTokens;
    if (start === 0) refuseOtherDimensions(body, vectors[0]?.length ?? 0);
  }
  return { promptTokens, value: presentEmbeddings(request, vectors, promptTokens) };

  async function embedSlice(slice: readonly Input[], start: number): ReturnType<EngineBackend['embed']> {
    try {
      return await engine.embed(model, slice.every(isString) ? slice : slice.filter(isTokens));
    } catch (error) {
      throw error instanceof PlatformError ? countFromStart(error, start) : error;
    }
  }
}

function readInputs(body: JsonObject): readonly Input[] {
  const { input } = body;
  if (typeof input === 'string') return [input];
  const items = Array.isArray(input) ? input : [];
  if (items.length > 0 && items.every(isNumber)) return [items];
  if (items.length > MAX_INPUTS)
    throw invalid('input', `${items.length} texts; at most ${MAX_INPUTS} go into one request`);
  if (items.length === 0) throw invalid('input', 'is empty');
  return items.map((item): Input =>
    Array.isArray(item) ? item.filter(isNumber) : typeof item === 'string' ? item : '',
  );
}

/** Vectors are never cut: asking for the length they have is asking for nothing. */
function refuseOtherDimensions(body: JsonObject, has: number): void {
  for (const field of ['dimensions', 'output_dimension']) {
    const wanted = numberAt(body, field);
    if (wanted !== undefined && wanted !== has)
      throw unsupported(field, `Vectors of this model have ${has} dimensions; leave ${field} out.`);
  }
}

/** The engine counts the texts of a slice; the caller counts those of the request. */
function countFromStart(error: PlatformError, start: number): PlatformError {
  const position = /^input\[(?<position>\d+)\](?<rest>.*)$/.exec(error.field ?? '')?.groups;
  if (position === undefined || start === 0) return error;
  return new PlatformError(error.code, error.message, {
    cause: error,
    field: `input[${Number(position['position']) + start}]${position['rest'] ?? ''}`,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}

/** Base64 only for OpenAI's clients: Mistral's offers it and then cannot read it. */
function presentEmbeddings(
  { id, body, model, dialect }: GuardedRequest,
  vectors: readonly Float32Array[],
  promptTokens: number,
): OneAnswer['value'] {
  const base64 = body['encoding_format'] === 'base64' && dialect === 'openai';
  return {
    id: `embd-${id.replace(/^req_/, '')}`,
    object: 'list',
    model,
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: base64 ? asBase64(vector) : [...vector],
    })),
    usage: { prompt_tokens: promptTokens, completion_tokens: 0, total_tokens: promptTokens },
  };
}

/** Little-endian 32-bit floats, whatever the machine. */
function asBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

function isNumber(value: JsonValue): value is number {
  return typeof value === 'number';
}

function isString(input: Input): input is string {
  return typeof input === 'string';
}

function isTokens(input: Input): input is readonly number[] {
  return typeof input !== 'string';
}
