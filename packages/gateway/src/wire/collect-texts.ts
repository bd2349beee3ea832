import type { JsonObject, JsonValue } from '@riad/contracts';

export interface CollectedTexts {
  readonly texts: readonly string[];
  /** Keys of all objects together. */
  readonly keys: number;
}

/** What a field name looks like; any other key is inspected as text. */
const fieldName = /^[A-Za-z_$][A-Za-z_$-]{0,15}$/;

/** Words of the protocol itself: a text that is exactly one of them tells nobody anything. */
const protocolWords: ReadonlySet<string> = new Set([
  '',
  ...'system developer user assistant tool function text auto none any required json_object json_schema'.split(' '),
  ...'object string number integer boolean array float base64'.split(' '),
]);

const LONGEST_WORD = 11;

/** Every string of a request, wherever it stands: what is not known to be harmless is inspected. */
export function collectTexts(body: JsonObject): CollectedTexts {
  const texts: string[] = [];
  return { texts, keys: collect(body, texts) };
}

function collect(value: JsonValue, texts: string[]): number {
  if (typeof value === 'string') {
    // The length first: looking up a long text would read all of it.
    if (value.length > LONGEST_WORD || !protocolWords.has(value)) texts.push(value);
    return 0;
  }
  if (isObject(value)) return collectMembers(value, texts);
  let keys = 0;
  if (Array.isArray(value)) for (const item of value) if (typeof item !== 'number') keys += collect(item, texts);
  return keys;
}

function collectMembers(value: JsonObject, texts: string[]): number {
  const own = Object.keys(value);
  let keys = own.length;
  for (const key of own) {
    if (!fieldName.test(key)) texts.push(key);
    keys += collect(value[key] ?? null, texts);
  }
  return keys;
}

/**
 * The first piece that is not text and so cannot be inspected: token ids, an image, a recording, a document. Undefined when
 * everything is text.
 */
export function findUnreadable(body: JsonObject): string | undefined {
  for (const field of ['prompt', 'input', 'tokens']) {
    const value = body[field];
    if (Array.isArray(value) && value.some((item) => typeof item === 'number' || Array.isArray(item))) return field;
  }
  const messages = body['messages'];
  if (!Array.isArray(messages)) return undefined;
  for (const [index, message] of messages.entries()) {
    const content = isObject(message) ? message['content'] : undefined;
    const at = Array.isArray(content) ? content.findIndex((part) => !isReadablePart(part)) : -1;
    if (at !== -1) return `messages[${index}].content[${at}]`;
  }
  return undefined;
}

const readableParts: ReadonlySet<JsonValue | undefined> = new Set(['text', 'thinking', 'reference', 'refusal']);

function isReadablePart(part: JsonValue): boolean {
  return isObject(part) && readableParts.has(part['type']);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
