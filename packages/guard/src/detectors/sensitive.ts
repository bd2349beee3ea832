import type { Finding } from '@riad/contracts';

import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, has, startOf, textOf, tokenKind, kindOf } from '../scan/tokens.ts';

/** How far a sentence is read on either side of a term, in tokens. */
const sentenceReach = 40;

/** A pronoun or a word for a person ties a term to somebody when it stands close by, in tokens. */
const personReach = 12;

/** Terms of sensitive categories in a sentence that is about somebody. Without a person they are only a topic. */
export function findSensitive(scan: Scan, persons: readonly Finding[]): readonly Finding[] {
  const findings: Finding[] = [];
  let lastEnd = -1;
  let person = 0;
  for (const { category, first, last } of scan.terms) {
    const { from, to } = sentenceAround(scan, first, last);
    const start = startOf(scan.tokens, from);
    while (person < persons.length && (persons[person]?.end ?? 0) < start) person += 1;
    const named = (persons[person]?.start ?? Number.POSITIVE_INFINITY) < endOf(scan.tokens, to);
    if (!named && !mentionsPerson(scan, { from, to, first, last })) continue;
    const span = { start: startOf(scan.tokens, first), end: endOf(scan.tokens, last) };
    if (span.start < lastEnd) continue;
    findings.push({ type: 'sensitive', detail: category, ...span, score: named ? 0.9 : 0.75, checksum: null });
    lastEnd = span.end;
  }
  findings.push(...findDiseaseCodes(scan));
  return findings;
}

function sentenceAround({ tokens }: Scan, first: number, last: number): { readonly from: number; readonly to: number } {
  let from = first;
  while (from > 0 && first - from < sentenceReach && !endsSentence(gapAfter(tokens, from - 1))) from -= 1;
  let to = last;
  while (to + 1 < tokens.count && to - last < sentenceReach && !endsSentence(gapAfter(tokens, to))) to += 1;
  return { from, to };
}

function endsSentence(gap: string): boolean {
  return /[.!?؟](?:\s|$)|\n\n/.test(gap);
}

function mentionsPerson(
  { tokens }: Scan,
  {
    from,
    to,
    first,
    last,
  }: { readonly from: number; readonly to: number; readonly first: number; readonly last: number },
): boolean {
  for (let token = Math.max(from, first - personReach); token <= Math.min(to, last + personReach); token += 1) {
    if (token >= first && token <= last) continue;
    if (has(tokens, token, flag.person)) return true;
  }
  return false;
}

/** CIM-10 codes, where the text says that it speaks of a diagnosis. */
function findDiseaseCodes({ tokens, candidates }: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  for (const token of candidates.figures) {
    if (kindOf(tokens, token) !== tokenKind.mixed || endOf(tokens, token) - startOf(tokens, token) !== 3) continue;
    if (!/^[A-TV-Z]\d\d$/.test(textOf(tokens, token))) continue;
    const before = tokens.text.slice(Math.max(0, startOf(tokens, token) - 40), startOf(tokens, token));
    if (!/cim-?10|icd-?10|diagnosti|تشخيص/i.test(before)) continue;
    const decimal = gapAfter(tokens, token) === '.' && /^\d{1,2}$/.test(textOf(tokens, token + 1));
    findings.push({
      type: 'sensitive',
      detail: 'health',
      start: startOf(tokens, token),
      end: endOf(tokens, decimal ? token + 1 : token),
      score: 0.85,
      checksum: null,
    });
  }
  return findings;
}
