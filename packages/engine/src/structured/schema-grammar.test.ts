import type { JsonObject } from '@riad/contracts';
import fc from 'fast-check';
import { getLlama, LlamaLogLevel, type Llama } from 'node-llama-cpp';
import { beforeAll, expect, test } from 'vitest';

import { readGemmaCall } from '../formats/gemma-calls.ts';
import { callGrammar } from './call-grammar.ts';
import { integerRange } from './integer-range.ts';
import type { OutputGrammar } from './json-rules.ts';
import { patternGrammar } from './pattern-grammar.ts';
import { anyObjectGrammar, schemaGrammar } from './schema-grammar.ts';
import { choiceGrammar, plainPatternGrammar } from './text-grammar.ts';
import { createOutputValidator } from './validate.ts';

let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
});

async function accepts(grammar: OutputGrammar | string, text: string): Promise<boolean> {
  const compiled = await llama.createGrammar({ grammar: typeof grammar === 'string' ? grammar : grammar.text });
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
  ['not', { not: {} }],
  ['if', { type: 'object', unevaluatedProperties: false, if: {} }],
  ['unevaluatedItems', { type: 'array', unevaluatedItems: false }],
  ['$dynamicRef', { $defs: { a: { not: { $dynamicRef: '#x' } } } }],
  ['patternproperties', { type: 'object', patternproperties: {} }],
  ['type', { allOf: [{ type: 'object' }, { type: 'string' }] }],
  ['required', { type: 'object', required: ['a'], additionalProperties: false }],
  ['minimum', { type: 'integer', minimum: 3, maximum: 2 }],
  ['minItems', { type: 'array', minItems: 3, maxItems: 2 }],
  ['type', { type: 'decimal' }],
  ['false', { $ref: '#/$defs/no', $defs: { no: false } }],
])('%s cannot be enforced and is refused by name', (keyword, schema) => {
  expect(() => schemaGrammar(schema)).toThrow(
    expect.objectContaining({ code: 'request.schema_unsupported', message: expect.stringContaining(keyword) }),
  );
});

test('what is not inside the schema is never fetched: the validator refuses the reference', () => {
  const schema = { $ref: 'https://example.invalid/schema' };
  expect(() => createOutputValidator({ kind: 'schema', name: 'x', schema, strict: true })).toThrow(
    expect.objectContaining({
      code: 'request.schema_unsupported',
      message: expect.stringContaining('example.invalid'),
    }),
  );
});

test.each<[string, JsonObject, boolean]>([
  ['lengths, ranges and choices', person, true],
  ['alternatives that exclude each other', { oneOf: [{ type: 'string' }, { type: 'null' }] }, true],
  ['alternatives that may overlap', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, false],
  [
    'objects told apart by a constant',
    {
      oneOf: ['cat', 'dog'].map((kind) => ({
        type: 'object',
        properties: { kind: { const: kind } },
        required: ['kind'],
      })),
    },
    true,
  ],
  ['negation', { not: { type: 'string' } }, false],
  ['numbers between bounds', { type: 'number', maximum: 3 }, false],
  ['uniqueness', { type: 'array', uniqueItems: true }, false],
  // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
  ['a condition', { if: { required: ['a'] }, then: { required: ['b'] } }, false],
  ['patterns of names', { type: 'object', patternProperties: { '^x': {} } }, false],
  ['a pattern that no grammar says', { type: 'string', pattern: '(?=a)b' }, false],
])('the grammar of %s is exact: %o', (_, schema, exact) => {
  expect(schemaGrammar(schema).exact).toBe(exact);
});

test('a closed object that is put together with another lets nothing of the other in', async () => {
  const closed = { type: 'object', properties: { a: {} }, additionalProperties: false };
  const other = { type: 'object', properties: { b: {} } };
  const grammar = schemaGrammar({ allOf: [closed, other] });
  expect(await accepts(grammar, '{"a":1}')).toBe(true);
  expect(await accepts(grammar, '{"b":1}')).toBe(false);
  expect(() => schemaGrammar({ allOf: [closed, { ...other, required: ['b'] }] })).toThrow(/required/);
});

test('additional properties where the schema speaks of them, under other names than the declared ones', async () => {
  const grammar = schemaGrammar({
    type: 'object',
    properties: { name: { type: 'string' }, note: { type: 'string' } },
    required: ['name'],
    additionalProperties: { type: 'integer' },
  });
  for (const [text, fits] of [
    ['{"name":"x","n":1,"named":2,"":3}', true],
    ['{"name":"x","note":"y","été":4}', true],
    ['{"name":"x","note":5}', false],
    ['{"name":"x","name":5}', false],
    [String.raw`{"name":"x","\u006eame":5}`, false],
  ] as const)
    expect([text, await accepts(grammar, text)]).toEqual([text, fits]);
});

