import type { JsonObject, JsonValue } from '@riad/contracts';

/** Keywords that may differ without changing what is allowed. */
const remarks = new Set(['title', 'description', 'default', 'examples', '$comment', 'deprecated', '$id', '$schema']);

/** Names the keyword on which two schemas cannot be put together. */
export class Unmergeable extends Error {
  override readonly name = 'Unmergeable';
  readonly keyword: string;

  constructor(keyword: string) {
    super(`both parts say ${keyword}`);
    this.keyword = keyword;
  }
}

/** One schema that allows exactly what both allow. Throws `Unmergeable` where that cannot be said in one schema. */
export function mergeSchemas(left: JsonObject, right: JsonObject): JsonObject {
  refuseClosedObjects(left, right);
  refuseClosedObjects(right, left);
  const merged: Record<string, JsonValue> = { ...left };
  for (const [keyword, value] of Object.entries(right)) {
    const other = left[keyword];
    merged[keyword] = other === undefined || remarks.has(keyword) ? value : mergeValues(keyword, other, value);
  }
  return merged;
}

/** `additionalProperties` looks at the properties beside it only: put together, it would allow the other part's as well. */
function refuseClosedObjects(closed: JsonObject, other: JsonObject): void {
  const additional = closed['additionalProperties'];
  if (additional === undefined || additional === true) return;
  const declared = isObject(closed['properties']) ? closed['properties'] : {};
  const foreign = isObject(other['properties']) ? Object.keys(other['properties']) : [];
  if (foreign.some((name) => !Object.hasOwn(declared, name))) throw new Unmergeable('additionalProperties');
}

function mergeValues(keyword: string, left: JsonValue, right: JsonValue): JsonValue {
  if (keyword === 'required' && Array.isArray(left) && Array.isArray(right)) return [...new Set([...left, ...right])];
  if (keyword === 'properties' && isObject(left) && isObject(right)) return mergeProperties(left, right);
  if (JSON.stringify(left) === JSON.stringify(right)) return left;
  throw new Unmergeable(keyword);
}

function mergeProperties(left: JsonObject, right: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...left };
  for (const [name, schema] of Object.entries(right)) {
    const other = left[name];
    merged[name] =
      other === undefined
        ? schema
        : isObject(other) && isObject(schema)
          ? mergeSchemas(other, schema)
          : same(other, schema);
  }
  return merged;
}

function same(left: JsonValue, right: JsonValue): JsonValue {
  if (left === true) return right;
  if (right === true || left === right) return left;
  throw new Unmergeable('properties');
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
