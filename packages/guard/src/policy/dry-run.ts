import type { EntityType, Finding, FindingCounts, GuardAction, Location, Policy } from '@riad/contracts';

import { decide } from './decide.ts';

/** One recent request as the ledger knows it: how many of which type, and where it went. */
export interface RecordedFindings {
  readonly counts: FindingCounts;
  readonly location: Location;
}

/** Findings of one type that another policy would treat differently at one place. */
export interface DryRunChange {
  readonly type: EntityType;
  readonly location: Location;
  readonly before: GuardAction;
  readonly after: GuardAction;
  readonly findings: number;
  readonly requests: number;
}

export interface DryRun {
  readonly requests: number;
  /** Requests in which something would change. */
  readonly changed: number;
  readonly changes: readonly DryRunChange[];
}

/** What a policy would have done with these requests. Finer kinds are not on record: rules for them fit nothing here. */
export function dryRun(before: Policy, after: Policy, requests: readonly RecordedFindings[]): DryRun {
  const changes = new Map<string, { -readonly [K in keyof DryRunChange]: DryRunChange[K] }>();
  let changed = 0;
  for (const { counts, location } of requests) {
    const findings = expand(counts);
    const old = decide(before, [findings], location).actions[0] ?? [];
    const now = decide(after, [findings], location).actions[0] ?? [];
    const here = new Set<string>();
    for (const [index, { type }] of findings.entries()) {
      const from = old[index] ?? 'allow';
      const to = now[index] ?? 'allow';
      if (from === to) continue;
      const key = `${type} ${JSON.stringify(location)} ${from} ${to}`;
      const change = changes.get(key) ?? { type, location, before: from, after: to, findings: 0, requests: 0 };
      change.findings += 1;
      if (!here.has(key)) change.requests += 1;
      here.add(key);
      changes.set(key, change);
    }
    if (here.size > 0) changed += 1;
  }
  return { requests: requests.length, changed, changes: [...changes.values()] };
}

function expand(counts: FindingCounts): readonly Finding[] {
  return Object.entries(counts).flatMap(([type, count]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of these counts are types
    Array.from({ length: count }, () => ({ type: type as EntityType, start: 0, end: 0, score: 1, checksum: null })),
  );
}
