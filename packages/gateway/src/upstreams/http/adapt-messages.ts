import { createHash } from 'node:crypto';

import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

/** What Mistral's API takes in a message; it refuses anything else. */
const mistralMembers: Readonly<Record<string, readonly string[]>> = {
  system: ['role', 'content'],
  user: ['role', 'content'],
  assistant: ['role', 'content', 'tool_calls', 'prefix'],
  tool: ['role', 'content', 'tool_call_id', 'name'],
};
const mistralCallId = /^[a-zA-Z0-9]{9}$/;

/** Messages as Mistral's API takes them, or undefined when they already are. */
export function adaptMistralMessages(messages: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (!Array.isArray(messages)) return undefined;
  let changed = false;
  const adapted = messages.map((message: JsonValue): JsonValue => {
    const own = isObject(message) ? adaptForMistral(message) : undefined;
    if (own === undefined) return message;
    changed = true;
    return own;
  });
  return changed ? adapted : undefined;
}

function adaptForMistral(message: JsonObject): JsonObject | undefined {
  const given = message['role'];
  const role = given === 'developer' || typeof given !== 'string' ? 'system' : given;
  const known = mistralMembers[role];
  if (known === undefined)
    throw new PlatformError('request.unsupported', `messages of role ${role} are not supported by this upstream`, {
      field: 'messages',
      remedy: 'Send tool results as messages of role tool.',
    });
  if (role === given && Object.entries(message).every(([key, value]) => known.includes(key) && fits(key, value)))
    return undefined;
  const kept = known
    .map((key): readonly [string, JsonValue | undefined] => [key, adaptMember(key, message[key])])
    .filter((entry): entry is readonly [string, JsonValue] => entry[1] !== undefined && entry[1] !== null);
  return { ...Object.fromEntries(kept), role };
}

function fits(key: string, value: JsonValue): boolean {
  if (key === 'tool_call_id') return typeof value !== 'string' || mistralCallId.test(value);
  return key !== 'tool_calls' || !Array.isArray(value) || value.every((call: JsonValue) => adaptCall(call) === call);
}

function adaptMember(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (key === 'tool_call_id' && typeof value === 'string') return shortCallId(value);
  if (key === 'tool_calls' && Array.isArray(value)) return value.map(adaptCall);
  return value;
}

function adaptCall(call: JsonValue): JsonValue {
  if (!isObject(call) || typeof call['id'] !== 'string' || mistralCallId.test(call['id'])) return call;
  return { ...call, id: shortCallId(call['id']) };
}

/** Nine alphanumerics, the same for the same id, so that a call and its result still belong together. */
function shortCallId(id: string): string {
  if (mistralCallId.test(id)) return id;
  const hex = createHash('sha256').update(id).digest('hex');
  return BigInt(`0x${hex.slice(0, 16)}`)
    .toString(36)
    .padStart(9, '0')
    .slice(-9);
}

/** Messages as OpenAI's API takes them. What only Mistral's does is refused by name. */
export function adaptOpenAiMessages(messages: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (!Array.isArray(messages)) return undefined;
  const index = messages.findIndex((message: JsonValue) => isObject(message) && message['prefix'] === true);
  if (index !== -1)
    throw new PlatformError('request.unsupported', 'an answer that continues a given start is not supported here', {
      field: `messages[${index}].prefix`,
      remedy: 'Leave prefix out, or choose a model of this machine.',
    });
  if (!messages.some((message: JsonValue) => isObject(message) && 'prefix' in message)) return undefined;
  return messages.map((message: JsonValue) => (isObject(message) ? withoutPrefix(message) : message));
}

function withoutPrefix(message: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(message).filter(([key]) => key !== 'prefix'));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
