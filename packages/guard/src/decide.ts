import {
  guardActions,
  type Finding,
  type FindingCounts,
  type GuardAction,
  type Location,
  type Policy,
  type Verdict,
} from '@riad/contracts';

/** Secrets go nowhere, not even to a local model: they end up in histories and logs. Everything else is allowed and counted. */
export const defaultPolicy: Policy = {
  version: 1,
  rules: [{ id: 'secrets', types: ['secret', 'url_credentials'], local: 'block', remote: 'block' }],
};

/** What the policy says about these findings at one location; the strictest action wins. */
export function decide(policy: Policy, findings: readonly (readonly Finding[])[], location: Location): Verdict {
  let action: GuardAction = 'allow';
  let rule: string | null = null;
  const actions = findings.map((ofText) =>
    ofText.map((finding) => {
      const found = policy.rules.find((candidate) => candidate.types.includes(finding.type));
      const own = found?.[location.kind] ?? 'allow';
      if (severity(own) > severity(action)) {
        action = own;
        rule = found?.id ?? null;
      }
      return own;
    }),
  );
  return { location, action, rule, actions };
}

/** How many of each type: what answers, logs and the ledger may show. */
export function countFindings(findings: readonly (readonly Finding[])[]): FindingCounts {
  const counts: Partial<Record<Finding['type'], number>> = {};
  for (const ofText of findings) for (const finding of ofText) counts[finding.type] = (counts[finding.type] ?? 0) + 1;
  return counts;
}

function severity(action: GuardAction): number {
  return guardActions.indexOf(action);
}
