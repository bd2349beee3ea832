import type { Finding, GuardAction, Location, Policy } from '@riad/contracts';

import { decide, severity } from './decide.ts';

/** One recent request, as far as a dry run needs it: its findings without their values, and where it went. */
export interface PolicySample {
  readonly id: string;
  readonly findings: readonly (readonly Finding[])[];
  readonly location: Location;
}

export interface PolicyChange {
  readonly id: string;
  readonly before: { readonly action: GuardAction; readonly rule: string | null };
  readonly after: { readonly action: GuardAction; readonly rule: string | null };
  /** True when some finding would be treated more mildly than before. */
  readonly weaker: boolean;
}

/** Dry run: which of these requests the new policy would treat differently. Nothing is applied. */
export function comparePolicies(
  before: Policy,
  after: Policy,
  samples: readonly PolicySample[],
): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  for (const { id, findings, location } of samples) {
    const old = decide(before, findings, location);
    const now = decide(after, findings, location);
    const pairs = old.actions.flatMap((row, text) =>
      row.map((action, index) => severity(now.actions[text]?.[index] ?? 'allow') - severity(action)),
    );
    if (pairs.every((difference) => difference === 0)) continue;
    changes.push({
      id,
      before: { action: old.action, rule: old.rule },
      after: { action: now.action, rule: now.rule },
      weaker: pairs.some((difference) => difference < 0),
    });
  }
  return changes;
}
