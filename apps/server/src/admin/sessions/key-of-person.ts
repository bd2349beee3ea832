import { createHash } from 'node:crypto';

import { makeId, type KeyId, type UserId } from '@riad/contracts';

/** As what key records name a person of the console: a pseudonym that only the house can resolve. */
export function keyOfPerson(id: UserId): KeyId {
  return makeId('key', createHash('sha256').update(`person ${id}`).digest('hex').slice(0, 12));
}
