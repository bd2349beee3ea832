import { describeLocation, PlatformError, type Finding, type Policy, type Verdict } from '@riad/contracts';
import { decide as decideAt } from '@riad/guard';

import type { Upstream } from '../upstreams/upstream.ts';
import type { Findings } from './inspect.ts';

/** An upstream together with what the policy says about its location. */
export interface Target {
  readonly upstream: Upstream;
  readonly verdict: Verdict;
}

/** `embedded`, or the upstream and its country. */
export function describeTarget({ upstream }: Target): string {
  return upstream.id === 'embedded' ? 'embedded' : `${upstream.id}; ${describeLocation(upstream.location)}`;
}

/** One verdict per upstream that serves the model. */
export function decide(policy: Policy, findings: Findings, upstreams: readonly Upstream[]): readonly Target[] {
  return upstreams.map((upstream) => ({ upstream, verdict: decideAt(policy, findings, upstream.location) }));
}

/** Fails closed, like the inspection: without a policy nothing is processed. */
export function policyOf<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new PlatformError('guard.failed', 'the policy could not be applied to this request', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
}

/** What a blocked request is told: the rule, the types and how many, never a value. */
export function blockedError({ actions, rule }: Verdict, findings: Findings): PlatformError {
  const counts = new Map<Finding['type'], number>();
  for (const [text, ofText] of findings.entries())
    for (const [index, { type }] of ofText.entries())
      if (actions[text]?.[index] === 'block') counts.set(type, (counts.get(type) ?? 0) + 1);
  const what = [...counts].map(([type, count]) => `${type} (${count})`).join(', ');
  return new PlatformError('guard.blocked', `the guard blocked this request: ${what} by rule ${rule ?? 'unnamed'}`, {
    remedy: 'Take the values out, or ask your data-protection officer about the policy.',
  });
}

/** The `x-riad-guard` header: findings by action, `allow=2; block=1`, or `none`. */
export function describeActions({ actions }: Verdict): string {
  const counts = new Map<string, number>();
  for (const ofText of actions) for (const action of ofText) counts.set(action, (counts.get(action) ?? 0) + 1);
  if (counts.size === 0) return 'none';
  return [...counts].map(([action, count]) => `${action}=${count}`).join('; ');
}
