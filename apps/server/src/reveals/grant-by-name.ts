import { PlatformError, type Role } from '@riad/contracts';
import type { Person, RevealGrant } from '@riad/store';

import type { Parts } from '../compose.ts';
import type { Acting } from '../rights/acting.ts';

/** A grant as people ask for it: to somebody by id, e-mail or name, or to a role. */
export interface NamedGrant {
  readonly person?: string | undefined;
  readonly role?: Role | undefined;
  readonly hours: number;
  readonly reason: string;
}

export async function grantByName(
  parts: Pick<Parts, 'store' | 'dataControl'>,
  acting: Acting,
  { person, role, hours, reason }: NamedGrant,
): Promise<RevealGrant> {
  const people = await parts.store.people.list(acting.scope);
  const giver = people.find(({ id }) => id === acting.by)?.role;
  const by = giver === undefined ? {} : { giver };
  if (role !== undefined && person === undefined)
    return parts.dataControl.reveals.grant(acting, { to: { role }, hours, reason, ...by });
  if (person !== undefined && role === undefined)
    return parts.dataControl.reveals.grant(acting, {
      to: { person: findPerson(people, person) },
      hours,
      reason,
      ...by,
    });
  throw new PlatformError('request.invalid', 'give either a person or a role', { field: 'person' });
}

function findPerson(people: readonly Person[], wanted: string): Person {
  const [found, other] = people.filter(
    ({ id, email, name }) => id === wanted || email.toLowerCase() === wanted.toLowerCase() || name === wanted,
  );
  if (found !== undefined && other === undefined) return found;
  throw new PlatformError('person.not_found', `there is no single person ${wanted.slice(0, 80)}`, {
    field: 'person',
    remedy: 'Give the e-mail address, as the console lists it.',
  });
}
