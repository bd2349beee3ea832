import {
  PlatformError,
  type ChatMessage,
  type EnginePrompt,
  type GenerateRequest,
  type JsonObject,
  type JsonValue,
  type OutputFormat,
  type Sampling,
  type ToolCall,
  type ToolChoice,
  type ToolDefinition,
} from '@riad/contracts';

import type { GuardedRequest } from '../upstream.ts';

/** Sampling when a request says nothing: lively enough for prose, as both vendors' models default. */
const DEFAULT_TEMPERATURE = 0.7;

export type GenerationPlan = Omit<GenerateRequest, 'model'>;

/** A chat request of either vendor as the engine understands it. Shapes were checked by the parse step. */
export function readChat(request: GuardedRequest): GenerationPlan {
  const { body } = request;
  const wantsLogprobs = body['logprobs'] === true;
  return {
    prompt: {
      kind: 'chat',
      messages: list(body['messages']).map(readMessage),
      tools: readTools(body),
      toolChoice: readToolChoice(body['tool_choice']),
      parallelToolCalls: body['parallel_tool_calls'] !== false,
    },
    ...readCommon(body, request.cacheKey),
    format: readFormat(body['response_format']),
    ...(wantsLogprobs ? { topLogprobs: numberAt(body, 'top_logprobs') ?? 0 } : {}),
    echo: false,
  };
}

/** A text completion: one plan per prompt of the request. */
export function readCompletion(request: GuardedRequest): readonly GenerationPlan[] {
  const { body } = request;
  refuse(body, 'best_of', (value) => value === 1);
  const suffix = body['suffix'];
  const logprobs = numberAt(body, 'logprobs');
  return readPrompts(body['prompt']).map((prompt) => ({
    prompt:
      typeof suffix === 'string' && suffix !== '' && prompt.kind === 'text'
        ? { kind: 'fim', prefix: prompt.text, suffix }
        : prompt,
    ...readCommon(body, request.cacheKey),
    maxTokens: numberAt(body, 'max_tokens') ?? 16,
    format: { kind: 'text' },
    ...(logprobs === undefined ? {} : { topLogprobs: logprobs }),
    echo: body['echo'] === true,
  }));
}

export function readFim(request: GuardedRequest): GenerationPlan {
  const { body } = request;
  return {
    prompt: { kind: 'fim', prefix: textOf(body['prompt']), suffix: textOf(body['suffix']) },
    ...readCommon(body, request.cacheKey),
    format: { kind: 'text' },
    echo: false,
  };
}

/** What `/tokenize` counts: a conversation, or plain text. */
export function readTokenizePrompt(body: JsonObject): EnginePrompt {
  const messages = body['messages'];
  if (Array.isArray(messages)) {
    return {
      kind: 'chat',
      messages: messages.map(readMessage),
      tools: readTools(body),
      toolChoice: 'auto',
      parallelToolCalls: true,
    };
  }
  return { kind: 'text', text: textOf(body['prompt'] ?? body['input'] ?? null) };
}

function readCommon(
  body: JsonObject,
  cacheKey: string,
): Pick<GenerationPlan, 'sampling' | 'stop' | 'cacheKey'> & { readonly maxTokens?: number } {
  const maxTokens = numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens');
  const stop = body['stop'];
  return {
    sampling: readSampling(body),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stop: typeof stop === 'string' ? [stop] : list(stop).filter((item) => typeof item === 'string'),
    cacheKey,
  };
}

function readSampling(body: JsonObject): Sampling {
  const optional: Readonly<Record<string, number | undefined>> = {
    topK: numberAt(body, 'top_k'),
    minP: numberAt(body, 'min_p'),
    seed: numberAt(body, 'seed') ?? numberAt(body, 'random_seed'),
    presencePenalty: numberAt(body, 'presence_penalty'),
    frequencyPenalty: numberAt(body, 'frequency_penalty'),
  };
  const bias = body['logit_bias'];
  return {
    temperature: numberAt(body, 'temperature') ?? DEFAULT_TEMPERATURE,
    topP: numberAt(body, 'top_p') ?? 1,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    ...(isObject(bias)
      ? { logitBias: new Map(Object.entries(bias).map(([token, value]) => [Number(token), Number(value)])) }
      : {}),
  };
}

