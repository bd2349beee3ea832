import { PlatformError, type JsonObject, type OutputFormat, type ToolCall, type ToolDefinition } from '@riad/contracts';
import type { ValidateFunction } from 'ajv/dist/2020.js';

import { TimeLimitExceeded, withinTime } from '../worker/time-limit.ts';
import { compileValidator } from './json-validator.ts';
import { formatSchemaField } from './schema-keywords.ts';

/** Checks a finished answer against the form that was asked for; `engine.output_invalid` says where it fails. */
export type OutputValidator = (text: string) => void;

/** How long a schema may take to compile, and an answer to be checked: a caller's pattern may never come to an end. */
const limits = { compileMs: 2000, checkMs: 500 } as const;

/** Prepared before generation, so that a schema the validator refuses costs no tokens. */
export function createOutputValidator(format: OutputFormat): OutputValidator {
  if (format.kind === 'text') return () => {};
  if (format.kind === 'json') return (text) => void parseObject(text);
  if (format.kind === 'choice') return (text) => requireText(format.choices.includes(text));
  if (format.kind === 'pattern') return (text) => requireText(matchesWhole(format.pattern, text));
  const validate = compileSchema(format.schema, formatSchemaField);
  return (text) => {
    const problem = firstProblem(validate, parseOutput(text));
    if (problem !== undefined)
      throw invalid(`the answer does not satisfy the schema ${problem}`, 'Ask again, or simplify the schema.');
  };
}

/** Checks the arguments of calls to these tools; calls to others pass. */
export function createArgumentsValidator(tools: readonly ToolDefinition[]): (call: ToolCall) => void {
  const known = new Map(
    tools.map(({ name, parameters }, index) => [
      name,
      compileSchema(parameters, `tools[${index}].function.parameters`),
    ]),
  );
  return ({ name, arguments: text }) => {
    const validate = known.get(name);
    const problem = validate && firstProblem(validate, parseOutput(text));
    if (problem !== undefined)
      throw invalid(`the call to ${name} does not satisfy the tool’s schema ${problem}`, 'Ask again, or simplify it.');
  };
}

function requireText(fits: boolean): void {
  if (!fits) throw invalid('the answer does not have the form that was asked for', 'Ask again.');
}

function matchesWhole(pattern: string, text: string): boolean {
  return withinTime(limits.checkMs, () => new RegExp(`^(?:${pattern})$`, 'u').test(text));
}

function compileSchema(schema: JsonObject, field: string): ValidateFunction {
  try {
    return withinTime(limits.compileMs, () => compileValidator(schema));
  } catch (error) {
    throw new PlatformError(
      'request.schema_unsupported',
      `the schema is not valid: ${error instanceof Error ? error.message : ''}`,
      { cause: error, field, remedy: 'Correct the schema.' },
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
