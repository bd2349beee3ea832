import type { FindingView } from '@riad/contracts';
import type { ReactNode } from 'react';

import { knownKey, useMessages } from '../i18n/messages.tsx';

/** Kinds that have a name of their own; the others are shown as personal data. */
const named = new Set([
  'person',
  'cin',
  'phone',
  'email',
  'secret',
  'iban',
  'rib',
  'card',
  'address',
  'birth_date',
  'sensitive',
]);

/** A person's own words, with what the guard recognised in them marked. */
export function MarkedText({
  text,
  findings,
}: {
  readonly text: string;
  readonly findings: readonly FindingView[];
}): ReactNode {
  const t = useMessages();
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const finding of findings.toSorted((left, right) => left.start - right.start)) {
    if (finding.start < at) continue;
    const kind = named.has(finding.type) ? finding.type : 'other';
    const label = t(knownKey(`finding.${kind}`));
    pieces.push(text.slice(at, finding.start));
    pieces.push(
      <mark key={finding.start} className="finding" title={t('finding.mark', { kind: label })}>
        <bdi>{text.slice(finding.start, finding.end)}</bdi>
      </mark>,
    );
    at = finding.end;
  }
  pieces.push(text.slice(at));
  return (
    <>
      <p className="plain-text" dir="auto">
        {pieces}
      </p>
      {findings.length === 0 ? null : <p className="finding-note">{t('finding.note', { count: findings.length })}</p>}
    </>
  );
}
