import type { Finding } from '@riad/contracts';

import { flag } from '../scan/lexicon.ts';
import type { Term } from '../scan/cues.ts';
import type { Scan } from '../scan/scan.ts';
import { cliticLength, endOf, gapAfter, has, startOf, textOf, tokenKind, kindOf, type Tokens } from '../scan/tokens.ts';

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
  for (const term of scan.terms) {
    if (isTopic(scan, term.first)) continue;
    const passage = passageOf(scan, term);
    person = nextFrom(patients, person, startOf(scan.tokens, passage.from));
    const named = (patients[person]?.start ?? Number.POSITIVE_INFINITY) < endOf(scan.tokens, passage.to);
    const start =
      startOf(scan.tokens, passage.first) + cliticLength(scan.tokens, passage.first, scan.knowledge.lexicon);
    if (start < lastEnd || !isAboutSomebody(scan, term, { passage, person: named ? patients[person] : undefined }))
      continue;
    const end = endOf(scan.tokens, passage.last) + lengthOfType(scan, passage.last);
    findings.push({ type: 'sensitive', detail: term.category, start, end, score: named ? 0.9 : 0.75, checksum: null });
    lastEnd = end;
  }
  findings.push(...findDiseaseCodes(scan));
  return findings;
}

/** The words that tell, and the sentence that holds them; token indices. */
interface Passage {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

function passageOf(scan: Scan, term: Term): Passage {
  const { first, last } = core(scan, term.first, term.last);
  return { first, last, ...sentenceAround(scan, first, last) };
}

function isAboutSomebody(
  scan: Scan,
  { category, first }: Term,
  { passage, person }: { readonly passage: Passage; readonly person: Finding | undefined },
): boolean {
  if (person !== undefined && (!needsNearness.has(category) || isNear(scan, person, passage))) return true;
  if (holdsPerson(scan, first, passage.first) || hasPossessive(scan, first) || followsHe(scan, first)) return true;
  return mentionsPerson(scan, { ...passage, reach: reachOf(category) });
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

/** Words of a phrase that only tell it from another, and are no part of what is sensitive: حامل في, condamné à, مصابة بداء …, زوجتي حامل. */
const around =
  /^(?:في|ف|f|b|ب|l|m3a|mn|de|d|du|of|for|à|a|au|aux|pour|dans|le|la|est|été|s|was|been|[بل]?داء|[بل]?مرض|مريضة?|و?هي|هو|كانت|أنا|راني|راها)$/i;

function core(scan: Scan, firstWord: number, lastWord: number): { readonly first: number; readonly last: number } {
  const { tokens } = scan;
  let first = firstWord;
  while (first < lastWord && (around.test(textOf(tokens, first)) || saysWho(scan, first))) first += 1;
  let last = lastWord;
  while (last > first && around.test(textOf(tokens, last))) last -= 1;
  return { first, last };
}

/** زوجتي حامل, mrida b lkanser, but not mrida nafsiya. */
function saysWho(scan: Scan, token: number): boolean {
  if (!holdsPerson(scan, token, token + 1)) return false;
  return kindOf(scan.tokens, token) === tokenKind.arabic || /^b$/i.test(textOf(scan.tokens, token + 1));
}

/** زوجتي حامل: the phrase itself says who. */
function holdsPerson({ tokens }: Scan, from: number, to: number): boolean {
  for (let token = from; token < to; token += 1) if (has(tokens, token, flag.person)) return true;
  return false;
}

/** diabète de type 2 */
function lengthOfType({ tokens }: Scan, last: number): number {
  return (
    /^ (?:de )?type [12](?!\d)/.exec(tokens.text.slice(endOf(tokens, last), endOf(tokens, last) + 12))?.[0].length ?? 0
  );
}

const topic =
  /(?:langues?|cultures?|festival|musée|histoire|patrimoine|lutte|campagne|dépistage|prévention|journée|semaine|association|recherche|vaccin|symptômes|museum|research|campaign|awareness|اللغة|الثقافة|اللسان|تاريخ|متحف|مكافحة|محاربة|الوقاية من|جمعية) (?:(?:mondiale|nationale|de|des|du|d|la|le|les|l|contre|against|of|on|the)['’ ]){0,3}$/iu;

/** A rule speaks of whoever it fits: toute personne atteinte de, كل من, patients with. */
const anybody =
  /(?:toute personne|tou(?:te?|s|tes) (?:les )?\p{L}+s?|quiconque|any(?:one| person)|every(?:one| person)|patients with|كل من|كل شخص|كل مريض|أي شخص) [^.!?؟]{0,30}$/iu;

/** langue amazighe, lutte contre le sida: what is spoken about, nobody. */
function isTopic({ tokens }: Scan, first: number): boolean {
  const before = tokens.text.slice(Math.max(0, startOf(tokens, first) - 60), startOf(tokens, first));
  return topic.test(before) || anybody.test(before);
}

const possessive = /^(?:my|your|his|her|mon|ma|mes|ton|ta|tes|sa|votre|vos)$/i;

/** « Il a été placé en … »: a person, where « il faut » and « il est prouvé que » are nobody. */
const he =
  /(?:^|[.!?;:,]\s|\n|qu['’])il (?:a été|a eu|a une?|souffre|est atteint|est suivi|prend|suit|sort de)[^.!?]{0,30}$/i;

function followsHe({ tokens }: Scan, first: number): boolean {
  return he.test(tokens.text.slice(Math.max(0, startOf(tokens, first) - 60), startOf(tokens, first)));
}

/** her fingerprints, « son casier judiciaire »: somebody's. */
function hasPossessive({ tokens }: Scan, first: number): boolean {
  const text = textOf(tokens, first - 1);
  return (
    gapAfter(tokens, first - 1) === ' ' &&
    (possessive.test(text) || (/^(?:son|ses)$/i.test(text) && has(tokens, first, flag.phrase)))
  );
}

function sentenceAround({ tokens }: Scan, first: number, last: number): { readonly from: number; readonly to: number } {
  let from = first;
  while (from > 0 && first - from < sentenceReach && !endsSentence(tokens, from - 1)) from -= 1;
  let to = last;
  while (to + 1 < tokens.count && to - last < sentenceReach && !endsSentence(tokens, to)) to += 1;
  return { from, to };
}

function endsSentence(tokens: Tokens, token: number): boolean {
  const gap = gapAfter(tokens, token);
  if (!/[.!?؟](?:\s|$)|\n\n/.test(gap)) return false;
  // M. Tahiri, Dr. Fassi
  return !(gap === '. ' && has(tokens, token, flag.title) && endOf(tokens, token) - startOf(tokens, token) < 4);
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
    if (has(tokens, token, flag.person) || isKin(tokens, token)) return true;
  }
  return false;
}

/** ma femme: somebody; « la femme »: anybody. */
function isKin(tokens: Tokens, token: number): boolean {
  return (
    token > 0 &&
    kin.test(textOf(tokens, token)) &&
    (possessive.test(textOf(tokens, token - 1)) || /^(?:son|leur)$/i.test(textOf(tokens, token - 1)))
  );
}

const kin = /^(?:femme|homme|chef|assistante?|client|clients|prof|propriétaire|bonne|famille)$/i;

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
