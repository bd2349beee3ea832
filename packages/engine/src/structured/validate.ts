import { PlatformError, type JsonObject, type OutputFormat } from '@riad/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { TimeLimitExceeded, withinTime } from '../worker/time-limit.ts';
import { formatSchemaField } from './schema-grammar.ts';

/** Checks a finished answer against the form that was asked for; `engine.output_invalid` says where it fails. */
export type OutputValidator = (text: string) => void;

/** How long a schema may take to compile, and an answer to be checked: a caller's pattern may never come to an end. */
const limits = { compileMs: 2000, checkMs: 500 } as const;

/** Prepared before generation, so that a schema the validator refuses costs no tokens. */
export function createOutputValidator(format: OutputFormat): OutputValidator {
  if (format.kind === 'text') return () => {};
  if (format.kind === 'json') return (text) => void parseObject(text);
  const validate = compileSchema(format.schema);
  return (text) => {
    const problem = firstProblem(validate, parseOutput(text));
    if (problem !== undefined)
      throw invalid(`the answer does not satisfy the schema ${problem}`, 'Ask again, or simplify the schema.');
  };
}

/** Ajv in its tolerant mode: unknown formats are the schema author's remark, not an error. */
function compileSchema(schema: JsonObject): ValidateFunction {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    validateFormats: true,
    addUsedSchema: false,
    logger: false,
  });
  addFormats.default(ajv);
  try {
    return withinTime(limits.compileMs, () => ajv.compile(schema));
  } catch (error) {
    throw new PlatformError(
      'request.schema_unsupported',
      `the schema is not valid: ${error instanceof Error ? error.message : ''}`,
      { cause: error, field: formatSchemaField, remedy: 'Correct the schema.' },
    );
  }
}

function firstProblem(validate: ValidateFunction, value: unknown): string | undefined {
  try {
    if (withinTime(limits.checkMs, () => validate(value))) return undefined;
  } catch (error) {
    if (error instanceof TimeLimitExceeded) return `in time: a pattern takes more than ${limits.checkMs} ms`;
    throw error;
  }
  const problem = validate.errors?.[0];
  return `at ${problem?.instancePath || '/'}: ${problem?.message ?? ''}`;
}

function parseObject(text: string): unknown {
  const value = parseOutput(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('the answer is not a JSON object', 'Ask again.');
}

function parseOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('the answer is not JSON', 'Ask again.', { cause: error });
  }
}

function invalid(message: string, remedy: string, options: ErrorOptions = {}): PlatformError {
  return new PlatformError('engine.output_invalid', message, { ...options, remedy });
}
