import { entityTypes } from '@riad/contracts';

import type { MessageKey } from './messages.tsx';

/** Every kind that this console was built with has a name of its own; any other is shown as personal data. */
const named: ReadonlySet<string> = new Set(entityTypes);

export function findingKey(type: string): MessageKey {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of the list has its sentence, which a test holds
  return (named.has(type) ? `finding.${type}` : 'finding.other') as MessageKey;
}
