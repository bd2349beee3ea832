import { appendDurably } from '@riad/ledger';
import type { DataControlStore, Ledger } from '@riad/store';

import type { ErasureEntry } from '../backup/erasure-list.ts';
import { actorOf, type Acting } from './acting.ts';
import type { PersonalStore } from './personal-store.ts';
import { createSubjectMatcher } from './subject-matcher.ts';

export interface RepeatErasureOptions {
  readonly store: Pick<DataControlStore, 'retention' | 'sweep'>;
  readonly ledger: Ledger;
  readonly stores: readonly PersonalStore[];
}

/** Erases or puts right again what a backup brought back; what a legal hold keeps stays. On record before and after. */
export async function repeatErasure(
  { store, ledger, stores }: RepeatErasureOptions,
  acting: Acting,
  { request, identifiers, replacement }: ErasureEntry,
): Promise<void> {
  const { scope } = acting;
  const subject = { identifiers, match: createSubjectMatcher(identifiers) };
  const holds = (await store.retention.holds(scope)).filter(({ releasedAt }) => releasedAt === null);
  const record = await appendDurably(ledger, { type: 'rights.repeating', facts: { request, ...actorOf(acting) } });
  let erased = 0;
  let kept = 0;
  if (replacement !== undefined) {
    const swept = await store.sweep.replace(scope, { match: subject.match, replacement, holds });
    erased = swept.changed.length;
    kept = swept.kept.length;
  } else {
    for (const each of stores) {
      const outcome = await each.erase(scope, subject, { request, record, holds, keepsSome: kept > 0 });
      erased += outcome.erased.length;
      kept += outcome.kept.length;
    }
  }
  await appendDurably(ledger, { type: 'rights.repeated', facts: { request, erased, kept, ...actorOf(acting) } });
}
