import type { JsonObject, JsonValue } from '@riad/contracts';

import { isObject } from './merge-schemas.ts';

export interface Place {
  readonly schema: JsonObject;
  readonly path: string;
  readonly depth: number;
}

const single = new Set([
  'items',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'contentSchema',
  'not',
  'if',
  'then',
  'else',
]);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);

/** Every schema inside a schema, itself first, wherever a keyword holds one. */
export function* placesOf(schema: JsonValue, path = '#', depth = 0): Generator<Place> {
  if (!isObject(schema)) return;
  yield { schema, path, depth };
  for (const [keyword, inner] of Object.entries(schema)) {
    const at = `${path}/${keyword}`;
    if (single.has(keyword)) yield* placesOf(inner, at, depth + 1);
    else if (lists.has(keyword) && Array.isArray(inner))
      for (const [index, one] of inner.entries()) yield* placesOf(one, `${at}/${index}`, depth + 1);
    else if (maps.has(keyword) && isObject(inner))
      for (const [name, one] of Object.entries(inner)) yield* placesOf(one, `${at}/${name}`, depth + 1);
  }
}
