import type { JsonObject, JsonValue, OutputFormat } from '@riad/contracts';

import { invalid, isObject, textOf, unsupported } from './json-fields.ts';

/** `response_format` of both vendors; vLLM's `guided_json` and `structured_outputs.json` say the same in other words. */
export function readFormat(body: JsonObject): OutputFormat {
  const format = body['response_format'];
  if (isObject(format)) return readResponseFormat(format);
  const guided = body['guided_json'];
  if (guided !== undefined && guided !== null) return schemaFormat(parsed(guided), 'guided_json');
  const structured = body['structured_outputs'];
  if (!isObject(structured)) return { kind: 'text' };
  for (const [key, value] of Object.entries(structured))
    if (key !== 'json' && value !== null) throw unsupported(`structured_outputs.${key}`, 'Give a JSON schema.');
  return schemaFormat(parsed(structured['json']), 'structured_outputs.json');
}

function readResponseFormat(format: JsonObject): OutputFormat {
  const { type } = format;
  if (type === 'text') return { kind: 'text' };
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
