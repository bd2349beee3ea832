import type { Caller, JsonObject, JsonValue } from '@riad/contracts';

import type { Exchange } from '../exchange.ts';
import { isObject } from '../json/is-object.ts';

/** Characters of a prompt that tell one from another: a program that completes text sends the same beginning again. */
const PROMPT_BEGINNING = 256;

/**
 * What tells one conversation from another: the name that the client gives it, or how it begins. Within one key only, so
 * that two people who begin alike do not share surrogates. Hashed before it is kept.
 */
export function conversationName(
  exchange: Pick<Exchange, 'conversation' | 'operation'>,
  caller: Caller,
  body: JsonObject,
): string {
  const given = exchange.conversation ?? namedInBody(body);
  const own = given === undefined ? ['begins', exchange.operation, beginning(body)] : ['named', given];
  return JSON.stringify([caller.projectId, caller.keyId, ...own]);
}

function namedInBody({ metadata }: JsonObject): string | undefined {
  const named = isObject(metadata) ? metadata['conversation_id'] : undefined;
  return typeof named === 'string' && named !== '' ? named : undefined;
}

function beginning({ messages, prompt }: JsonObject): JsonValue {
  if (!Array.isArray(messages))
    return typeof prompt === 'string' ? prompt.slice(0, PROMPT_BEGINNING) : (prompt ?? null);
  const first = messages.findIndex((message: JsonValue) => isObject(message) && message['role'] === 'user');
  return messages.slice(0, first + 1);
}
