import { PlatformError, type Caller, type KeyCheck, type KeyDirectory } from '@riad/contracts';

import type { Identity } from '../exchange.ts';
import { asPlatformError } from '../wire/error-body.ts';

export interface IdentifyResult {
  readonly onCaller: (caller: Caller) => void;
  readonly onError: (error: PlatformError) => void;
}

/** Key to caller: at once when the directory knows the key, otherwise once the database has answered. */
export function identify(identity: Identity, keys: KeyDirectory, { onCaller, onError }: IdentifyResult): void {
  if ('caller' in identity) {
    onCaller(identity.caller);
    return;
  }
  if (identity.secret === undefined) throw missingKey();
  const known = keys.checkCached(identity.secret);
  if (known === undefined) void askDirectory(identity.secret, keys, { onCaller, onError });
  else onCaller(readCheck(known));
}

/** The same for callers that may wait. */
export function findCaller(identity: Identity, keys: KeyDirectory): Promise<Caller> {
  return new Promise((resolve, reject) => {
    identify(identity, keys, { onCaller: resolve, onError: reject });
  });
}

async function askDirectory(secret: string, keys: KeyDirectory, { onCaller, onError }: IdentifyResult): Promise<void> {
  let caller: Caller;
  try {
    caller = readCheck(await keys.check(secret));
  } catch (error) {
    onError(asPlatformError(error));
    return;
  }
  onCaller(caller);
}

function readCheck(check: KeyCheck): Caller {
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
