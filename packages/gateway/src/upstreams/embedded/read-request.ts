import type { EnginePrompt, GenerateRequest, JsonObject, JsonValue } from '@riad/contracts';

import type { GuardedRequest } from '../upstream.ts';
import { invalid, isObject, list, numberAt, textOf, unsupported } from './json-fields.ts';
import { readFormat } from './read-format.ts';
import { readMessages } from './read-messages.ts';
import { readMaxTokens, readSampling, readStop } from './read-sampling.ts';
import { readTools } from './read-tools.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

/** Answers of one request: its prompts times `n`. */
const MAX_ANSWERS = 128;
/** What OpenAI's text completions write when a request does not say. */
const COMPLETION_TOKENS = 16;

/** One answer to be generated; those of one prompt share the prompt object. */
export type GenerationPlan = Omit<GenerateRequest, 'model'>;

/** A chat request of either vendor as the engine understands it, one plan per answer. Shapes were checked by the parse step. */
export function readChat(request: GuardedRequest): readonly GenerationPlan[] {
  const { body } = request;
  const effort = readReasoningEffort(body);
  const prompt: EnginePrompt = {
    kind: 'chat',
    messages: readMessages(body),
    ...readTools(body),
    ...(effort === undefined ? {} : { reasoningEffort: effort }),
  };
  return repeat(body, {
    ...readCommon(request),
    prompt,
    ...optionalLogprobs(readChatLogprobs(body)),
    echo: false,
  });
}

/** A text completion: every prompt of the request, `n` times each. */
export function readCompletion(request: GuardedRequest): readonly GenerationPlan[] {
  const { body } = request;
  const common = readCommon(request);
  const prompts = readPrompts(body);
  if (prompts.length * (numberAt(body, 'n') ?? 1) > MAX_ANSWERS)
    throw invalid('prompt', `${prompts.length} prompts times n; at most ${MAX_ANSWERS} answers go into one request`);
  return prompts.flatMap((prompt) =>
    repeat(body, {
      ...common,
      prompt,
      maxTokens: common.maxTokens ?? COMPLETION_TOKENS,
      ...optionalLogprobs(numberAt(body, 'logprobs')),
      echo: body['echo'] === true,
    }),
  );
}

/** Mistral's fill-in-the-middle. */
export function readFim(request: GuardedRequest): readonly GenerationPlan[] {
  const { body } = request;
  return repeat(body, {
    ...readCommon(request),
    prompt: { kind: 'fim', prefix: textOf(body['prompt']), suffix: textOf(body['suffix']) },
    echo: false,
  });
}

/** What `/tokenize` counts: a conversation, or plain text as `prompt` or `input`. */
export function readTokenizePrompt(body: JsonObject): EnginePrompt {
  refuseUnsupported(body, 'tokenize');
  if (Array.isArray(body['messages'])) return { kind: 'chat', messages: readMessages(body), ...readTools(body) };
  const text = body['prompt'] ?? body['input'];
  if (typeof text === 'string') return { kind: 'text', text };
  throw invalid('prompt', 'send a text as prompt, or a conversation as messages');
}

function readCommon({ body, cacheKey }: GuardedRequest): Pick<
  GenerationPlan,
  'sampling' | 'stop' | 'cacheKey' | 'format'
> & {
  readonly maxTokens?: number;
} {
  refuseUnsupported(body, 'generation');
  const maxTokens = readMaxTokens(body);
  return {
    sampling: readSampling(body),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stop: readStop(body),
    format: readFormat(body),
    cacheKey,
  };
}

/** `n` answers of one prompt. A seed makes each of them repeatable without making them equal. */
function repeat(body: JsonObject, plan: GenerationPlan): readonly GenerationPlan[] {
  const { seed } = plan.sampling;
  return Array.from({ length: numberAt(body, 'n') ?? 1 }, (_, index) =>
    index === 0 || seed === undefined ? plan : { ...plan, sampling: { ...plan.sampling, seed: seed + index } },
  );
}

function readChatLogprobs(body: JsonObject): number | undefined {
  const top = numberAt(body, 'top_logprobs');
  if (body['logprobs'] === true) return top ?? 0;
  if (top === undefined || top === 0) return undefined;
  throw invalid('top_logprobs', 'needs logprobs: true');
}

function optionalLogprobs(topLogprobs: number | undefined): Pick<GenerationPlan, 'topLogprobs'> {
  return topLogprobs === undefined ? {} : { topLogprobs };
}

const efforts: ReadonlyMap<JsonValue, 'none' | 'high'> = new Map([
  ['none', 'none'],
  ['minimal', 'none'],
  ['low', 'high'],
  ['medium', 'high'],
  ['high', 'high'],
  ['xhigh', 'high'],
]);

/** Models know two efforts; what lies between asks for reasoning. Older Magistral and vLLM clients say it otherwise. */
function readReasoningEffort(body: JsonObject): 'none' | 'high' | undefined {
  const kwargs = body['chat_template_kwargs'];
  if (isObject(kwargs)) {
    for (const key of Object.keys(kwargs))
      if (key !== 'enable_thinking') throw unsupported(`chat_template_kwargs.${key.slice(0, 40)}`);
  }
  const asked = body['reasoning_effort'];
  if (asked !== undefined && asked !== null) {
    const effort = efforts.get(asked);
    if (effort === undefined) throw invalid('reasoning_effort', 'must be none, minimal, low, medium, high or xhigh');
    return effort;
  }
  if (body['prompt_mode'] === 'reasoning') return 'high';
  if (!isObject(kwargs) || typeof kwargs['enable_thinking'] !== 'boolean') return undefined;
  return kwargs['enable_thinking'] ? 'high' : 'none';
}

function readPrompts(body: JsonObject): readonly EnginePrompt[] {
  const suffix = textOf(body['suffix']);
  const prompts = splitPrompts(body['prompt']);
  if (suffix === '') return prompts;
  if (body['echo'] === true) throw unsupported('echo', 'A text with a suffix cannot be echoed.');
  return prompts.map((prompt) => {
    if (prompt.kind !== 'text') throw unsupported('suffix', 'A suffix goes with a prompt of text, not of token ids.');
    return { kind: 'fim', prefix: prompt.text, suffix };
  });
}

/** A text, a list of texts, one prompt of token ids, or a list of those. */
function splitPrompts(prompt: JsonValue | undefined): readonly Extract<EnginePrompt, { kind: 'text' | 'tokens' }>[] {
  if (!Array.isArray(prompt)) return [{ kind: 'text', text: textOf(prompt) }];
  if (prompt.every(isNumber)) return [{ kind: 'tokens', tokens: prompt }];
  return prompt.map((item) =>
    Array.isArray(item)
      ? { kind: 'tokens', tokens: list(item).filter(isNumber) }
      : { kind: 'text', text: textOf(item) },
  );
}

function isNumber(value: JsonValue): value is number {
  return typeof value === 'number';
}
