import type { Caller } from '@riad/contracts';

import type { Exchange } from '../exchange.ts';
import type { GuardedRequest, ModelRequest } from '../upstreams/upstream.ts';
import type { Target } from './decide.ts';
import type { ParsedRequest } from './parse.ts';

export interface ApplyInput {
  readonly exchange: Exchange;
  readonly parsed: ParsedRequest;
  readonly caller: Caller;
  readonly policyVersion: number;
}

/** Turns a request the policy allows at one location into the only thing upstreams accept. Run again for each fallback. */
export function apply({ exchange, parsed, caller, policyVersion }: ApplyInput, target: Target): GuardedRequest {
  const { raw, members, body, model, stream } = parsed;
  const request: ModelRequest & Omit<GuardedRequest, symbol> = {
    id: exchange.id,
    operation: exchange.operation,
    dialect: exchange.dialect,
    caller,
    model,
    stream,
    raw,
    members,
    body,
    location: target.upstream.location,
    cacheKey: `${caller.organisationId}/${caller.projectId}/${policyVersion}`,
    targetModel: target.upstream.targetName(model),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place that grants the brand
  return request as GuardedRequest;
}
