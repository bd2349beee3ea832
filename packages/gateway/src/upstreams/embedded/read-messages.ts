import { createHash } from 'node:crypto';

import {
  PlatformError,
  type ChatMessage,
  type ChatRole,
  type JsonObject,
  type JsonValue,
  type ToolCall,
} from '@riad/contracts';

import { isObject, list, optionalText, textOf } from './json-fields.ts';

const roles: ReadonlyMap<JsonValue | undefined, ChatRole> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);
/** Parts that say where a text came from and hold none themselves. */
const citations: ReadonlySet<JsonValue | undefined> = new Set(['reference', 'tool_reference']);

/**
 * A conversation of either vendor as the engine understands it. Any order of roles is accepted; a part that is no text is
 * refused with `model.not_capable`, naming its place.
 */
export function readMessages(body: JsonObject): readonly ChatMessage[] {
  const messages = list(body['messages']).map((value, index) => readMessage(isObject(value) ? value : {}, index));
  const last = messages.at(-1);
  // vLLM's way to ask what Mistral's `prefix` asks.
  if (body['continue_final_message'] !== true || last?.role !== 'assistant') return messages;
  return [...messages.slice(0, -1), { ...last, prefix: true }];
}

function readMessage(message: JsonObject, index: number): ChatMessage {
  const role = roles.get(message['role']) ?? 'user';
  const field = `messages[${index}]`;
  if (isObject(message['audio'])) throw notText('audio', `${field}.audio`);
  const { text, reasoning } = readContent(message['content'], `${field}.content`);
  const earlier = reasoning || textOf(message['reasoning_content'] ?? message['reasoning']);
  const calls = readToolCalls(message);
  return {
    role,
    content: text || textOf(message['refusal']),
    ...(earlier === '' ? {} : { reasoning: earlier }),
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...(message['role'] === 'function'
      ? { toolCallId: legacyCallId(textOf(message['name'])) }
      : optionalText(message, 'tool_call_id', 'toolCallId')),
    ...optionalText(message, 'name', 'name'),
    ...(message['prefix'] === true ? { prefix: true } : {}),
  };
}

function readContent(
  content: JsonValue | undefined,
  field: string,
): { readonly text: string; readonly reasoning: string } {
  if (!Array.isArray(content)) return { text: textOf(content), reasoning: '' };
  let text = '';
  let reasoning = '';
  for (const [index, part] of content.entries()) {
    if (!isObject(part)) continue;
    const { type } = part;
    if (type === 'text') text += textOf(part['text']);
    else if (type === 'refusal') text += textOf(part['refusal']);
    else if (type === 'thinking') reasoning += readThinking(part['thinking']);
    else if (!citations.has(type)) throw notText(textOf(type), `${field}[${index}]`);
  }
  return { text, reasoning };
}

function readThinking(thinking: JsonValue | undefined): string {
  if (typeof thinking === 'string') return thinking;
  return list(thinking)
    .map((piece) => (isObject(piece) ? textOf(piece['text']) : ''))
    .join('');
}

function readToolCalls(message: JsonObject): readonly ToolCall[] {
  const calls = list(message['tool_calls']).filter(isObject).map(readToolCall);
  const legacy = message['function_call'];
  if (!isObject(legacy)) return calls;
  return [...calls, { ...readFunction(legacy), id: legacyCallId(textOf(legacy['name'])) }];
}

function readToolCall(call: JsonObject): ToolCall {
  return { id: textOf(call['id']), ...readFunction(isObject(call['function']) ? call['function'] : {}) };
}

/** Mistral's clients may send the arguments as an object, OpenAI's send JSON text. */
function readFunction(called: JsonObject): { readonly name: string; readonly arguments: string } {
  const given = called['arguments'];
  return { name: textOf(called['name']), arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}) };
}

/** The older `function_call` has no id: its answer is found by the function's name. */
function legacyCallId(name: string): string {
  return createHash('sha256').update(`function ${name}`).digest('hex').slice(0, 9);
}

function notText(type: string, field: string): PlatformError {
  return new PlatformError(
    'model.not_capable',
    `this model reads text, not ${type === '' ? 'a part without a type' : type.slice(0, 40)}`,
    {
      field,
      remedy: 'Send text, or choose a model whose card says vision.',
    },
  );
}
