import { PlatformError, type JsonObject, type ModelName } from '@riad/contracts';

import type { Upstream } from '../upstreams/upstream.ts';
import { findUnreadable } from '../wire/collect-texts.ts';
import { blockedError, type Target } from './decide.ts';
import type { Findings } from './inspect.ts';

export interface PlanInput {
  readonly model: ModelName;
  readonly body: JsonObject;
  readonly findings: Findings;
}

/**
 * Where the request may go, in order: policy ∩ location ∩ health. The first target that policy allows sets the level of
 * protection; what stands behind it for retries never has a lower one. Fails with `guard.blocked` or `policy.no_target`.
 */
export function plan(targets: readonly Target[], { model, body, findings }: PlanInput): readonly Target[] {
  const blocked = targets.find(({ verdict }) => verdict.action === 'block');
  if (blocked !== undefined && targets.every(({ verdict }) => verdict.action === 'block'))
    throw blockedError(blocked.verdict, findings);
  const allowed = targets.filter(isAllowed);
  const unreadable = allowed.every(isLocal) ? undefined : findUnreadable(body);
  const readable = unreadable === undefined ? allowed : allowed.filter(isLocal);
  const first = readable[0];
  if (first === undefined) throw noTarget(model, unreadable);
  const level = readable.filter(({ upstream }) => protects(upstream, first.upstream));
  const healthy = level.filter(({ upstream }) => upstream.available(model));
  return healthy.length === 0 ? level : healthy;
}

/** `keep-local` may be processed on the organisation's own machines, in clear, and nowhere else. */
function isAllowed({ verdict, upstream }: Target): boolean {
  if (verdict.action === 'block') return false;
  return verdict.action !== 'keep-local' || upstream.location.kind === 'local';
}

function isLocal({ upstream }: Target): boolean {
  return upstream.location.kind === 'local';
}

/** Whether data is no less protected there: on the organisation's own machines, or in the same country. */
function protects({ location }: Upstream, { location: first }: Upstream): boolean {
  if (location.kind === 'local') return true;
  return first.kind === 'remote' && location.country === first.country;
}

function noTarget(model: ModelName, unreadable: string | undefined): PlatformError {
  if (unreadable !== undefined) {
    return new PlatformError(
      'policy.no_target',
      `${unreadable} is not text: the guard cannot read it, so it may not leave`,
      {
        field: unreadable,
        remedy: 'Choose a model that runs on the organisation’s own machines.',
      },
    );
  }
  return new PlatformError(
    'policy.no_target',
    `the policy keeps this request on the organisation’s own machines, and ${model} does not run there`,
    { field: 'model', remedy: 'Choose a local model.' },
  );
}
