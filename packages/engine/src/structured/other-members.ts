import type { JsonObject, JsonValue } from '@riad/contracts';

import { isObject } from './merge-schemas.ts';

/** A kind of members without a place of their own. */
export interface OtherMembers {
  /** What their names satisfy; absent: any name but the declared ones. */
  readonly name?: JsonObject;
  readonly value: JsonValue;
  readonly keyword: string;
}

/** Which members an object may have besides the named ones: those that its schema speaks of. */
export function otherMembers(schema: JsonObject, named: boolean): readonly OtherMembers[] {
  const { patternProperties } = schema;
  const patterns = isObject(patternProperties) ? Object.entries(patternProperties) : [];
  return [
    ...patterns.map(([pattern, value]) => ({
      name: { type: 'string', pattern },
      value,
      keyword: `patternProperties/${pattern}`,
    })),
    ...additionalMembers(schema, named),
  ];
}

function additionalMembers(schema: JsonObject, named: boolean): readonly OtherMembers[] {
  const { additionalProperties: value, propertyNames } = schema;
  if (value === false || propertyNames === false) return [];
  if (value === undefined && named) return [];
  const one = { value: value ?? true, keyword: 'additionalProperties' };
  if (isObject(propertyNames)) return [{ ...one, name: { type: 'string', ...propertyNames } }];
  return [named ? one : { ...one, name: { type: 'string' } }];
}

/** Nothing is said of this object's members. */
export function isAnyObject({ properties, required, ...others }: JsonObject): boolean {
  if (hasEntries(properties) || hasEntries(required)) return false;
  const { additionalProperties = true, patternProperties, propertyNames } = others;
  return additionalProperties === true && patternProperties === undefined && propertyNames === undefined;
}

function hasEntries(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
