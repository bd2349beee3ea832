/**
 * `./riad bench schema [--dry]`: JSON-Schema-Test-Suite (draft 2020-12, required tests) through the schema compiler, llama.cpp's
 * own grammar matcher and the validator: what is accepted, what is not, what is refused by name, and how long compiling takes.
 */
import { parseArgs } from 'node:util';

import { judgeSuite } from '../../packages/engine/src/structured/schema-suite.fixture.ts';
import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';

const { values: options } = parseArgs({ options: { dry: { type: 'boolean', default: false } } });
const machine = describeMachine();
const judged = await judgeSuite();

const outcomes = ['accepted', 'rejected', 'refused', 'crashed'] as const;
const count = (file: string | undefined, valid: boolean): readonly number[] =>
  outcomes.map(
    (outcome) =>
      judged.filter(
        (one) => one.valid === valid && one.outcome === outcome && (file === undefined || one.file === file),
      ).length,
  );
const row = (name: string, file: string | undefined): readonly string[] => [
  name,
  ...count(file, true).map(String),
  ...count(file, false).map(String),
];

const files = [...new Set(judged.map(({ file }) => file))];
const times = judged.map(({ compileMs }) => compileMs).toSorted((left, right) => left - right);
const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(1);
const invalid = count(undefined, false);
const text = [
  `${judged.length} instances. Invalid ones accepted: ${invalid[0]} of ${invalid.reduce((sum, one) => sum + one, 0)} (wanted: 0).`,
  `Valid ones accepted: ${count(undefined, true)[0]} (wanted: 530 or more). Schemas that were a fault: ${(count(undefined, true)[3] ?? 0) + (invalid[3] ?? 0)} (wanted: 0).`,
  `Compiling a schema, validator and native grammar included: ${at(0.5)} ms in the middle, ${at(0.99)} ms at the 99th percentile.`,
  'A text counts as accepted when the grammar can write it and the validator lets it through. A valid instance is rejected where the',
  'compiler is narrower than the schema: declared properties in their order and no others unless the schema speaks of them.',
  '',
  table(
    ['Tests', ...outcomes.map((outcome) => `valid ${outcome}`), ...outcomes.map((outcome) => `invalid ${outcome}`)],
    [...files.map((file) => row(file.replace('.json', ''), file)), row('all', undefined)],
  ),
].join('\n');
process.stdout.write(`${text}\n`);
if (!options.dry) {
  const data = {
    valid: Object.fromEntries(outcomes.map((outcome, index) => [outcome, count(undefined, true)[index]])),
    invalid: Object.fromEntries(outcomes.map((outcome, index) => [outcome, invalid[index]])),
  };
  process.stdout.write(`${writeResult({ name: 'schema', machine, text, data })}\n`);
}
