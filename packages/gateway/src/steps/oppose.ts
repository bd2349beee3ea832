import { PlatformError, type Caller, type EntityType } from '@riad/contracts';

import type { Findings } from './inspect.ts';

export interface FoundValue {
  readonly type: EntityType;
  readonly value: string;
}

export interface OppositionCheck {
  readonly opposes: (caller: Caller, found: FoundValue) => boolean;
  readonly caller: Caller;
  readonly texts: readonly string[];
}

/** A person who opposes the processing of their data is not processed, here or elsewhere. Fails with `guard.blocked`. */
export function refuseOpposed(findings: Findings, { opposes, caller, texts }: OppositionCheck): void {
  for (const [index, ofText] of findings.entries()) {
    for (const { type, start, end } of ofText) {
      if (!opposes(caller, { type, value: texts[index]?.slice(start, end) ?? '' })) continue;
      throw new PlatformError('guard.blocked', `the guard blocked this request: ${type} of a person who opposes it`, {
        remedy: 'Take the person out of the request, or ask your data-protection officer.',
      });
    }
  }
}