test('a tuple is complete unless fewer will do, and others follow where the schema has a word for them', async () => {
  const tuple = { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] };
  expect(await accepts(schemaGrammar(tuple), '[1]')).toBe(false);
  expect(await accepts(schemaGrammar({ ...tuple, minItems: 1 }), '[1]')).toBe(true);
  expect(await accepts(schemaGrammar({ ...tuple, items: { type: 'null' } }), '[1,"a",null,null]')).toBe(true);
  expect(await accepts(schemaGrammar({ ...tuple, items: false }), '[1,"a",null]')).toBe(false);
});

test('a recursive schema with more beside its reference comes to an end', async () => {
  const tree: JsonObject = {
    type: 'object',
    properties: { value: { type: 'integer' }, next: { $ref: '#', minProperties: 1 } },
    required: ['value'],
  };
  const grammar = schemaGrammar(tree);
  expect(await accepts(grammar, '{"value":1,"next":{"value":2,"next":{"value":3}}}')).toBe(true);
  expect(await accepts(grammar, '{"value":1,"next":{"next":{}}}')).toBe(false);
});

test.each([
  ['oui|non', 'oui', true],
  ['oui|non', 'ouinon', false],
  [String.raw`[A-Z]{2}\d{3}`, 'AB123', true],
  [String.raw`^[A-Z]{2}\d{3}$`, 'xAB123', false],
  ['"a" or .*', '"a" or \\b', true],
])('a whole text that matches %s: %s is %o', async (pattern, text, fits) => {
  expect(await accepts(plainPatternGrammar(pattern), text)).toBe(fits);
  const validate = createOutputValidator({ kind: 'pattern', pattern });
  expect(refusal(() => validate(text)) === undefined).toBe(fits);
});

test('a regular expression that no grammar says is refused', () => {
  for (const pattern of [String.raw`(a)\1`, '(?!x)y', '^a|b$', '('])
    expect(() => plainPatternGrammar(pattern)).toThrow(expect.objectContaining({ field: 'structured_outputs.regex' }));
});

test('a choice is one of its texts, quotes and line ends included', async () => {
  const choices = ['oui', 'peut-être "oui"', 'نعم\nلا'];
  for (const choice of choices) expect(await accepts(choiceGrammar(choices), choice)).toBe(true);
  expect(await accepts(choiceGrammar(choices), 'ou')).toBe(false);
});

test('a schema bomb is refused before it reaches native code', () => {
  // Each level refers twice to the next: written out, more than a million parts.
  const wide: JsonObject = {
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries(
      Array.from({ length: 21 }, (_, level) => [
        `d${level}`,
        { allOf: [{ properties: { a: next(level), b: next(level) } }], minProperties: 1 },
      ]),
    ),
  };
  function next(level: number): JsonObject {
    return level === 20 ? {} : { $ref: `#/$defs/d${level + 1}`, maxProperties: 9 };
  }
  expect(() => schemaGrammar(wide)).toThrow(expect.objectContaining({ code: 'request.schema_unsupported' }));
  let deep: JsonObject = { type: 'string' };
  for (let level = 0; level < 100; level++) deep = { type: 'array', items: deep };
  expect(() => schemaGrammar(deep)).toThrow(expect.objectContaining({ code: 'request.schema_unsupported' }));
});

const weather = {
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

test('a forced call follows the tool’s own schema', async () => {
  const grammar = callGrammar({ style: 'hermes', tools: [weather], several: false, control: new Map() });
  const call = '<tool_call>\n{"name": "weather", "arguments": {"city":"Fès"}}\n</tool_call>';
  expect(await accepts(grammar, call)).toBe(true);
  expect(await accepts(grammar, `${call}\n${call}`)).toBe(false);
  expect(await accepts(grammar, '<tool_call>\n{"name": "other", "arguments": {}}\n</tool_call>')).toBe(false);
  const several = callGrammar({ style: 'hermes', tools: [weather], several: true, control: new Map() });
  expect(await accepts(several, `${call}\n${call}`)).toBe(true);
});

test('with a form for the answer, either a call or that form', async () => {
  const grammar = callGrammar({
    style: 'hermes',
    tools: [weather],
    several: true,
    control: new Map(),
    otherwise: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  });
  expect(await accepts(grammar, '{"ok":true}')).toBe(true);
  expect(await accepts(grammar, '<tool_call>\n{"name": "weather", "arguments": {"city":"x"}}\n</tool_call>')).toBe(
    true,
  );
  expect(await accepts(grammar, 'Bonjour')).toBe(false);
});

test('Mistral’s markers are control tokens in the grammar, never their spelling', () => {
  const control = new Map([
    ['[TOOL_CALLS]', 9],
    ['[ARGS]', 32],
  ]);
  const grammar = callGrammar({ style: 'mistral-args', tools: [weather], several: false, control });
  expect(grammar.text).toMatch(/^root ::= \(<\[9\]> \("weather" <\[32\]> t0-r\d+\)\)\n/);
  expect(() => callGrammar({ style: 'mistral-json', tools: [weather], several: false, control: new Map() })).toThrow(
    expect.objectContaining({ code: 'model.not_capable' }),
  );
});

const trip = {
  name: 'trip',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      days: { type: 'integer' },
      by: { enum: ['train', 'bus'] },
      'seat 1': { type: 'boolean' },
      via: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
    },
    required: ['city', 'by'],
  },
} as const;

