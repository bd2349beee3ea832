import { PlatformError } from '@riad/contracts';

/** The native engine's own refusal: our compiler leaves it one case, a rule that derives itself without any text between. */
export function refusedGrammar(cause: unknown): PlatformError {
  return new PlatformError('request.schema_unsupported', 'the schema refers to itself without any content between', {
    cause,
    field: 'response_format.json_schema.schema',
    remedy: 'Give the recursive part a property or an item of its own.',
  });
}
