import { randomBytes } from 'node:crypto';

import { makeId, type RequestId } from '@riad/contracts';

const processPart = randomBytes(9).toString('hex');
let count = 0;

/** Unique: a random part of this process and a number. */
export function makeRequestId(): RequestId {
  count++;
  return makeId('req', processPart + count.toString(36).padStart(6, '0'));
}
