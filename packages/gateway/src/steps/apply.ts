import { PlatformError, type Caller, type ConversationId, type JsonObject, type Policy } from '@riad/contracts';
import { onlyGiven, type SurrogateSource } from '@riad/guard';

import { addInstruction } from '../conversations/add-instruction.ts';
import { conversationName } from '../conversations/conversation-name.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { maskBody, type MaskedBody } from '../conversations/mask-body.ts';
import type { Exchange } from '../exchange.ts';
import { scanJson } from '../json/scan.ts';
import type { GuardedRequest, ModelRequest, Operation } from '../upstreams/upstream.ts';
import { asPlatformError } from '../wire/error-body.ts';
import { cacheKeyOf } from './cache-key.ts';
import type { Target } from './decide.ts';
import type { Findings } from './inspect.ts';
import type { ParsedRequest } from './parse.ts';

export interface ApplyInput {
  readonly exchange: Exchange;
  readonly parsed: ParsedRequest;
  readonly caller: Caller;
  readonly policy: Policy;
  readonly findings: Findings;
  readonly conversations: Conversations;
}

/** A request as it may go to one target. */
export interface Applied {
  readonly request: GuardedRequest;
  /** What puts values back into the answer; absent when nothing was replaced, or nothing can come back. */
  readonly surrogates?: SurrogateSource;
  readonly conversation?: ConversationId;
}

export interface ApplyResult {
  readonly onReady: (applied: Applied) => void;
  readonly onError: (error: PlatformError) => void;
}

/** Hours after which a policy that does not say forgets a conversation. */
const USUAL_HOURS = 24;

/** Answers of these hold no text in which a surrogate could come back. */
const withoutText: ReadonlySet<Operation> = new Set(['embedding', 'rerank', 'tokenize', 'detokenize']);

/**
 * Turns a request the policy allows at one location into the only thing upstreams accept. Run again for each fallback. At
 * once when nothing must be replaced; otherwise when every surrogate is stored.
 */
export function apply(input: ApplyInput, target: Target, { onReady, onError }: ApplyResult): void {
  const { raw, members, body } = input.parsed;
  if (!target.verdict.actions.some((ofText) => ofText.includes('pseudonymise'))) {
    onReady({ request: seal(input, target, { raw, members, body }) });
    return;
  }
  replace(input, target).then(onReady, (error: unknown) => onError(failedClosed(error)));
}

async function replace(input: ApplyInput, target: Target): Promise<Applied> {
  const { exchange, parsed, caller, policy, findings, conversations } = input;
  const scope = { organisationId: caller.organisationId, projectId: caller.projectId };
  const decided = { texts: parsed.texts, findings, actions: target.verdict.actions };
  if (withoutText.has(exchange.operation)) {
    const { raw } = maskBody(parsed.raw, decided, conversations.corpus(scope));
    return { request: seal(input, target, readAgain(raw)) };
  }
  const { result, id, vault } = await conversations.withVault(
    {
      scope,
      name: conversationName(exchange, caller, parsed.body),
      style: policy.surrogates ?? 'tag',
      hours: policy.conversationHours ?? USUAL_HOURS,
    },
    (open): MaskedBody => maskBody(parsed.raw, decided, open),
  );
  const masked = readAgain(result.raw);
  const told = policy.surrogates === 'format' ? masked : readAgain(addInstruction(masked.raw, masked.body));
  return { request: seal(input, target, told), surrogates: onlyGiven(vault, result.given), conversation: id };
}

type Content = Pick<ModelRequest, 'raw' | 'members' | 'body'>;

function readAgain(raw: Buffer): Content {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object stays one when its strings are replaced
  return { raw, members: scanJson(raw).members, body: JSON.parse(raw.toString('utf8')) as JsonObject };
}

function seal({ exchange, parsed, caller, policy }: ApplyInput, target: Target, content: Content): GuardedRequest {
  const request: ModelRequest & Omit<GuardedRequest, symbol> = {
    id: exchange.id,
    operation: exchange.operation,
    dialect: exchange.dialect,
    caller,
    model: parsed.model,
    stream: parsed.stream,
    ...content,
    location: target.upstream.location,
    cacheKey: cacheKeyOf(caller, policy.version),
    targetModel: target.upstream.targetName(parsed.model),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place that grants the brand
  return request as GuardedRequest;
}

/** Whatever goes wrong while values are replaced, nothing leaves. */
function failedClosed(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('guard.failed', 'the values of this request could not be replaced', {
    cause: asPlatformError(error),
    retryAfterSeconds: 5,
  });
}
