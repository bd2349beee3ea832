import type { Caller, ModelName } from '@riad/contracts';

import type { Exchange } from '../exchange.ts';
import type { Target } from '../routing/router.ts';
import type { GuardedRequest } from '../upstreams/upstream.ts';
import type { ParsedRequest } from './parse.ts';

interface ApplyInput {
  readonly exchange: Exchange;
  readonly parsed: ParsedRequest;
  readonly caller: Caller;
  readonly policyVersion: number;
}

/** Turns a request the policy allows at one location into the only thing upstreams accept. Run again for each fallback. */
export function apply({ exchange, parsed, caller, policyVersion }: ApplyInput, target: Target): GuardedRequest {
  const { raw, members, body, model, stream } = parsed;
  const request = {
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
  return request as unknown as GuardedRequest;
}

/** What a request may cost before it is known: a token for every four bytes, and the answer it asks for. */
export function estimateTokens(parsed: ParsedRequest): number {
  const { max_tokens: maxTokens, max_completion_tokens: maxCompletionTokens } = parsed.body;
  const answer = [maxTokens, maxCompletionTokens].find((value) => typeof value === 'number');
  return Math.ceil(parsed.raw.length / 4) + (typeof answer === 'number' ? answer : 256);
}

/** The model's name as the ledger writes it: bounded. */
export function recordedModel(model: ModelName): string {
  return model.slice(0, 128);
}
