import { readFileSync } from 'node:fs';

import { PlatformError, type SecretReference } from '@riad/contracts';

/** The secret that a setting names. Fails with `settings.invalid` when it is not there: an upstream without its key is a mistake. */
export function readSecret(reference: SecretReference | undefined, field: string): string | undefined {
  if (reference === undefined) return undefined;
  const value = 'env' in reference ? process.env[reference.env] : readFile(reference.file, field);
  if (value !== undefined && value.trim() !== '') return value.trim();
  const where = 'env' in reference ? `the environment variable ${reference.env}` : reference.file;
  throw new PlatformError('settings.invalid', `${where} is empty or not set`, {
    field,
    remedy: 'Set it and start again.',
  });
}

function readFile(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PlatformError('settings.invalid', `cannot read ${path}`, {
      cause: error,
      field,
      remedy: 'Make it readable for the user that runs Riad.',
    });
  }
}
