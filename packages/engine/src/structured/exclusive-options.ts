import type { JsonObject, JsonValue } from '@riad/contracts';

import { isObject } from './merge-schemas.ts';

/**
 * Whether no value can satisfy two of these alternatives: different types, or objects that must have one property with
 * different constants. Then `oneOf` says the same as `anyOf`, and a grammar can say it.
 */
export function areExclusive(options: readonly JsonValue[]): boolean {
  const schemas = options.filter((option) => isObject(option));
  if (schemas.length !== options.length) return false;
  return schemas.every((one, index) => schemas.slice(index + 1).every((other) => cannotBoth(one, other)));
}

function cannotBoth(left: JsonObject, right: JsonObject): boolean {
  if (apart(typesOf(left), typesOf(right)) || apart(valuesOf(left), valuesOf(right))) return true;
  const [mine, other] = [constants(left), constants(right)];
  return [...mine].some(([name, value]) => other.has(name) && other.get(name) !== value);
}

function apart(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return left !== undefined && right !== undefined && !left.some((one) => right.includes(one));
}

function valuesOf({ const: constant, enum: choices }: JsonObject): readonly string[] | undefined {
  const values = constant === undefined ? choices : [constant];
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

/** Numbers and integers are one type here. */
function typesOf(schema: JsonObject): readonly string[] | undefined {
  const { type, const: constant, enum: choices } = schema;
  if (type !== undefined)
    return [type].flat().map((name) => (name === 'integer' ? 'number' : JSON.stringify(name).slice(1, -1)));
  const values = constant === undefined ? choices : [constant];
  return Array.isArray(values) ? values.map((value) => typeOf(value)) : undefined;
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** What every object of this schema must say, by property. */
function constants({ type, properties, required }: JsonObject): ReadonlyMap<string, string> {
  if (type !== 'object' || !isObject(properties) || !Array.isArray(required)) return new Map();
  const known = Object.entries(properties).filter(
    ([name, child]) => required.includes(name) && isObject(child) && child['const'] !== undefined,
  );
  return new Map(known.map(([name, child]) => [name, JSON.stringify(isObject(child) ? child['const'] : child)]));
}
