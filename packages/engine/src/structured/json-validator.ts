import type { JsonObject } from '@riad/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Ajv in its tolerant mode: unknown formats are the schema author's remark, not an error. */
const ajv = new Ajv2020({
  strict: false,
  allErrors: false,
  validateFormats: true,
  // What every object inherits (`toString`) is no property of an answer.
  ownProperties: true,
  addUsedSchema: false,
  logger: false,
});
addFormats.default(ajv);

/** One instance for all schemas, for making one costs more than most schemas do; it keeps none of them. */
export function compileValidator(schema: JsonObject): ValidateFunction {
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}
