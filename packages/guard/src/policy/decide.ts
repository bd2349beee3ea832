import {
  guardActions,
  type Finding,
  type FindingCounts,
  type GuardAction,
  type Location,
  type Policy,
  type PolicyRule,
  type Verdict,
} from '@riad/contracts';

/** What the policy says about these findings at one location; the strictest action wins. See `policyFor` for roles and dates. */
export function decide(policy: Policy, findings: readonly (readonly Finding[])[], location: Location): Verdict {
  const rules = [...ownRules(policy), ...rulesInForce(policy, findings)];
  let action: GuardAction = 'allow';
  let rule: string | null = null;
  const actions = findings.map((ofText) =>
    ofText.map((finding) => {
      const found = rules.find((candidate) => covers(candidate, finding));
      const own = found === undefined ? 'allow' : actionAt(found, location);
      if (severity(own) > severity(action)) {
        action = own;
        rule = found?.id ?? null;
      }
      return own;
    }),
  );
  return { location, action, rule, actions };
}

/** The policy as it stands for one caller on one day: rules for other roles fall away, ages become years of birth, an expired authorisation blocks. */
export function policyFor(policy: Policy, caller: { readonly role: string; readonly today: string }): Policy {
  const rules = policy.rules
    .filter(({ roles }) => roles === undefined || roles.includes(caller.role))
    .map((rule) => (expired(rule, caller.today) ? withoutLeave(rule) : rule))
    .map((rule) => withBirthYears(rule, caller.today));
  return { ...policy, rules };
}

/** How many of each type: what answers, logs and the ledger may show. */
export function countFindings(findings: readonly (readonly Finding[])[]): FindingCounts {
  const counts: Partial<Record<Finding['type'], number>> = {};
  for (const ofText of findings) for (const finding of ofText) counts[finding.type] = (counts[finding.type] ?? 0) + 1;
  return counts;
}

export function severity(action: GuardAction): number {
  return guardActions.indexOf(action);
}

export function actionAt(rule: PolicyRule, location: Location): GuardAction {
  if (location.kind === 'local') return rule.local;
  return rule.countries?.[location.country] ?? rule.remote;
}

function covers(rule: PolicyRule, finding: Finding): boolean {
  if (!rule.types.includes(finding.type)) return false;
  if (rule.details === undefined) return rule.youngerThan === undefined;
  return finding.detail !== undefined && rule.details.includes(finding.detail);
}

/** Each pattern of the organisation says itself what happens to what it finds. */
function ownRules({ patterns = [] }: Policy): readonly PolicyRule[] {
  return patterns.map(({ id, local, remote }) => ({ id, types: ['custom'], details: [id], local, remote }));
}

function rulesInForce(policy: Policy, findings: readonly (readonly Finding[])[]): readonly PolicyRule[] {
  return policy.rules.filter((rule) => {
    if (rule.minCount === undefined) return true;
    let count = 0;
    for (const ofText of findings) for (const finding of ofText) if (covers(rule, finding)) count += 1;
    return count >= rule.minCount;
  });
}

function expired(rule: PolicyRule, today: string): boolean {
  return rule.authorisation !== undefined && rule.authorisation.expiresOn < today;
}

/** Whatever the rule let out in clear is refused; what it already replaced or kept stays so. */
function withoutLeave(rule: PolicyRule): PolicyRule {
  const close = (action: GuardAction): GuardAction => (action === 'allow' ? 'block' : action);
  const countries = Object.fromEntries(
    Object.entries(rule.countries ?? {}).map(([code, action]) => [code, close(action)]),
  );
  return { ...rule, remote: close(rule.remote), countries };
}

/** Whoever turns eighteen this year may still be seventeen: the year counts as too young. */
function withBirthYears(rule: PolicyRule, today: string): PolicyRule {
  if (rule.youngerThan === undefined) return rule;
  const year = Number(today.slice(0, 4));
  return { ...rule, details: Array.from({ length: rule.youngerThan + 1 }, (_, age) => String(year - age)) };
}
