import { useMessages, knownKey } from '../i18n/messages.tsx';
import type { ReactNode } from 'react';

import { useFormats } from '../i18n/formats.ts';
import { Badge } from '../ui/parts.tsx';

const known = new Set([
  'no-text',
  'unmapped-characters',
  'presentation-forms',
  'reversed-ligatures',
  'stray-letters',
  'garbled-words',
  'hidden-text',
  'negation-guessed',
  'read-by-ocr',
]);

/** How far a text can be trusted, and why not further. */
export function Quality({
  quality,
  reliable,
  problems,
}: {
  readonly quality: number | null;
  readonly reliable: boolean;
  readonly problems: readonly string[];
}): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  if (quality === null) return null;
  const reasons = problems.map((problem) => (known.has(problem) ? t(knownKey(`problem.${problem}`)) : problem));
  return (
    <>
      <Badge tone={reliable ? 'good' : 'warn'}>
        {reliable ? `${number(Math.round(quality * 100))} %` : t('document.doubtful')}
      </Badge>
      {reasons.length === 0 ? null : <span className="hint"> {reasons.join(' · ')}</span>}
    </>
  );
}
