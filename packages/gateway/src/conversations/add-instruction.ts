import type { JsonObject, JsonValue } from '@riad/contracts';
import { surrogateInstruction } from '@riad/guard';

import { scanJson } from '../json/scan.ts';

/**
 * Tells the model what surrogates are, in the language of the first question, always in the same place: at the end of the
 * system message, or as one. A conversation keeps its beginning, and with it the caches of servers.
 */
export function addInstruction(raw: Buffer, body: JsonObject): Buffer {
  const { messages } = body;
  const member = scanJson(raw).members.find(({ key }) => key === 'messages');
  if (!Array.isArray(messages) || member === undefined) return raw;
  const line = surrogateInstruction(firstQuestion(messages));
  const list = member.valueStart + 1;
  const first: JsonValue | undefined = messages[0];
  const own =
    isObject(first) && isSystem(first) ? endOfContent(raw.subarray(list, member.end), first['content']) : undefined;
  if (own === undefined) return insert(raw, list, `${JSON.stringify({ role: 'system', content: line })},`);
  const { at, kind } = own;
  if (kind === 'text') return insert(raw, list + at, JSON.stringify(`\n\n${line}`).slice(1, -1));
  return insert(raw, list + at, `${JSON.stringify({ type: 'text', text: line })},`);
}

function isSystem({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

/** Where a line can be put into the content of the first of these messages; undefined when it has none. */
function endOfContent(
  messages: Buffer,
  content: JsonValue | undefined,
): { readonly at: number; readonly kind: 'text' | 'parts' } | undefined {
  const member = scanJson(messages).members.find(({ key }) => key === 'content');
  if (member === undefined) return undefined;
  const value = messages.toString('utf8', member.valueStart, member.end);
  if (value.startsWith('"') && JSON.parse(value) === content) return { at: member.end - 1, kind: 'text' };
  if (value.startsWith('[') && Array.isArray(content)) return { at: member.valueStart + 1, kind: 'parts' };
  return undefined;
}

function insert(raw: Buffer, at: number, text: string): Buffer {
  return Buffer.concat([raw.subarray(0, at), Buffer.from(text), raw.subarray(at)]);
}

function firstQuestion(messages: readonly JsonValue[]): string {
  const question = messages.find((message) => isObject(message) && message['role'] === 'user');
  const content = isObject(question) ? question['content'] : undefined;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const texts = content.map((part: JsonValue) => (isObject(part) ? part['text'] : undefined));
  return texts.filter((text) => typeof text === 'string').join(' ');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
