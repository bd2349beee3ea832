import type { enteredQuerySchema, Scope } from '@riad/contracts';
import type { z } from 'zod';

import type { Parts } from '../compose.ts';
import type { EnteredSearch } from './entered-by-whom.ts';

/** A question as people ask it: by the name of a project, and times as text. */
export async function readEnteredQuery(
  { store }: Pick<Parts, 'store'>,
  scope: Scope,
  { class: wanted, since, until, project, ...rest }: z.infer<typeof enteredQuerySchema>,
): Promise<EnteredSearch> {
  return {
    ...rest,
    classes: wanted === undefined ? [] : [wanted],
    since: since === undefined ? 0 : Date.parse(since),
    until: until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until),
    ...(project === undefined ? {} : { project: (await store.tenancy.getProject(scope, project)).id }),
  };
}