function readMessage(value: JsonValue, index: number): ChatMessage {
  const message = isObject(value) ? value : {};
  const role = message['role'];
  const calls = list(message['tool_calls']).map(readToolCall);
  const parts = readContent(message['content'], `messages[${index}].content`);
  return {
    role:
      role === 'developer'
        ? 'system'
        : role === 'function'
          ? 'tool'
          : role === 'system' || role === 'assistant' || role === 'tool'
            ? role
            : 'user',
    content: parts.text,
    ...(parts.reasoning === '' ? {} : { reasoning: parts.reasoning }),
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...optionalText(message, 'tool_call_id', 'toolCallId'),
    ...optionalText(message, 'name', 'name'),
    ...(message['prefix'] === true ? { prefix: true } : {}),
  };
}

function readContent(
  content: JsonValue | undefined,
  field: string,
): { readonly text: string; readonly reasoning: string } {
  if (!Array.isArray(content)) return { text: textOf(content ?? null), reasoning: '' };
  let text = '';
  let reasoning = '';
  content.forEach((part, index) => {
    if (!isObject(part)) return;
    if (part['type'] === 'text') text += textOf(part['text']);
    else if (part['type'] === 'thinking')
      reasoning += list(part['thinking'])
        .map((piece) => (isObject(piece) ? textOf(piece['text']) : ''))
        .join('');
    else if (part['type'] !== 'reference') {
      throw new PlatformError('model.not_capable', `this model reads text, not ${textOf(part['type'])}`, {
        field: `${field}[${index}]`,
        remedy: 'Send text, or choose a model whose card says vision.',
      });
    }
  });
  return { text, reasoning };
}

function readToolCall(value: JsonValue): ToolCall {
  const call = isObject(value) ? value : {};
  const called = isObject(call['function']) ? call['function'] : {};
  const given = called['arguments'];
  return {
    id: textOf(call['id']),
    name: textOf(called['name']),
    arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}),
  };
}

/** Tools, and the older `functions` of OpenAI's API. */
function readTools(body: JsonObject): readonly ToolDefinition[] {
  const wrapped = list(body['tools']).map((tool) => (isObject(tool) ? tool['function'] : undefined));
  return [...wrapped, ...list(body['functions'])].filter(isObject).map((definition) => ({
    name: textOf(definition['name']),
    ...optionalText(definition, 'description', 'description'),
    parameters: isObject(definition['parameters']) ? definition['parameters'] : {},
    ...(definition['strict'] === true ? { strict: true } : {}),
  }));
}

function readToolChoice(choice: JsonValue | undefined): ToolChoice {
  if (choice === 'none') return 'none';
  if (choice === 'any' || choice === 'required') return 'required';
  if (isObject(choice) && isObject(choice['function'])) return { name: textOf(choice['function']['name']) };
  return 'auto';
}

function readFormat(format: JsonValue | undefined): OutputFormat {
  if (!isObject(format) || format['type'] === 'text') return { kind: 'text' };
  if (format['type'] === 'json_object') return { kind: 'json' };
  const definition = format['json_schema'];
  const schema = isObject(definition)
    ? (definition['schema'] ?? definition['schemaDefinition'] ?? definition['schema_definition'])
    : undefined;
  if (format['type'] === 'json_schema' && isObject(definition) && isObject(schema)) {
    return { kind: 'schema', name: textOf(definition['name']), schema, strict: definition['strict'] === true };
  }
  throw new PlatformError(
    'request.invalid',
    'response_format must be text, json_object, or json_schema with a schema',
    { field: 'response_format' },
  );
}

function readPrompts(prompt: JsonValue | undefined): readonly Extract<EnginePrompt, { kind: 'text' | 'tokens' }>[] {
  if (!Array.isArray(prompt)) return [{ kind: 'text', text: textOf(prompt) }];
  if (prompt.every((item) => typeof item === 'number')) return [{ kind: 'tokens', tokens: prompt }];
  return prompt.map((item) =>
    Array.isArray(item)
      ? { kind: 'tokens', tokens: item.filter((token) => typeof token === 'number') }
      : { kind: 'text', text: textOf(item) },
  );
}

/** A parameter that cannot be honoured is refused by name rather than ignored. */
export function refuse(body: JsonObject, field: string, harmless: (value: JsonValue) => boolean): void {
  const value = body[field];
  if (value === undefined || value === null || harmless(value)) return;
  throw new PlatformError('request.unsupported', `${field} is not supported by models of this machine`, {
    field,
    remedy: 'Leave it out.',
  });
}

export function numberAt(body: JsonObject, key: string): number | undefined {
  const value = body[key];
  return typeof value === 'number' ? value : undefined;
}

function optionalText<K extends string>(
  source: JsonObject,
  key: string,
  name: K,
): Readonly<Partial<Record<K, string>>> {
  const value = source[key];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one computed key of the right type
  return (typeof value === 'string' ? { [name]: value } : {}) as Partial<Record<K, string>>;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
