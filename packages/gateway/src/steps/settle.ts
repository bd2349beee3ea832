import type { Caller, ConversationId, LedgerFact, ModelName, RecordId, TokenUsage } from '@riad/contracts';

import type { AnswerFacts } from '../answer-guard/answer-guard.ts';
import type { GatewayPorts } from '../gateway-ports.ts';
import type { Exchange } from '../exchange.ts';
import type { Reservation } from '../limits/limiter.ts';
import { estimatePromptTokens } from './reserve.ts';

/** How one request ended. */
export interface Ending {
  readonly exchange: Exchange;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  /** Absent when no model of that name exists. */
  readonly model: ModelName | undefined;
  readonly target: string | undefined;
  readonly caller: Caller | undefined;
  readonly record: RecordId | undefined;
  readonly reservation: Reservation | undefined;
  /** As the upstream says; absent when it did not. */
  readonly usage: TokenUsage | undefined;
  /** Tokens or events of the answer so far; absent when no upstream was asked. */
  readonly produced: number | undefined;
  readonly tries: number;
  readonly durationMs: number;
  readonly firstByteMs: number | undefined;
  /** Absent when there was no answer. */
  readonly answer: AnswerFacts | undefined;
  readonly conversation: ConversationId | undefined;
}

const noSurrogates = { restored: 0, unknown: 0 };

/** Limits are given back, use is counted, the closing record is written. Once per request, however it ends. */
export function settle(ports: GatewayPorts, ending: Ending): void {
  const { exchange, outcome, model, caller, record, durationMs, firstByteMs, tries } = ending;
  const target = ending.target ?? 'none';
  const counts = consumption(ending);
  const { promptTokens, completionTokens } = counts;
  ending.reservation?.settle(promptTokens + completionTokens);
  ports.onEnd?.({
    operation: exchange.operation,
    model: model ?? 'unknown',
    target,
    outcome,
    durationMs,
    firstByteMs,
    promptTokens,
    completionTokens,
    surrogates: ending.answer ?? noSurrogates,
  });
  if (record === undefined || caller === undefined) return;
  if (ending.produced !== undefined && model !== undefined) {
    const { organisationId, projectId, keyId } = caller;
    ports.usage.add({ organisationId, projectId, keyId, model, target, ...counts, failed: outcome !== 'ok' });
  }
  close(ports, exchange, {
    opened: record,
    outcome,
    target,
    ...counts,
    tries,
    durationMs: Math.round(durationMs),
    firstByteMs: firstByteMs === undefined ? null : Math.round(firstByteMs),
    ...answerFacts(ending),
  });
}

/** What the answer held, when it held anything. */
function answerFacts({ answer, conversation }: Ending): Readonly<Record<string, LedgerFact>> {
  const facts: Record<string, LedgerFact> = {};
  if (conversation !== undefined) facts['conversation'] = conversation;
  if (answer === undefined) return facts;
  if (conversation !== undefined)
    Object.assign(facts, { restored: answer.restored, unknownSurrogates: answer.unknown });
  const findings = Object.entries(answer.findings);
  if (findings.length > 0) facts['answerFindings'] = Object.fromEntries(findings);
  return facts;
}

interface Consumption {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The counts are ours, not the upstream's. */
  readonly estimated: boolean;
}

/** What the upstream said, or a count of our own for a request that ended before it could. What never began costs nothing. */
function consumption({ usage, produced, outcome, firstByteMs, exchange }: Ending): Consumption {
  if (usage !== undefined)
    return { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens, estimated: false };
  const begun = produced !== undefined && (firstByteMs !== undefined || outcome === 'request.cancelled');
  if (!begun) return { promptTokens: 0, completionTokens: 0, estimated: false };
  return { promptTokens: estimatePromptTokens(exchange.body), completionTokens: produced, estimated: true };
}

function close(ports: GatewayPorts, exchange: Exchange, facts: Readonly<Record<string, LedgerFact>>): void {
  try {
    ports.ledger.append({ type: 'request.close', facts });
  } catch (error) {
    // The opening record without a close is itself evidence; new requests are refused while the ledger is away.
    ports.logger.error('ledger.close_not_written', { request: exchange.id, error });
  }
}
