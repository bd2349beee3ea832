import type { JsonObject, JsonValue } from '@riad/contracts';

/** Keywords that may differ without changing what is allowed. */
const remarks = new Set(['title', 'description', 'default', 'examples', '$comment', 'deprecated', '$id', '$schema']);

/** No value satisfies a schema: the keyword at which two parts contradict each other. */
export class NothingFits extends Error {
  override readonly name = 'NothingFits';
  readonly keyword: string;

  constructor(keyword: string) {
    super(`no value satisfies every ${keyword}`);
    this.keyword = keyword;
  }
}

export interface Merged {
  readonly schema: JsonObject;
  /** False when one schema cannot say what both say: it then allows more, never less. */
  readonly exact: boolean;
}

type Merge = (left: JsonValue, right: JsonValue, keyword: string) => JsonValue | undefined;

/** One schema that allows what both allow. Throws `NothingFits` when that is nothing. */
export function mergeSchemas(left: JsonObject, right: JsonObject): Merged {
  let exact = true;
  const merged: Record<string, JsonValue> = { ...left };
  for (const [keyword, value] of Object.entries(right)) {
    const other = left[keyword];
    if (keyword === 'properties' || keyword === 'additionalProperties') continue;
    if (other === undefined || remarks.has(keyword)) merged[keyword] = value;
    else {
      const both = same(other, value) ? value : mergers[keyword]?.(other, value, keyword);
      if (both === undefined) exact = false;
      else merged[keyword] = both;
    }
  }
  const objects = mergeObjects(left, right);
  return { schema: { ...merged, ...objects.schema }, exact: exact && objects.exact };
}

/** `additionalProperties` speaks of the properties beside it: it becomes a schema of each that only the other part names. */
function mergeObjects(left: JsonObject, right: JsonObject): Merged {
  const [ours, theirs] = [declared(left), declared(right)];
  const schema: Record<string, JsonValue> = {};
  let exact = !('patternProperties' in left || 'patternProperties' in right);
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const together = (one: JsonValue, two: JsonValue): JsonValue => {
    const merged = mergeValues(one, two);
    if (merged === undefined) exact = false;
    return merged ?? one;
  };
  const properties = Object.fromEntries(
    [...names].map((name) => [name, together(ruleOf(left, ours, name), ruleOf(right, theirs, name))]),
  );
  if ('properties' in left || 'properties' in right) schema['properties'] = properties;
  if ('additionalProperties' in left || 'additionalProperties' in right)
    schema['additionalProperties'] = together(
      left['additionalProperties'] ?? true,
      right['additionalProperties'] ?? true,
    );
  return { schema, exact };
}

function declared({ properties }: JsonObject): JsonObject {
  return isObject(properties) ? properties : {};
}

function ruleOf(schema: JsonObject, properties: JsonObject, name: string): JsonValue {
  if (Object.hasOwn(properties, name)) return properties[name] ?? true;
  return 'patternProperties' in schema ? true : (schema['additionalProperties'] ?? true);
}

/** `false` where nothing satisfies both: what is optional is then left out. */
function mergeValues(left: JsonValue, right: JsonValue): JsonValue | undefined {
  if (left === true || same(left, right)) return right;
  if (right === true) return left;
  if (left === false || right === false) return false;
  if (!isObject(left) || !isObject(right)) return undefined;
  try {
    const { schema, exact } = mergeSchemas(left, right);
    return exact ? schema : undefined;
  } catch (error) {
    if (error instanceof NothingFits) return false;
    throw error;
  }
}

const highest: Merge = (left, right) =>
  typeof left === 'number' && typeof right === 'number' ? Math.max(left, right) : undefined;
const lowest: Merge = (left, right) =>
  typeof left === 'number' && typeof right === 'number' ? Math.min(left, right) : undefined;

const mergers: Readonly<Record<string, Merge>> = {
  required: (left, right) =>
    Array.isArray(left) && Array.isArray(right) ? [...new Set([...left, ...right])] : undefined,
  type(left, right, keyword) {
    const both = typesOf(left).flatMap((name) => commonTypes(name, typesOf(right)));
    if (both.length === 0) throw new NothingFits(keyword);
    return both.length === 1 ? both[0] : both;
  },
  enum(left, right, keyword) {
    if (!Array.isArray(left) || !Array.isArray(right)) return undefined;
    const both = left.filter((one) => right.some((other) => same(one, other)));
    if (both.length === 0) throw new NothingFits(keyword);
    return both;
  },
  items: mergeValues,
  propertyNames: mergeValues,
  const(_left, _right, keyword) {
    throw new NothingFits(keyword);
  },
  minimum: highest,
  exclusiveMinimum: highest,
  minLength: highest,
  minItems: highest,
  minProperties: highest,
  maximum: lowest,
  exclusiveMaximum: lowest,
  maxLength: lowest,
  maxItems: lowest,
  maxProperties: lowest,
};

function typesOf(type: JsonValue): readonly JsonValue[] {
  return Array.isArray(type) ? type : [type];
}

function commonTypes(name: JsonValue, others: readonly JsonValue[]): readonly JsonValue[] {
  if (others.includes(name)) return [name];
  if (name === 'number' && others.includes('integer')) return ['integer'];
  return name === 'integer' && others.includes('number') ? ['integer'] : [];
}

function same(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
