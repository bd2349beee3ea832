import { PlatformError } from '@riad/contracts';

import type { Parts } from '../compose.ts';
import type { Acting } from '../rights/acting.ts';

/**
 * Who acts, as `--by` says: somebody of the console by id, e-mail or name, recorded by their id; or, in the owner's words,
 * somebody without an account.
 */
export async function actingPerson({ store, project }: Pick<Parts, 'store' | 'project'>, by: string): Promise<Acting> {
  const scope = { organisationId: project.organisationId };
  const wanted = by.toLowerCase();
  const [found, other] = (await store.people.list(scope)).filter(
    ({ id, email, name }) => id === by || email.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  if (found !== undefined && other === undefined) return { scope, by: found.id };
  if (other !== undefined) throw unclear('several people are called so', 'Give the e-mail address.');
  if (by.includes('@')) throw unclear('nobody here has this address', 'The console lists people and their addresses.');
  return { scope, by };
}

function unclear(message: string, remedy: string): PlatformError {
  return new PlatformError('request.invalid', message, { field: 'by', remedy });
}
