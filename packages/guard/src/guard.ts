import type { Finding } from '@riad/contracts';

import { findAddresses } from './detectors/addresses.ts';
import { findBirthDates, findMonthFirst } from './detectors/birth-date.ts';
import { findEmails, findSpelledEmails } from './detectors/contact.ts';
import { findEncoded } from './detectors/encoded.ts';
import { findIdentifiers } from './detectors/identifiers.ts';
import { findMachineZones } from './detectors/mrz.ts';
import { findNetwork } from './detectors/network.ts';
import type { NameSpan } from './detectors/name-span.ts';
import { findPersons, toFinding } from './detectors/persons.ts';
import { findPlates } from './detectors/plates.ts';
import { collectNameWords, createNameWords, propagate, type NameWords } from './detectors/propagation.ts';
import { findSecrets } from './detectors/secrets.ts';
import { findSensitive } from './detectors/sensitive.ts';
import { findSplit } from './detectors/split.ts';
import { findSpokenNumbers } from './detectors/spoken.ts';
import { france } from './profiles/fr.ts';
import { morocco } from './profiles/ma.ts';
import type { CountryProfile } from './profiles/profile.ts';
import { withoutOverlaps } from './scan/overlaps.ts';
import { buildKnowledge, type Knowledge } from './scan/knowledge.ts';
import { scanText, type Scan } from './scan/scan.ts';
import { normalise, type NormalText } from './text/normalise.ts';

/** Finds personal data and secrets. Pure: the same texts give the same findings. */
export interface Guard {
  /** Findings of each text, in order of position, without overlaps. The texts of one request go together: a name found in one is found in all. */
  inspect(texts: readonly string[]): readonly (readonly Finding[])[];
}

export interface GuardOptions {
  /** Countries whose identifiers and names are known; Morocco and France when absent. */
  readonly profiles?: readonly CountryProfile[];
}

/** Builds the lexicons, about 100 ms and 10 MB; keep one guard and share it. */
export function createGuard({ profiles = [morocco, france] }: GuardOptions = {}): Guard {
  const knowledge = buildKnowledge(profiles);
  return { inspect: (texts) => inspectAll(texts, knowledge) };
}

interface Reading {
  readonly source: string;
  readonly normal: NormalText;
  readonly scan: Scan;
  readonly names: readonly NameSpan[];
}

function inspectAll(texts: readonly string[], knowledge: Knowledge): readonly (readonly Finding[])[] {
  const words = createNameWords();
  const readings = texts.map((text): Reading => {
    const normal = normalise(text);
    const scan = scanText(normal.text, knowledge);
    const names = findPersons(scan);
    collectNameWords(scan, names, words);
    return { source: text, normal, scan, names };
  });
  const found = readings.map((reading) => findAll(reading, { words, knowledge }));
  return withSplit(texts, found, (text) =>
    findAll(readAgain(text, knowledge), { words: createNameWords(), knowledge }),
  );
}

/** What two neighbouring texts hold together, unless one of them holds it alone. */
function withSplit(
  texts: readonly string[],
  found: readonly (readonly Finding[])[],
  inspect: (text: string) => readonly Finding[],
): readonly (readonly Finding[])[] {
  const split = texts.length < 2 ? [] : findSplit(texts, inspect);
  if (split.length === 0) return found;
  const all = found.map((findings) => [...findings]);
  for (const { index, left, right } of split) {
    all[index]?.push(left);
    all[index + 1]?.push(right);
  }
  return all.map((findings) => withoutOverlaps(findings));
}

function findAll(
  { source, normal, scan, names }: Reading,
  { words, knowledge }: { readonly words: NameWords; readonly knowledge: Knowledge },
): readonly Finding[] {
  const persons = propagate(scan, names, words).map((span) => toFinding(scan, span));
  const encoded = findEncoded(scan, (text) => findAll(readAgain(text, knowledge), { words, knowledge }));
  const findings = [
    ...findSecrets(scan),
    ...findEmails(scan),
    ...findSpelledEmails(scan),
    ...findIdentifiers(scan),
    ...findNetwork(scan),
    ...findPlates(scan),
    ...findBirthDates(scan),
    ...findMonthFirst(scan),
    ...findSpokenNumbers(scan),
    ...findMachineZones(scan.tokens.text),
    ...findAddresses(scan),
    ...persons,
    ...findSensitive(scan, persons),
    ...encoded,
  ];
  return withoutOverlaps(findings).map((finding) => ({
    ...finding,
    ...withWrapping(source, normal.startOf(finding.start), normal.endOf(finding.end)),
  }));
}

function readAgain(text: string, knowledge: Knowledge): Reading {
  const normal = normalise(text);
  const scan = scanText(normal.text, knowledge, 1);
  return { source: text, normal, scan, names: findPersons(scan) };
}

const directionMark = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** A value between two direction marks goes with them: left alone they would turn what comes instead of it. */
function withWrapping(source: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const wrapped = directionMark.test(source.charAt(start - 1)) && directionMark.test(source.charAt(end));
  return wrapped ? { start: start - 1, end: end + 1 } : { start, end };
}
