import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, flagsOf, kindOf, startOf, textOf, tokenKind } from '../scan/tokens.ts';
import type { NameSpan } from './name-span.ts';

/** Announced as a field's value, or by a title or an introduction: a name whatever the text is about. */
const announced = 0.92;
const fewestYears = 2;
/** 1924, 1970s */
const oldYear = /^1\d{3}s?$/;

/**
 * Leaves out names from abroad that nothing announces where a text speaks of history: John Adams, Joseph Priestley. Names
 * that people bear in the country stay.
 */
export function withoutHistory(scan: Scan, spans: readonly NameSpan[]): readonly NameSpan[] {
  const doubtful = spans.some((span) => span.score < announced && isFromAbroad(scan, span));
  if (!doubtful || !speaksOfHistory(scan)) return spans;
  return spans.filter((span) => span.score >= announced || !isFromAbroad(scan, span));
}

function isFromAbroad({ tokens }: Scan, { first, last }: NameSpan): boolean {
  for (let token = first; token <= last; token += 1) {
    const flags = flagsOf(tokens, token);
    if ((flags & (flag.given | flag.family)) === 0) continue;
    if ((flags & (flag.foreign | flag.ambiguous)) === 0 || kindOf(tokens, token) === tokenKind.arabic) return false;
  }
  return true;
}

/** Two years before 1990 that are nobody's birth, or a century. */
function speaksOfHistory({ tokens, candidates, cues }: Scan): boolean {
  let years = 0;
  for (const token of candidates.figures) {
    if (endOf(tokens, token) - startOf(tokens, token) > 5 || !oldYear.test(textOf(tokens, token))) continue;
    if (Number.parseInt(textOf(tokens, token), 10) < 1990 && cues.before(token, 40)[0]?.cue !== 'birth_date')
      years += 1;
    if (years >= fewestYears) return true;
  }
  return /\b(?:centur(?:y|ies)|siècles?|dynasty|dynastie|empire)\b/i.test(tokens.text.slice(0, 4000));
}
