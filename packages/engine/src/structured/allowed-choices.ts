import type { JsonObject, JsonValue } from '@riad/contracts';

import { withinTime } from '../worker/time-limit.ts';
import { compileValidator } from './json-validator.ts';
import { constraintsOf } from './schema-keywords.ts';

const LIMIT_MS = 500;

/** The values of an enumeration that also satisfy what stands beside it: a grammar of literals can say no more. */
export function allowedChoices(
  choices: readonly JsonValue[],
  schema: JsonObject,
  root: JsonObject,
): readonly JsonValue[] {
  const { const: constant, enum: listed, ...others } = constraintsOf(schema);
  // A constant is the choice itself; an enumeration beside it is one more condition.
  const beside = constant === undefined || listed === undefined ? others : { ...others, enum: listed };
  const { type, ...more } = beside;
  if (Object.keys(more).length === 0) return choices.filter((choice) => type === undefined || isOfType(choice, type));
  const { $defs = {}, definitions = {} } = root;
  return withinTime(LIMIT_MS, () => {
    const valid = compileValidator({ ...beside, $defs, definitions });
    return choices.filter((choice) => valid(choice));
  });
}

/** The common case, `type` beside `enum`, without a validator. */
function isOfType(value: JsonValue, type: JsonValue): boolean {
  if (Array.isArray(type)) return type.some((name) => isOfType(value, name));
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  return typeof value === type && value !== null && !Array.isArray(value);
}
