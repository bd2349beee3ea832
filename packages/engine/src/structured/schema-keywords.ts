import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';

import { grammarLimits } from './json-rules.ts';
import { isObject } from './merge-schemas.ts';
import { placesOf } from './schema-walk.ts';

/** Where a schema stands in the request; names it in errors. */
export const formatSchemaField = 'response_format.json_schema.schema';

export const types: ReadonlySet<string> = new Set([
  'string',
  'integer',
  'number',
  'boolean',
  'null',
  'object',
  'array',
]);

/** Constraints: met by the grammar where it can, and always checked by the validator. */
const constraints = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  '$ref',
  '$defs',
  'definitions',
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
  'contentSchema',
];
const knownKeywords = new Set([...constraints, ...annotations]);

/**
 * Refuses a keyword that nobody here enforces, wherever it stands: unknown ones, those that the validator was seen to get
 * wrong, and schemas that are too deep.
 */
export function checkKeywords(root: JsonObject, field: string): void {
  let unevaluated: string | undefined;
  let halfCondition = false;
  for (const { schema, path, depth } of placesOf(root)) {
    if (depth > grammarLimits.depth)
      throw unsupportedSchema(field, { keyword: 'schema', path, what: `nested deeper than ${grammarLimits.depth}` });
    const keyword = Object.keys(schema).find((name) => !knownKeywords.has(name) && !name.startsWith('x-'));
    if (keyword !== undefined) throw unsupportedSchema(field, { keyword, path });
    if ('unevaluatedProperties' in schema) unevaluated = path;
    if ('if' in schema && !('then' in schema && 'else' in schema)) halfCondition = true;
  }
  if (unevaluated === undefined || !halfCondition) return;
  const what = 'together with `if` that lacks `then` or `else`';
  throw unsupportedSchema(field, { keyword: 'unevaluatedProperties', path: unevaluated, what });
}

/** Constraints whose meaning a grammar does not hold, by the type they speak of. */
const uncountable: Readonly<Record<string, readonly string[]>> = {
  object: ['dependentRequired', 'dependentSchemas', 'unevaluatedProperties'],
  array: ['uniqueItems', 'contains', 'minContains', 'maxContains'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['multipleOf'],
};

/** Whether something is said of this type that only the validator can tell. */
export function needsValidator(type: string, schema: JsonObject): boolean {
  if ('not' in schema) return true;
  return uncountable[type]?.some((keyword) => keyword in schema) ?? false;
}

const silent = new Set([...annotations, '$defs', 'definitions']);

/** The part of a schema that constrains by itself: without remarks and definitions. */
export function constraintsOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !silent.has(keyword) && !keyword.startsWith('x-')),
  );
}

/** Follows a JSON pointer inside the schema; anchors, other documents and schemas with names of their own are the validator's business. */
export function findInside(root: JsonObject, target: string): JsonValue | undefined {
  if (target === '#') return root;
  if (!target.startsWith('#/') || hasInnerName(root)) return undefined;
  let node: JsonValue | undefined = root;
  for (const part of target.slice(2).split('/')) {
    const key = unescapePointer(part);
    node = key !== undefined && isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

const innerNames = new WeakMap<JsonObject, boolean>();

/** A part with an `$id` of its own: pointers inside it start there. */
function hasInnerName(root: JsonObject): boolean {
  const known = innerNames.get(root);
  if (known !== undefined) return known;
  const found = placesOf(root).some(({ schema, depth }) => depth > 0 && typeof schema['$id'] === 'string');
  innerNames.set(root, found);
  return found;
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

const keywordsOfType: Readonly<Record<string, readonly string[]>> = {
  object: [
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'propertyNames',
    'minProperties',
    'maxProperties',
    'dependentRequired',
    'dependentSchemas',
    'unevaluatedProperties',
  ],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/** What a schema without `type` speaks of. Who writes `properties` wants an object; `minLength` alone says nothing of other types. */
export function impliedTypes(schema: JsonObject): readonly string[] {
  const named = Object.entries(keywordsOfType).flatMap(([type, keywords]) =>
    keywords.some((keyword) => keyword in schema) ? [type] : [],
  );
  if (named.length === 0 || named.includes('object') || named.includes('array')) return named;
  return ['object', 'array', 'string', 'number', 'boolean', 'null'];
}
