import { PlatformError, type Scope } from '@riad/contracts';
import type { DataControlStore, Ledger, LegalHold } from '@riad/store';

import type { PersonalStore, Subject, Unsearched } from './personal-store.ts';
import { createSubjectMatcher } from './subject-matcher.ts';

/** What no store can search. What cannot be searched yet is waited for: passing over it would be found out later. */
export async function searchedExcept(stores: readonly PersonalStore[], scope: Scope): Promise<readonly Unsearched[]> {
  const unsearched: Unsearched[] = [];
  for (const each of stores) unsearched.push(...((await each.unsearched?.(scope)) ?? []));
  const waiting = unsearched.filter(({ waits }) => waits);
  if (waiting.length === 0) return unsearched;
  throw new PlatformError('request.invalid', `${waiting.length} documents are not read yet`, {
    field: 'id',
    remedy: 'Do it again once ./riad documents list shows none that is queued or extracting.',
  });
}

/** Holds that stand. Fails with `rights.held` when one of them is about this very person. */
export async function holdsOver(
  { store, ledger }: { readonly store: Pick<DataControlStore, 'retention'>; readonly ledger: Ledger },
  scope: Scope,
  subject: Subject,
): Promise<readonly LegalHold[]> {
  const holds = (await store.retention.holds(scope)).filter(({ releasedAt }) => releasedAt === null);
  for (const { id, personRecord } of holds) {
    if (personRecord === null) continue;
    const identifiers = (await ledger.unseal(personRecord))?.['identifiers'];
    if (isTextList(identifiers) && areOne(identifiers, subject))
      throw new PlatformError('rights.held', `${id} keeps what names this person`);
  }
  return holds;
}

/** Whether one of the identifiers is written in the other list, in any spelling. */
function areOne(identifiers: readonly string[], { match, identifiers: others }: Subject): boolean {
  const back = createSubjectMatcher(identifiers);
  return identifiers.some((each) => match(each).length > 0) || others.some((each) => back(each).length > 0);
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
