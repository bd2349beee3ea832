import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

import { isObject } from './merge-schemas.ts';

export const types: ReadonlySet<string> = new Set([
  'string',
  'integer',
  'number',
  'boolean',
  'null',
  'object',
  'array',
]);

/** Constraints that shape the grammar itself. */
const enforced = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
  '$defs',
  'definitions',
  'format',
];
/** Constraints that the validator checks on the finished text, and the grammar meets where it can. */
const checkedAfterwards = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'pattern',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];
/** Words that constrain nothing. */
const annotations = [
  '$schema',
  '$id',
  '$comment',
  '$anchor',
  '$vocabulary',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'strict',
  'name',
  'contentEncoding',
  'contentMediaType',
];
const known = new Set([...enforced, ...checkedAfterwards, ...annotations]);

/** The first keyword that nobody here enforces. */
export function checkKeywords(schema: JsonObject): string | undefined {
  return Object.keys(schema).find((keyword) => !known.has(keyword) && !keyword.startsWith('x-'));
}

const silent = new Set([...annotations, '$defs', 'definitions']);

/** The part of a schema that constrains by itself: without remarks and definitions. */
export function constraintsOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !silent.has(keyword) && !keyword.startsWith('x-')),
  );
}

/** Follows a JSON pointer inside the schema; what is elsewhere is never fetched. */
export function findInside(root: JsonObject, target: string): JsonValue | undefined {
  if (target === '#') return root;
  if (!target.startsWith('#/')) return undefined;
  let node: JsonValue | undefined = root;
  for (const part of target.slice(2).split('/')) {
    const key = unescapePointer(part);
    node = key !== undefined && isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

function unescapePointer(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    // Not percent-encoded text: it points nowhere.
    return undefined;
  }
}

interface Unsupported {
  readonly keyword: string;
  readonly path: string;
  readonly what?: string | undefined;
}

export function unsupportedSchema(field: string, { keyword, path, what }: Unsupported): PlatformError {
  const detail = what === undefined ? '' : ` (${what})`;
  return new PlatformError(
    'request.schema_unsupported',
    `the schema cannot be enforced: ${keyword} at ${path}${detail}`,
    { field, remedy: 'Leave that keyword out, or check it in your own program.' },
  );
}
