import type { NoticeAddressee } from '@riad/contracts';

export interface IncidentDeadline {
  readonly to: NoticeAddressee;
  readonly rule: string;
  /** ISO 8601. */
  readonly due: string;
  readonly toldAt: string | null;
  readonly hoursLeft: number;
}

/** What was touched, counted from the ledger. */
export interface Affected {
  readonly requests: number;
  readonly keys: readonly string[];
  readonly projects: readonly string[];
  readonly targets: Readonly<Record<string, number>>;
  readonly locations: Readonly<Record<string, number>>;
  readonly decisions: Readonly<Record<string, number>>;
  /** Findings by class: what kinds of personal data were in these requests. */
  readonly classes: Readonly<Record<string, number>>;
  /** Requests that went outside the organisation with personal data in clear. */
  readonly leftInClear: number;
}
