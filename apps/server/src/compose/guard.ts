import { hash, randomBytes } from 'node:crypto';

import { createGuard, rememberClean, type RememberingGuard } from '@riad/guard';

/** Texts known as clean: about two megabytes of fingerprints. */
const REMEMBERED = 8192;

/** One guard for the process. Fingerprints are salted: they mean nothing outside it. */
export function rememberingGuard(): RememberingGuard {
  const salt = randomBytes(16).toString('base64');
  return rememberClean(createGuard(), {
    fingerprint: (text) => hash('sha256', salt + text, 'base64url'),
    capacity: REMEMBERED,
  });
}
