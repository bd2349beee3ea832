import type { Caller, KnownUse, Policy } from '@riad/contracts';

import type { Findings } from './inspect.ts';
import type { ParsedRequest } from './parse.ts';

/** A request that is known well enough to be guarded and recorded. */
export interface Admitted {
  readonly parsed: ParsedRequest;
  readonly caller: Caller;
  /** Absent when it could not be read. */
  readonly policy: Policy | undefined;
  readonly known: boolean;
  readonly findings: Findings;
  /** Absent when it was not looked at. */
  readonly use: KnownUse | undefined;
}

export type Inspected = Pick<Admitted, 'parsed' | 'caller' | 'findings'>;

/** Before policy and routing have spoken. */
export function unknownSoFar(inspected: Inspected): Admitted {
  return { ...inspected, policy: undefined, known: false, use: undefined };
}
