import type { Finding } from '@riad/contracts';

/** Of findings that share characters the surest stays, then the longest. Sorted by position. */
export function withoutOverlaps(findings: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  const sorted = findings.toSorted((left, right) => left.start - right.start || right.end - left.end);
  for (const finding of sorted) {
    let last = kept.at(-1);
    while (last !== undefined && last.end > finding.start && prefers(finding, last)) {
      kept.pop();
      last = kept.at(-1);
    }
    if (last === undefined || last.end <= finding.start) kept.push(finding);
  }
  return kept;
}

function prefers(challenger: Finding, holder: Finding): boolean {
  const inside = challenger.start >= holder.start && challenger.end <= holder.end;
  // A name or a date within an address or a secret is part of it.
  if (inside && (holder.type === 'address' || holder.type === 'secret' || holder.type === 'url_credentials'))
    return false;
  if (challenger.type === 'secret') return true;
  if (challenger.score !== holder.score) return challenger.score > holder.score;
  return challenger.end - challenger.start > holder.end - holder.start;
}
