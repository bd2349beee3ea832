import { findDates, findLegalReferences, findNumbers, normaliseForIndex } from '@riad/language';

/** What a sentence states that a source can be held to, word for word. */
export interface Facts {
  readonly numbers: readonly number[];
  /** `YYYY-MM-DD`. */
  readonly dates: readonly string[];
  readonly references: readonly string[];
  /** Folded: proper names in Latin letters, acronyms, addresses, identifiers. */
  readonly names: readonly string[];
}

const citationMark = /\[\d{1,2}\]/g;
const identifiers =
  /[\w.+-]+@[\w-]+\.[\w.]+|https?:\/\/\S+|(?<![\p{L}\p{N}])(?:[A-Z]{1,4}\d{3,}|[A-Z]{2,}(?:-[A-Z0-9]+)*)(?![\p{L}\p{N}])/gu;
/** A capital inside a sentence, in French or English. */
const properName =
  /(?<=\p{Ll}[,;:]? |\p{Ll}['’])(\p{Lu}\p{Ll}+(?:[ -](?:\p{Lu}\p{Ll}+|de|du|des|la|el|al|ben|ould) ?)*\p{Lu}?\p{Ll}*)/gu;

export function factsOf(text: string): Facts {
  const claim = text.replaceAll(citationMark, ' ');
  const dates = findDates(claim);
  const references = findLegalReferences(claim);
  const taken = [...dates, ...references];
  const numbers = findNumbers(claim).filter(
    ({ start, end }) => !taken.some((span) => span.start < end && span.end > start),
  );
  const names = [...claim.matchAll(identifiers), ...claim.matchAll(properName)]
    .map(([name]) => fold(name))
    .filter((name) => name.length > 1);
  return {
    numbers: [...new Set(numbers.map(({ value }) => value))],
    dates: [...new Set(dates.map(({ iso }) => iso))],
    references: [...new Set(references.map(({ key }) => key))],
    names: [...new Set(names)],
  };
}

/** The fact of the claim that the source does not hold; undefined when it holds them all. */
export function missingFact(claim: Facts, source: string, sourceReferences: readonly string[]): string | undefined {
  const held = factsOf(source);
  const allNumbers = new Set(findNumbers(source).map(({ value }) => value));
  const folded = fold(source);
  const named = [...held.references, ...sourceReferences];
  return (
    claim.numbers.map(String).find((value) => !allNumbers.has(Number(value)) && !folded.includes(value)) ??
    claim.dates.find((date) => !held.dates.some((other) => sameDay(date, other))) ??
    claim.references.find(
      (key) => !named.some((other) => other === key || other.endsWith(key) || other.startsWith(`${key}#`)),
    ) ??
    claim.names.find((name) => !folded.includes(name))
  );
}

/** Hijri dates are computed and may be two days off. */
function sameDay(left: string, right: string): boolean {
  return left === right || Math.abs(Date.parse(left) - Date.parse(right)) <= 2 * 86_400_000;
}

function fold(text: string): string {
  return normaliseForIndex(text).text.trim();
}
