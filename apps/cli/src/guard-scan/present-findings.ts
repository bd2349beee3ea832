import type { Finding, GuardAction } from '@riad/contracts';

/** A finding and what the policy would do with it. */
export interface JudgedFinding extends Finding {
  readonly action: GuardAction;
}

/** What leaves the command: fields one by one, never the value. */
export function presentFinding(finding: JudgedFinding): Readonly<Record<string, unknown>> {
  const { type, start, end, score, checksum, action, detail } = finding;
  const shown = { type, start, end, score: Math.round(score * 100) / 100, checksum, action };
  return detail === undefined ? shown : { ...shown, detail };
}

const longestShown = 32;

/** Enough to recognise a value in one's own file, too little to copy it from a screen. */
export function maskValue(value: string, finding: Finding): string {
  const oneLine = value.replaceAll(/\s+/g, ' ');
  const kept = finding.type === 'secret' || finding.type === 'url_credentials' ? 0 : 2;
  const masked = [...oneLine].map((character, index) =>
    index < kept || !/[\p{L}\p{N}]/u.test(character) ? character : '•',
  );
  return masked.length > longestShown ? `${masked.slice(0, longestShown).join('')}…` : masked.join('');
}

/** Line and column of an offset, both from 1. */
export function createLocator(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
