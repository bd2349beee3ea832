import { PlatformError, type Caller, type KeyCheck } from '@riad/contracts';

/** What a key check means for a request. */
export function identify(check: KeyCheck): Caller {
  switch (check.kind) {
    case 'valid':
      return check.caller;
    case 'unknown':
      throw new PlatformError('key.invalid', 'this API key is not known', {
        remedy: 'Create one with ./riad keys create or in the console.',
      });
    case 'expired':
      throw new PlatformError('key.expired', 'this API key has expired', { remedy: 'Create a new one.' });
    case 'revoked':
      throw new PlatformError('key.revoked', 'this API key was revoked', { remedy: 'Create a new one.' });
  }
}

export function missingKey(): PlatformError {
  return new PlatformError('key.missing', 'there is no API key', {
    remedy: 'Send it as "Authorization: Bearer riad_…".',
  });
}
