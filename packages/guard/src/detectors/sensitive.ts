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
  const patients = persons.filter(({ start }) => !doctor.test(scan.tokens.text.slice(Math.max(0, start - 14), start)));
  let lastEnd = -1;
  let person = 0;
  for (const { category, first, last: lastWord } of scan.terms) {
    const last = withoutParticle(scan, first, lastWord);
    const { from, to } = sentenceAround(scan, first, last);
    person = nextFrom(patients, person, startOf(scan.tokens, from));
    const named = (patients[person]?.start ?? Number.POSITIVE_INFINITY) < endOf(scan.tokens, to);
    const ties = named && (!needsNearness.has(category) || isNear(scan, patients[person], { first, last }));
    if (!ties && !mentionsPerson(scan, { from, to, first, last, reach: reachOf(category) })) continue;
    const span = { start: startOf(scan.tokens, first), end: endOf(scan.tokens, last) };
    if (span.start < lastEnd) continue;
    findings.push({ type: 'sensitive', detail: category, ...span, score: named ? 0.9 : 0.75, checksum: null });
    lastEnd = span.end;
  }
  findings.push(...findDiseaseCodes(scan));
  return findings;
}

function nextFrom(persons: readonly Finding[], person: number, start: number): number {
  let next = person;
  while (next < persons.length && (persons[next]?.end ?? 0) < start) next += 1;
  return next;
}

/** Who discovers or treats an illness does not have it. */
const doctor = /(?:^|[\s(«"])(?:dr|pr|docteur|professeur|professor|doctor|الدكتور|الدكتورة|البروفيسور)\.? $/i;

/** Words of peoples, faiths and parties: texts are full of them, about somebody they stand close to him. */
const needsNearness: ReadonlySet<string> = new Set(['religion', 'ethnicity', 'politics']);
const nearReach = 5;

function reachOf(category: string): number {
  return needsNearness.has(category) ? nearReach : personReach;
}

/** Within some thirty characters. */
function isNear(
  { tokens }: Scan,
  person: Finding | undefined,
  { first, last }: { readonly first: number; readonly last: number },
): boolean {
  if (person === undefined) return false;
  return person.end > startOf(tokens, first) - 40 && person.start < endOf(tokens, last) + 30;
}

/** حامل في: the particle tells the word from another and is no part of it. */
function withoutParticle({ tokens }: Scan, first: number, last: number): number {
  return last > first && /^(?:في|ف|f|b|ب)$/.test(textOf(tokens, last)) ? last - 1 : last;
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
    reach,
  }: {
    readonly from: number;
    readonly to: number;
    readonly first: number;
    readonly last: number;
    readonly reach: number;
  },
): boolean {
  for (let token = Math.max(from, first - reach); token <= Math.min(to, last + reach); token += 1) {
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
