import type { JsonObject } from '@riad/contracts';
import { getLlama, LlamaLogLevel, type Llama } from 'node-llama-cpp';
import { beforeAll, expect, test } from 'vitest';

import { hermesCallGrammar, schemaGrammar } from './schema-grammar.ts';
import { createOutputValidator } from './validate.ts';

let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
});

async function accepts(grammar: string, text: string): Promise<boolean> {
  const compiled = await llama.createGrammar({ grammar });
  return (compiled as unknown as { _testText(text: string): boolean })._testText(text);
}

const person: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 20 },
    age: { type: ['integer', 'null'] },
    tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2 },
    born: { type: 'string', format: 'date' },
  },
  required: ['name'],
  additionalProperties: false,
};

test.each([
  ['{"name":"Safae"}', true],
  ['{"name":"Safae","age":3}', true],
  ['{"name":"Safae","age":null,"born":"2001-02-03"}', true],
  ['{"name":"صفاء","tags":["a","b"],"born":"2001-12-31"}', true],
  ['{}', false],
  ['{"age":3}', false],
  ['{"name":""}', false],
  ['{"name":"x","tags":[]}', false],
  ['{"name":"x","tags":["c"]}', false],
  ['{"name":"x","born":"2001-13-01"}', false],
  ['{"name":"x","extra":1}', false],
  ['{"name":"x",}', false],
])('%s is a person: %s', async (text, valid) => {
  expect(await accepts(schemaGrammar(person), text)).toBe(valid);
});

test('a recursive schema is enforced at every level', async () => {
  const tree: JsonObject = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: { value: { type: 'integer' }, next: { $ref: '#/$defs/node' } },
        required: ['value'],
      },
    },
  };
  expect(await accepts(schemaGrammar(tree), '{"value":1,"next":{"value":2}}')).toBe(true);
  expect(await accepts(schemaGrammar(tree), '{"value":1,"next":{"next":{}}}')).toBe(false);
});

test('alternatives, constants, tuples and maps', async () => {
  expect(await accepts(schemaGrammar({ anyOf: [{ type: 'integer' }, { const: 'none' }] }), '"none"')).toBe(true);
  expect(await accepts(schemaGrammar({ anyOf: [{ type: 'integer' }, { const: 'none' }] }), '"other"')).toBe(false);
  expect(
    await accepts(schemaGrammar({ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] }), '[1,"a"]'),
  ).toBe(true);
  expect(
    await accepts(schemaGrammar({ type: 'object', additionalProperties: { type: 'boolean' } }), '{"a":true,"b":false}'),
  ).toBe(true);
});

test.each<[string, JsonObject]>([
  ['not', { not: { type: 'string' } }],
  ['if', { if: {} }],
  ['patternProperties', { type: 'object', patternProperties: {} }],
  ['allOf', { allOf: [{ type: 'object' }, { type: 'object' }] }],
  ['$ref', { $ref: 'https://example.invalid/schema' }],
  ['type', { type: 'decimal' }],
])('%s cannot be enforced and is refused by name', (keyword, schema) => {
  expect(() => schemaGrammar(schema)).toThrow(
    expect.objectContaining({ code: 'request.schema_unsupported', message: expect.stringContaining(keyword) }),
  );
});

test('a schema bomb is refused before it reaches native code', () => {
  let deep: JsonObject = { type: 'string' };
  for (let level = 0; level < 100; level++) deep = { type: 'array', items: deep };
  expect(() => schemaGrammar(deep)).toThrow(expect.objectContaining({ code: 'request.schema_unsupported' }));
});

test('a forced call follows the tool’s own schema', async () => {
  const grammar = hermesCallGrammar([
    { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  ]);
  expect(await accepts(grammar, '<tool_call>\n{"name": "weather", "arguments": {"city":"Fès"}}\n</tool_call>')).toBe(
    true,
  );
  expect(await accepts(grammar, '<tool_call>\n{"name": "other", "arguments": {}}\n</tool_call>')).toBe(false);
});

test('what the grammar cannot express the validator still checks', () => {
  const validate = createOutputValidator({
    kind: 'schema',
    name: 'n',
    schema: { type: 'integer', minimum: 10 },
    strict: true,
  });
  expect(() => validate('12')).not.toThrow();
  expect(() => validate('3')).toThrow(expect.objectContaining({ code: 'engine.output_invalid' }));
  expect(() => validate('3.')).toThrow(expect.objectContaining({ code: 'engine.output_invalid' }));
});