test.each([
  ['call:trip{city:Q|Fès, {1}|Q,by:Q|bus|Q}', { city: 'Fès, {1}', by: 'bus' }],
  [
    'call:trip{city:Q||Q,days:3,by:Q|train|Q,Q|seat 1|Q:true,via:[{name:Q|Meknès|Q},{name:Q|"|Q}]}',
    { city: '', days: 3, by: 'train', 'seat 1': true, via: [{ name: 'Meknès' }, { name: '"' }] },
  ],
  ['call:trip{by:Q|bus|Q}', undefined],
  ['call:trip{city:Fès,by:Q|bus|Q}', undefined],
  ['call:trip{city:Q|a|Q,by:Q|plane|Q}', undefined],
  ['call:trip{city:Q|a|Q,by:Q|bus|Q,days:soon}', undefined],
  ['call:trip{city:Q|a|Q by:Q|bus|Q}', undefined],
  ['call:other{city:Q|a|Q,by:Q|bus|Q}', undefined],
  ['Bonjour', undefined],
])('a forced call of Gemma’s: %s', async (spelled, read) => {
  const body = spelled.replaceAll('Q|', '<escape>').replaceAll('|Q', '<escape>');
  const grammar = callGrammar({ style: 'function-gemma', tools: [trip], several: false, control: new Map() });
  expect(await accepts(grammar, `<start_function_call>${body}<end_function_call>`)).toBe(read !== undefined);
  // What the grammar writes, the reader of answers understands.
  const call = read === undefined ? undefined : readGemmaCall(body, { quote: '<escape>' });
  expect(call === undefined ? undefined : JSON.parse(call.arguments)).toEqual(read);
});

test('Gemma’s calls may follow each other, are told apart from a form, and their marks are control tokens where the model has them', async () => {
  const call = '<start_function_call>call:weather{city:<escape>Fès<escape>}<end_function_call>';
  const several = callGrammar({
    style: 'function-gemma',
    tools: [weather],
    several: true,
    control: new Map(),
    otherwise: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  });
  expect(await accepts(several, call + call)).toBe(true);
  expect(await accepts(several, '{"ok":true}')).toBe(true);
  expect(several.exact).toBe(false);
  const control = new Map([
    ['<|tool_call>', 48],
    ['<tool_call|>', 49],
    ['<|"|>', 52],
  ]);
  const { text } = callGrammar({ style: 'gemma', tools: [weather], several: false, control });
  expect(text).toContain('<[48]> ("call:weather"');
  expect(text).toContain('gemma-text ::= <[52]> [^');
});

test('a tool whose schema cannot be enforced is refused by its place in the list', () => {
  expect(() =>
    callGrammar({
      style: 'hermes',
      tools: [weather, { name: 'x', parameters: { not: true } }],
      several: false,
      control: new Map(),
    }),
  ).toThrow(expect.objectContaining({ field: 'tools[1].function.parameters' }));
});

test('parts of allOf and what stands beside anyOf are enforced together', async () => {
  const schema: JsonObject = {
    allOf: [{ $ref: '#/$defs/named' }, { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] }],
    $defs: { named: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
  };
  expect(await accepts(schemaGrammar(schema), '{"name":"a","age":1}')).toBe(true);
  expect(await accepts(schemaGrammar(schema), '{"name":"a"}')).toBe(false);
  const beside: JsonObject = {
    type: 'object',
    properties: { a: { type: 'integer' }, b: { type: 'integer' } },
    anyOf: [{ required: ['a'] }, { required: ['b'] }],
  };
  expect(await accepts(schemaGrammar(beside), '{"b":1}')).toBe(true);
  expect(await accepts(schemaGrammar(beside), '{}')).toBe(false);
});

