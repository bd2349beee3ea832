import {
  describeLocation,
  type Caller,
  type KnownUse,
  type LedgerEntry,
  type LedgerFact,
  type LedgerPort,
  type PlatformError,
  type RecordId,
} from '@riad/contracts';

import type { Exchange } from '../exchange.ts';
import type { Target } from './decide.ts';
import { countFindings, type Findings } from './inspect.ts';

export interface RecordGates {
  /** The record protects what is about to be sent: on disk for remote targets, beyond the process for local ones. */
  readonly onMaySend: () => void;
  /** The record is on disk: a byte may go back to the client. */
  readonly onMayAnswer: () => void;
  readonly onError: (error: PlatformError) => void;
}

/** Writes the record that names what is about to happen. Nothing happens before its gates open. */
export function openRecord(
  ledger: LedgerPort,
  entry: LedgerEntry,
  { target, gates }: { readonly target: Target; readonly gates: RecordGates },
): RecordId {
  const { onMaySend, onMayAnswer, onError } = gates;
  if (target.upstream.location.kind === 'local') {
    return ledger.append(entry, { onWritten: onMaySend, onDurable: onMayAnswer, onError });
  }
  return ledger.append(entry, {
    onDurable() {
      onMayAnswer();
      onMaySend();
    },
    onError,
  });
}

export interface RecordedRequest {
  readonly exchange: Exchange;
  readonly caller: Caller;
  /** Absent when no model of that name exists: what the client wrote there may be anything. */
  readonly model: string | undefined;
  readonly target: Target | undefined;
  readonly findings: Findings;
  /** Absent when it was not looked at. */
  readonly use: KnownUse | undefined;
  /** Null when the policy could not be read. */
  readonly policyVersion: number | null;
}

/** The model's name as records and metrics write it: bounded. */
const MODEL_LENGTH = 128;

/** What every auditor may read about a request: who, which model, where, what was decided; nothing of its text. */
export function requestFacts(request: RecordedRequest): Readonly<Record<string, LedgerFact>> {
  const { exchange, caller, model, target, findings, use, policyVersion } = request;
  return {
    request: exchange.id,
    operation: exchange.operation,
    key: caller.keyId,
    project: caller.projectId,
    model: model?.slice(0, MODEL_LENGTH) ?? null,
    target: target?.upstream.id ?? null,
    location: target === undefined ? null : describeLocation(target.upstream.location),
    policy: policyVersion,
    decision: target?.verdict.action ?? null,
    findings: countFindings(findings),
    ...(use === undefined || use.purpose === null ? {} : use),
  };
}
