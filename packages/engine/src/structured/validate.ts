import { PlatformError, type JsonObject, type OutputFormat } from '@riad/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Checks a finished answer against the form that was asked for; `engine.output_invalid` says where it fails. */
export type OutputValidator = (text: string) => void;

/** Prepared before generation, so that a schema the validator refuses costs no tokens. */
export function createOutputValidator(format: OutputFormat): OutputValidator {
  if (format.kind === 'text') return () => {};
  if (format.kind === 'json') return (text) => void parseObject(text);
  const validate = compileSchema(format.schema);
  return (text) => {
    if (validate(parseOutput(text))) return;
    const problem = validate.errors?.[0];
    throw new PlatformError(
      'engine.output_invalid',
      `the answer does not satisfy the schema at ${problem?.instancePath || '/'}: ${problem?.message ?? ''}`,
      {
        remedy: 'Ask again, or simplify the schema.',
      },
    );
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
    return ajv.compile(schema);
  } catch (error) {
    throw new PlatformError(
      'request.schema_unsupported',
      `the schema is not valid: ${error instanceof Error ? error.message : ''}`,
      {
        cause: error,
        field: 'response_format.json_schema.schema',
      },
    );
  }
}

function parseObject(text: string): unknown {
  const value = parseOutput(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new PlatformError('engine.output_invalid', 'the answer is not a JSON object', { remedy: 'Ask again.' });
}

function parseOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlatformError('engine.output_invalid', 'the answer is not JSON', { cause: error, remedy: 'Ask again.' });
  }
}
