import { PlatformError, type Finding, type Policy } from '@riad/contracts';
import { guardWith } from '@riad/guard';

/** Findings of each text of one request. */
export type Findings = readonly (readonly Finding[])[];

/** Texts that are longer than this together, in UTF-16 units, are read apart: other requests would wait for them. */
export const LONGEST_READ_HERE = 256 * 1024;

export interface InspectionOutcome {
  readonly onFindings: (findings: Findings) => void;
  /** The guard failed, or is not there any more. */
  readonly onError: (error: unknown) => void;
}

/** Reads texts outside the thread that serves requests. Answers once, whatever happens to who reads. */
export type InspectApart = (texts: readonly string[], outcome: InspectionOutcome, patterns?: Patterns) => void;

/** What the caller's organisation added to what the guard knows. */
export type Patterns = Policy['patterns'];

export interface Inspectors {
  /** `scope`: who asks; what was learnt of one scope is not used for another. */
  readonly inspect: (texts: readonly string[], scope?: string) => Findings;
  /** Absent: long texts are read here as well. */
  readonly inspectApart?: InspectApart;
}

export interface Inspection {
  readonly texts: readonly string[];
  readonly scope: string;
  readonly patterns: Patterns;
  readonly onFindings: (findings: Findings) => void;
  readonly onError: (error: PlatformError) => void;
}

/** Looks at every text. Fails closed: a guard that throws or dies refuses the request with `guard.failed`. */
export function inspect({ inspect: here, inspectApart: apart }: Inspectors, inspection: Inspection): void {
  const { texts, scope, patterns, onFindings, onError } = inspection;
  if (apart !== undefined && lengthOf(texts) > LONGEST_READ_HERE) {
    apart(texts, { onFindings, onError: (error) => onError(failed(error)) }, patterns);
    return;
  }
  let findings: Findings;
  try {
    findings = guardWith({ inspect: (all) => here(all, scope) }, patterns).inspect(texts);
  } catch (error) {
    onError(failed(error));
    return;
  }
  onFindings(findings);
}

function lengthOf(texts: readonly string[]): number {
  let length = 0;
  for (const text of texts) length += text.length;
  return length;
}

function failed(cause: unknown): PlatformError {
  return new PlatformError('guard.failed', 'the guard could not inspect this request', { cause, retryAfterSeconds: 5 });
}

/** How many of each type: what the ledger and answers may show. */
export function countFindings(findings: Findings): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const ofText of findings) for (const { type } of ofText) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
