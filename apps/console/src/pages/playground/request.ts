/** What stands in the fields, as it was typed. */
export interface Draft {
  readonly system: string;
  readonly user: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
  readonly seed: string;
  readonly stop: string;
  readonly logprobs: boolean;
  /** JSON: a list of functions. */
  readonly tools: string;
  /** JSON: a schema that the answer must keep to. */
  readonly schema: string;
}

export const emptyDraft: Draft = {
  system: '',
  user: '',
  temperature: '',
  topP: '',
  maxTokens: '256',
  seed: '',
  stop: '',
  logprobs: false,
  tools: '',
  schema: '',
};

export type ChatBody = Readonly<Record<string, unknown>>;
type Field = 'temperature' | 'topP' | 'maxTokens' | 'seed' | 'tools' | 'schema';

/** The request that the fields make, or the first field that cannot be read. */
export function makeRequest(
  model: string,
  draft: Draft,
): { readonly body: ChatBody; readonly wrong?: never } | { readonly wrong: Field; readonly body?: never } {
  const numbers = readNumbers(draft);
  const tools = readJson(draft.tools);
  const schema = readJson(draft.schema);
  const wrong = firstWrong(numbers, tools, schema);
  if (wrong !== undefined) return { wrong };
  const messages = [
    ...(draft.system.trim() === '' ? [] : [{ role: 'system', content: draft.system }]),
    { role: 'user', content: draft.user },
  ];
  const body = {
    model,
    messages,
    ...wireNumbers(numbers),
    ...(draft.stop === '' ? {} : { stop: draft.stop.split('\n').filter((line) => line !== '') }),
    ...(draft.logprobs ? { logprobs: true, top_logprobs: 3 } : {}),
    ...(tools === undefined ? {} : { tools }),
    ...formatOf(schema),
  };
  return { body };
}

type Numbers = Readonly<Record<'temperature' | 'topP' | 'maxTokens' | 'seed', number | undefined>>;

function readNumbers({ temperature, topP, maxTokens, seed }: Draft): Numbers {
  return {
    temperature: readNumber(temperature),
    topP: readNumber(topP),
    maxTokens: readNumber(maxTokens),
    seed: readNumber(seed),
  };
}

function firstWrong(numbers: Numbers, tools: unknown, schema: unknown): Field | undefined {
  const names = ['temperature', 'topP', 'maxTokens', 'seed'] as const;
  const number = names.find((name) => Number.isNaN(numbers[name]));
  if (number !== undefined) return number;
  if (tools !== undefined && !Array.isArray(tools)) return 'tools';
  return schema === undefined || isObject(schema) ? undefined : 'schema';
}

/** Under the names of the API; what is not given is left out. */
function wireNumbers({ temperature, topP, maxTokens, seed }: Numbers): ChatBody {
  const named = { temperature, top_p: topP, max_tokens: maxTokens, seed };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function formatOf(schema: unknown): ChatBody {
  if (schema === undefined) return {};
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } } };
}

/** `undefined` when nothing is there, NaN when it is no number. */
function readNumber(text: string): number | undefined {
  const written = text.trim().replace(',', '.');
  return written === '' ? undefined : Number(written);
}

/** `undefined` when nothing is there, `null` when it is not JSON. */
function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
