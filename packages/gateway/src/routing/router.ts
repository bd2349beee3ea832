import { PlatformError, type ModelCard, type ModelName, type Verdict } from '@riad/contracts';

import type { Upstream } from '../upstreams/upstream.ts';

export interface Router {
  cards(): readonly ModelCard[];
  /** Every upstream that serves the model, in order of preference. Fails with `model.not_found` naming the nearest ones. */
  candidates(model: ModelName): readonly Upstream[];
}

/** Upstreams in the order they are given: the organisation's own machines first. */
export function createRouter(upstreams: () => readonly Upstream[]): Router {
  const cards = (): readonly ModelCard[] => upstreams().flatMap((upstream) => upstream.cards());
  return {
    cards,
    candidates(model) {
      const found = upstreams().filter((upstream) =>
        upstream.cards().some((card) => card.name === model || card.aliases.includes(model)),
      );
      if (found.length > 0) return found;
      const known = [...new Set(cards().map((card) => card.name))];
      throw new PlatformError('model.not_found', `there is no model ${JSON.stringify(model.slice(0, 100))}`, {
        field: 'model',
        remedy:
          known.length === 0
            ? 'No model is installed: ./riad models list.'
            : `Available: ${known.slice(0, 5).join(', ')}`,
      });
    },
  };
}

/** An upstream together with what the policy says about its location. */
export interface Target {
  readonly upstream: Upstream;
  readonly verdict: Verdict;
}

/**
 * Targets that policy and health allow. Values cannot be replaced yet, so what the policy wants pseudonymised stays on the
 * organisation's own machines: the stricter reading. Fails with `guard.blocked` or `policy.no_target`.
 */
export function planTargets(targets: readonly Target[], model: ModelName): readonly Target[] {
  const blocked = targets.find((target) => target.verdict.action === 'block');
  if (blocked !== undefined && targets.every((target) => target.verdict.action === 'block')) {
    throw new PlatformError(
      'guard.blocked',
      `the guard blocked this request (rule ${blocked.verdict.rule ?? 'unnamed'})`,
      {
        remedy: 'Take the value out, or ask your data-protection officer about the policy.',
      },
    );
  }
  const allowed = targets.filter(
    ({ verdict, upstream }) =>
      verdict.action === 'allow' || (verdict.action !== 'block' && upstream.location.kind === 'local'),
  );
  if (allowed.length === 0) {
    throw new PlatformError(
      'policy.no_target',
      `the policy keeps this request on the organisation’s own machines, and ${model} does not run there`,
      {
        field: 'model',
        remedy: 'Choose a local model.',
      },
    );
  }
  const healthy = allowed.filter((target) => target.upstream.available(model));
  return healthy.length > 0 ? healthy : allowed;
}
