import type { Finding } from '@riad/contracts';

import { findSecrets } from './detectors/secrets.ts';

/** Finds personal data and secrets. Pure: the same text gives the same findings. */
export interface Guard {
  /** Findings of each text, in order of position, without overlaps. */
  inspect(texts: readonly string[]): readonly (readonly Finding[])[];
}

export function createGuard(): Guard {
  return { inspect: (texts) => texts.map(findSecrets) };
}
