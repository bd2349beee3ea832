import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, startOf } from '../scan/tokens.ts';
import { findEncodedRuns } from '../text/encoded.ts';

/** What base64 or hexadecimal runs hide. `inspect` finds in decoded text, which is not decoded again. */
export function findEncoded(
  { tokens, candidates, depth }: Scan,
  inspect: (text: string) => readonly Finding[],
): readonly Finding[] {
  if (depth > 0) return [];
  const findings: Finding[] = [];
  let done = 0;
  for (const token of candidates.long) {
    const start = startOf(tokens, token);
    if (start < done) continue;
    const { from, to } = runAround(tokens.text, start, endOf(tokens, token));
    done = to;
    const run = findEncodedRuns(tokens.text, from, to);
    if (run === undefined) continue;
    for (const finding of inspect(run.text)) {
      const span = run.spanOf(finding.start, finding.end);
      findings.push({ ...finding, ...span, detail: finding.detail ?? 'encoded' });
    }
  }
  return findings;
}

/** Encoded text is wrapped at 64 or 76 characters; words of prose are shorter. */
const shortestLine = 60;

/** Where the line behind a line end begins, when it goes on with encoded text. */
function nextLine(text: string, at: number): number | undefined {
  const next = text.startsWith('\r\n', at) ? at + 2 : text.charAt(at) === '\n' ? at + 1 : undefined;
  return next !== undefined && /^[A-Za-z0-9+/_-]{2}/.test(text.slice(next, next + 2)) ? next : undefined;
}

function runAround(text: string, start: number, end: number): { readonly from: number; readonly to: number } {
  let from = start;
  while (from > 0 && start - from < 64 && /[A-Za-z0-9+/_-]/.test(text.charAt(from - 1))) from -= 1;
  let to = end;
  for (let line = from; ; line = to) {
    while (to < text.length && /[A-Za-z0-9+/_-]/.test(text.charAt(to))) to += 1;
    const next = nextLine(text, to);
    if (next === undefined || to - line < shortestLine) break;
    to = next;
  }
  while (to < text.length && text.charAt(to) === '=' && to - end < 65_600) to += 1;
  return { from, to };
}
