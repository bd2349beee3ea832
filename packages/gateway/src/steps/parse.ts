import { isUtf8 } from 'node:buffer';

import { modelName, PlatformError, type JsonObject, type ModelName } from '@riad/contracts';
import type { z } from 'zod';

import type { Exchange } from '../exchange.ts';
import { scanJson, type JsonScan, type MemberSpan } from '../json/scan.ts';
import { collectTexts } from '../wire/collect-texts.ts';
import { requestShapes } from '../wire/request-shapes.ts';

/** Raw bytes beside one view of them. */
export interface ParsedRequest {
  readonly model: ModelName;
  readonly stream: boolean;
  readonly raw: Buffer;
  readonly members: readonly MemberSpan[];
  readonly body: JsonObject;
  /** Every piece of text in it that could reach a model. */
  readonly texts: readonly string[];
}

/** Bytes to one checked view. Fails with `request.malformed` or, naming the path, `request.invalid`. */
export function parse(exchange: Exchange, defaultModel: () => ModelName): ParsedRequest {
  const raw = exchange.body;
  const { body, scan } = parseObject(raw);
  const { texts, keys } = collectTexts(body);
  if (keys !== scan.keys)
    throw new PlatformError('request.malformed', 'the JSON repeats a key in one object', {
      remedy: 'Send every key once.',
    });
  checkShape(requestShapes[exchange.operation], body);
  const model = body['model'];
  return {
    model: typeof model === 'string' ? modelName(model) : defaultModel(),
    stream: body['stream'] === true,
    raw,
    members: scan.members,
    body,
    texts: scan.longNumbers.length === 0 ? texts : [...texts, ...scan.longNumbers],
  };
}

function parseObject(raw: Buffer): { readonly body: JsonObject; readonly scan: JsonScan } {
  if (raw.length === 0)
    throw new PlatformError('request.malformed', 'the body is empty', { remedy: 'Send a JSON object.' });
  if (!isUtf8(raw)) throw new PlatformError('request.malformed', 'the body is not valid UTF-8');
  let scan: JsonScan;
  let value: unknown;
  try {
    scan = scanJson(raw);
    value = JSON.parse(raw.toString('utf8'));
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('request.malformed', `the body is not JSON${position(error)}`, { cause: error });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { body: value as JsonObject, scan };
  throw new PlatformError('request.malformed', 'the body must be a JSON object');
}

/** Where reading stopped, without the text that stands there: it may be anything. */
function position(error: unknown): string {
  const found = error instanceof Error ? /at position (?<at>\d+)/.exec(error.message)?.groups?.['at'] : undefined;
  return found === undefined ? '' : `: it breaks at character ${found}`;
}

function checkShape(shape: z.ZodType, body: JsonObject): void {
  const result = shape.safeParse(body);
  if (result.success) return;
  const issue = deepest(result.error.issues);
  const field = describePath(issue?.path ?? []);
  const message = issue?.message ?? 'not valid';
  throw new PlatformError('request.invalid', field === '' ? message : `${field}: ${message}`, {
    field: field === '' ? 'body' : field,
  });
}

/** `messages[0].content`. */
function describePath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}

/** Within a union the alternative that got furthest says what is really wrong. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const issue = issues[0];
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors.map((alternative) => deepest(alternative)).filter((found) => found !== undefined);
  const best = inner.toSorted((left, right) => right.path.length - left.path.length)[0];
  if (best === undefined) return issue;
  if (best.path.length > 0) return { ...best, path: [...issue.path, ...best.path] };
  const kinds = inner.map((found) => ('expected' in found ? String(found.expected) : undefined));
  return kinds.includes(undefined) ? issue : { ...issue, message: `Invalid input: expected ${kinds.join(' or ')}` };
}
