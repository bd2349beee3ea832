import type { JsonObject, JsonValue, OutputFormat } from '@riad/contracts';

import { invalid, isEmpty, isObject, textOf, unsupported } from './json-fields.ts';

type Reader = (value: JsonValue, field: string) => OutputFormat;

/** The forms that vLLM's `structured_outputs` knows; its older `guided_…` say the same. */
const structuredForms: Readonly<Record<string, Reader>> = {
  json: (value, field) => schemaFormat(parsed(value), field),
  regex(value, field) {
    if (typeof value !== 'string' || value === '') throw invalid(field, 'must be a regular expression');
    return { kind: 'pattern', pattern: value };
  },
  choice(value, field) {
    const choices = Array.isArray(value) ? value.map((one: JsonValue) => (typeof one === 'string' ? one : '')) : [];
    if (choices.length === 0 || choices.includes('')) throw invalid(field, 'must be a list of texts');
    return { kind: 'choice', choices };
  },
};

/** `response_format` of both vendors, or vLLM's words for a schema, a regular expression, a choice. One of them, not several. */
export function readFormat(body: JsonObject): OutputFormat {
  const format = body['response_format'];
  const asked: Asked[] = [...guidedForms(body), ...structured(body['structured_outputs'])];
  if (isObject(format) && format['type'] !== 'text')
    asked.unshift({ field: 'response_format', read: () => readResponseFormat(format) });
  const [first, second] = asked;
  if (second !== undefined) throw invalid(second.field, `says another form than ${first?.field}`);
  return first === undefined ? { kind: 'text' } : first.read();
}

interface Asked {
  readonly field: string;
  readonly read: () => OutputFormat;
}

function guidedForms(body: JsonObject): readonly Asked[] {
  return Object.entries(structuredForms).flatMap(([name, read]) => {
    const field = `guided_${name}`;
    const value = body[field];
    return isGiven(value) ? [{ field, read: () => read(value, field) }] : [];
  });
}

function structured(forms: JsonValue | undefined): readonly Asked[] {
  const given = Object.entries(isObject(forms) ? forms : {}).filter(([, value]) => isGiven(value));
  return given.map(([name, value]) => {
    const field = `structured_outputs.${name}`;
    const read = Object.hasOwn(structuredForms, name) ? structuredForms[name] : undefined;
    if (read === undefined) throw unsupported(field, 'Ask for json, regex or choice.');
    return { field, read: () => read(value, field) };
  });
}

/** Many clients send every parameter they know. An empty object is a schema: any JSON. */
function isGiven(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && (isObject(value) || !isEmpty(value));
}

function readResponseFormat(format: JsonObject): OutputFormat {
  const { type } = format;
  if (type === 'json_object') return { kind: 'json' };
  if (type !== 'json_schema') throw invalid('response_format.type', 'must be text, json_object or json_schema');
  const definition = isObject(format['json_schema']) ? format['json_schema'] : {};
  const schema = definition['schema'] ?? definition['schemaDefinition'] ?? definition['schema_definition'];
  return {
    ...schemaFormat(schema, 'response_format.json_schema.schema'),
    ...(definition['name'] === undefined ? {} : { name: textOf(definition['name']) }),
    strict: definition['strict'] === true,
  };
}

function schemaFormat(schema: JsonValue | undefined, field: string): Extract<OutputFormat, { kind: 'schema' }> {
  if (!isObject(schema)) throw invalid(field, 'must be a JSON schema');
  return { kind: 'schema', name: 'answer', schema, strict: true };
}

/** vLLM takes the schema as JSON text too. */
function parsed(schema: JsonValue | undefined): JsonValue | undefined {
  if (typeof schema !== 'string') return schema;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON
    return JSON.parse(schema) as JsonValue;
  } catch {
    return undefined;
  }
}
