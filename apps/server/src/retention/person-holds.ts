import type { Scope } from '@riad/contracts';
import type { Ledger, LegalHold } from '@riad/store';

import { isTextList } from '../rights/before-erasing.ts';
import type { PersonalStore } from '../rights/personal-store.ts';
import { createSubjectMatcher } from '../rights/subject-matcher.ts';

/** Units of each class, by id, that name somebody whom a legal hold is about. */
export type HeldUnits = ReadonlyMap<string, ReadonlySet<string>>;

export async function unitsHeldForPersons(
  { ledger, stores }: { readonly ledger: Ledger; readonly stores: readonly PersonalStore[] },
  scope: Scope,
  holds: readonly LegalHold[],
): Promise<HeldUnits> {
  const units = new Map<string, Set<string>>();
  for (const { personRecord } of holds) {
    if (personRecord === null) continue;
    const identifiers = (await ledger.unseal(personRecord))?.['identifiers'];
    if (!isTextList(identifiers)) continue;
    for await (const unit of unitsNaming(stores, scope, identifiers)) {
      const ofClass = units.get(unit.class) ?? new Set();
      units.set(unit.class, ofClass.add(unit.id));
    }
  }
  return units;
}

async function* unitsNaming(
  stores: readonly PersonalStore[],
  scope: Scope,
  identifiers: readonly string[],
): AsyncGenerator<{ readonly class: string; readonly id: string }> {
  const subject = { identifiers, match: createSubjectMatcher(identifiers) };
  for (const store of stores)
    for await (const { unit } of store.find(scope, subject)) if (unit !== undefined) yield unit;
}
