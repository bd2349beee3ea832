import type { PersonView } from '@riad/contracts';
import type { Person } from '@riad/store';

export function presentPerson({ id, name, email, role, createdAt, hasPassword }: Person): PersonView {
  return { id, name, email, role, createdAt: createdAt.toISOString(), hasPassword };
}
