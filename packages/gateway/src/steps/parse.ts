import { isUtf8 } from 'node:buffer';

import { modelName, PlatformError, type JsonObject, type JsonValue, type ModelName } from '@riad/contracts';
import type { z } from 'zod';

import type { Exchange } from '../exchange.ts';
import { scanJson, type MemberSpan } from '../json/scan.ts';
import { requestShapes } from '../wire/request-shapes.ts';

export interface ParsedRequest {
  readonly model: ModelName;
  readonly stream: boolean;
  readonly raw: Buffer;
  readonly members: readonly MemberSpan[];
  readonly body: JsonObject;
  /** Every piece of text in it that could reach a model. */
  readonly texts: readonly string[];
}

/** A key this long is more than a field name and is inspected as text. */
const LONG_KEY = 16;

/** Bytes to one checked view. Fails with `request.malformed` or, naming the path, `request.invalid`. */
export function parse(exchange: Exchange, defaultModel: () => ModelName): ParsedRequest {
  const raw = exchange.body;
  const body = parseObject(raw);
  const { members, keys } = scanJson(raw);
  const texts: string[] = [];
  const parsedKeys = collect(body, texts);
  if (parsedKeys !== keys)
    throw new PlatformError('request.malformed', 'the JSON repeats a key in one object', {
      remedy: 'Send every key once.',
    });
  checkShape(requestShapes[exchange.operation], body);
  const model = body['model'];
  return {
    model: typeof model === 'string' ? modelName(model) : defaultModel(),
    stream: body['stream'] === true,
    raw,
    members,
    body,
    texts,
  };
}

function parseObject(raw: Buffer): JsonObject {
  if (raw.length === 0)
    throw new PlatformError('request.malformed', 'the body is empty', { remedy: 'Send a JSON object.' });
  if (!isUtf8(raw)) throw new PlatformError('request.malformed', 'the body is not valid UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(raw.toString('utf8'));
  } catch (error) {
    throw new PlatformError(
      'request.malformed',
      `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 100).replaceAll(/"[^"]*"/g, '…') : ''}`,
      { cause: error },
    );
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new PlatformError('request.malformed', 'the body must be a JSON object');
}

/** Gathers the strings of a value and counts its keys. */
function collect(value: JsonValue, texts: string[]): number {
  if (typeof value === 'string') {
    texts.push(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item !== 'number') keys += collect(item, texts);
    return keys;
  }
  for (const [key, item] of Object.entries(value)) {
    keys++;
    if (key.length > LONG_KEY) texts.push(key);
    keys += collect(item, texts);
  }
  return keys;
}

function checkShape(shape: z.ZodType, body: JsonObject): void {
  const result = shape.safeParse(body);
  if (result.success) return;
  const issue = deepest(result.error.issues);
  const field = (issue?.path ?? []).reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    '',
  );
  throw new PlatformError(
    'request.invalid',
    field === '' ? (issue?.message ?? 'not valid') : `${field}: ${issue?.message ?? 'not valid'}`,
    { field: field === '' ? 'body' : field },
  );
}

/** Within a union the alternative that got furthest says what is really wrong. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const issue = issues[0];
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors.map((alternative) => deepest(alternative)).filter((found) => found !== undefined);
  const best = inner.toSorted((left, right) => right.path.length - left.path.length)[0];
  return best === undefined || best.path.length === 0 ? issue : { ...best, path: [...issue.path, ...best.path] };
}
