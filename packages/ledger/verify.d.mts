export interface LedgerProblem {
  readonly file: string;
  readonly record: number | null;
  readonly what: string;
}

export interface LedgerReport {
  readonly ok: boolean;
  readonly records: number;
  readonly problems: readonly LedgerProblem[];
  readonly origin: string;
  readonly verifierKey: string;
  /** How many of the records a checkpoint vouches for. */
  readonly signedRecords: number;
  /** How many of them a checkpoint with the signatures of enough witnesses covers; only when witnesses were named. */
  readonly witnessedRecords?: number;
  /** Root over all records, base64; empty when they are not whole. */
  readonly root: string;
  /** Sealed parts that were erased, with the erasure on record. */
  readonly erased: number;
  /** Time of the last record. */
  readonly time: string | null;
}

export interface VerifyOptions {
  /** A checkpoint kept elsewhere: shows a fork or a rewritten history. */
  readonly checkpoint?: string;
  /** The verifier key noted earlier. */
  readonly key?: string;
  /** Verifier keys of witnesses who must have signed a checkpoint too. */
  readonly witnesses?: readonly string[];
  /** How many of them are enough; all of them unless told. */
  readonly quorum?: number;
  /** `keys/records`: also checks the sealed parts against their commitments. */
  readonly keys?: string;
}

/** Checks everything a ledger folder holds. Throws when it holds no ledger. */
export function verifyLedger(folder: string, options?: VerifyOptions): LedgerReport;

export interface RecordProof {
  readonly record: string;
  readonly index: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

/** Checks that one record is in the log that a key speaks for. */
export function verifyProof(
  proof: RecordProof,
  verifierKey: string,
): { readonly ok: boolean; readonly index: number; readonly problems: readonly LedgerProblem[] };