test('a required property that is not declared is asked for all the same', async () => {
  const schema: JsonObject = { type: 'object', required: ['id'], additionalProperties: { type: 'integer' } };
  expect(await accepts(schemaGrammar(schema), '{"id":4}')).toBe(true);
  expect(await accepts(schemaGrammar(schema), '{}')).toBe(false);
});

test('no form lets half a character or an overflowing number through', async () => {
  expect(await accepts(anyObjectGrammar, String.raw`{"a":"\ud83d"}`)).toBe(false);
  expect(await accepts(anyObjectGrammar, String.raw`{"a":"\u00e9"}`)).toBe(true);
  expect(await accepts(anyObjectGrammar, '{"a":1e999}')).toBe(false);
});

function refusal(check: () => void): unknown {
  try {
    check();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each<[string, string, boolean]>([
  ['date', '2024-02-28', true],
  ['date', '2024-02-30', false],
  ['date', '2024-04-31', false],
  ['email', 'a.b@example.ma', true],
  ['email', 'a b@example.ma', false],
  ['ipv4', '192.168.0.255', true],
  ['ipv4', '256.1.1.1', false],
  ['uri', 'https://example.ma/a/b', true],
  ['hostname', 'portail.example.ma', true],
])('%s %s: %s, and the validator agrees', async (format, text, valid) => {
  const schema: JsonObject = { type: 'string', format };
  expect(await accepts(schemaGrammar(schema), JSON.stringify(text))).toBe(valid);
  const validate = createOutputValidator({ kind: 'schema', name: 'f', schema, strict: true });
  expect(refusal(() => validate(JSON.stringify(text))) === undefined).toBe(valid);
});

const patterns = [
  String.raw`^[A-Z]{1,2}\d{5,6}$`,
  String.raw`^(fr|ar|en)(-[A-Z]{2})?$`,
  String.raw`^\+212[5-7]\d{8}$`,
  String.raw`\d{2}`,
  'abc',
  String.raw`^[^0-9]+$`,
  String.raw`^[\w.-]+@[\w-]+\.[a-z]+$`,
  '^.*$',
  'a|b',
  '^(?:a(?<n>b)?c)*?$',
  '^[\u0600-\u06FF ]+$',
];
const samples = [
  'AB123456',
  'a',
  'fr',
  'fr-MA',
  '+212612345678',
  '12',
  'xabcx',
  'x.y@z.ma',
  '',
  'acabc',
  'مرحبا بك',
  'été',
];

test.each(patterns)('the grammar of %s accepts what the regular expression accepts', async (pattern) => {
  const schema: JsonObject = { type: 'string', pattern };
  expect(patternGrammar(pattern)).toBeDefined();
  const grammar = schemaGrammar(schema);
  for (const sample of samples)
    expect([sample, await accepts(grammar, JSON.stringify(sample))]).toEqual([
      sample,
      new RegExp(pattern, 'u').test(sample),
    ]);
});

test.each(['(?=a)b', String.raw`(a)\1`, String.raw`\bx`, String.raw`\p{L}+`, '^a|b$', '(', '[z-a', 'a{3', '"'])(
  '%s is left to the validator',
  (pattern) => {
    expect(patternGrammar(pattern)).toBeUndefined();
  },
);

test('a range of whole numbers is exactly that range', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -1200, max: 1200 }),
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: -3000, max: 3000 }),
      async (least, width, value) => {
        const grammar = schemaGrammar({ type: 'integer', minimum: least, maximum: least + width });
        expect(await accepts(grammar, String(value))).toBe(value >= least && value <= least + width);
      },
    ),
    { numRuns: 300 },
  );
  expect(integerRange(2, 1)).toBeUndefined();
});

test('bounds on one side, exclusive or not', async () => {
  expect(await accepts(schemaGrammar({ type: 'integer', minimum: 18 }), '123456')).toBe(true);
  expect(await accepts(schemaGrammar({ type: 'integer', minimum: 18 }), '17')).toBe(false);
  expect(await accepts(schemaGrammar({ type: 'integer', exclusiveMinimum: 0 }), '0')).toBe(false);
  expect(await accepts(schemaGrammar({ type: 'integer', maximum: -1 }), '0')).toBe(false);
  expect(await accepts(schemaGrammar({ type: 'number', minimum: 0 }), '-0.5')).toBe(false);
});

test('a caller’s pattern that never ends costs the answer, not the machine', () => {
  const validate = createOutputValidator({
    kind: 'schema',
    name: 'n',
    schema: { type: 'string', pattern: '^(a+)+$' },
    strict: true,
  });
  expect(() => validate(JSON.stringify(`${'a'.repeat(60)}!`))).toThrow(
    expect.objectContaining({ code: 'engine.output_invalid' }),
  );
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
