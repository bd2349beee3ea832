import { PlatformError, type JsonObject, type JsonValue } from '@riad/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { getLlama, LlamaLogLevel, type Llama } from 'node-llama-cpp';
import { beforeAll, expect, test } from 'vitest';

import type { OutputGrammar } from './json-rules.ts';
import { schemaGrammar } from './schema-grammar.ts';

let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.disabled });
});

const names = ['a', 'b', 'c"', 'é'];
const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, 1, -3, 12, 2.5, '', 'a', 'ab', 'a"b', 'é', '2024-02-28'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const size = fc.integer({ min: 0, max: 3 });
const optional = { requiredKeys: [] };
const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonObject>({}, { type: 'null' }, { type: 'boolean' }, { type: 'number', minimum: 0 }),
    fc.record({ type: fc.constant('string'), minLength: size, maxLength: size }, optional),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^a', 'b$', '^[a-c]{1,2}$', '"') }, optional),
    fc.record({ type: fc.constantFrom('integer', 'number'), minimum: size, maximum: fc.constant(12) }, optional),
    fc.record({ enum: fc.array(value, { minLength: 1, maxLength: 3 }) }),
    fc.record({ const: value }),
    fc.record({ type: fc.constant(['integer', 'string', 'null']) }),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: size, maxItems: size }, optional),
    fc.record(
      {
        type: fc.constant('array'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        minItems: size,
        maxItems: size,
      },
      { requiredKeys: ['prefixItems'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3, noNullPrototype: true }),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      },
      optional,
    ),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('schema'), type: fc.constantFrom('integer', 'object') }),
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
    fc.record({ if: tie('schema'), then: tie('schema'), else: tie('schema') }, optional),
  ),
}));

function compile(source: JsonObject): OutputGrammar | undefined {
  try {
    return schemaGrammar(source);
  } catch (error) {
    // Refused by name is a right answer; anything else is a fault.
    if (error instanceof PlatformError && error.code === 'request.schema_unsupported') return undefined;
    throw error;
  }
}

test('a schema is refused by name or gets a grammar that the native engine takes, and what that accepts is valid', async () => {
  const runs = Number(process.env['RIAD_FUZZ_RUNS'] ?? 150);
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(schema, fc.array(value, { minLength: 4, maxLength: 12 }), async (source, values) => {
      const grammar = compile(source);
      fc.pre(grammar !== undefined);
      const native = await llama.createGrammar({ grammar: grammar?.text ?? '' });
      const matches = (text: string): boolean =>
        (native as unknown as { _testText(text: string): boolean })._testText(text);
      fc.pre(grammar?.exact ?? false);
      const candidates = values.filter((candidate) => matches(JSON.stringify(candidate)));
      fc.pre(candidates.length > 0);
      accepted += candidates.length;
      const valid = new Ajv2020({ strict: false, logger: false }).compile(source);
      expect(candidates.filter((candidate) => !valid(candidate))).toEqual([]);
    }),
    { numRuns: runs, maxSkipsPerRun: 1000 },
  );
  // The property is not true for lack of examples.
  expect(accepted).toBeGreaterThan(runs);
}, 120_000);
