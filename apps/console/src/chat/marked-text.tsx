import type { FindingView } from '@riad/contracts';
import type { ReactNode } from 'react';

import { findingKey } from '../i18n/finding-names.ts';
import { useMessages } from '../i18n/messages.tsx';

/** A person's own words, with what the guard recognised in them marked. */
export function MarkedText({
  text,
  findings,
  hidden = false,
}: {
  readonly text: string;
  readonly findings: readonly FindingView[];
  /** Kinds stand in place of values. */
  readonly hidden?: boolean;
}): ReactNode {
  const t = useMessages();
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const finding of findings.toSorted((left, right) => left.start - right.start)) {
    if (finding.start < at) continue;
    const label = t(findingKey(finding.type));
    pieces.push(text.slice(at, finding.start));
    pieces.push(
      <mark key={finding.start} className="finding" title={t('finding.mark', { kind: label })}>
        <bdi>{hidden ? label : text.slice(finding.start, finding.end)}</bdi>
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
