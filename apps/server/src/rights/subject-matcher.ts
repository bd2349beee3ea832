import { PlatformError } from '@riad/contracts';
import { normalise } from '@riad/guard';
import type { MatchText, Span } from '@riad/store';

/** Shorter ones would be found in half of all texts. */
const SHORTEST = 4;
const MOST_IDENTIFIERS = 50;

const separators = String.raw`[\s.\-_/()]{0,2}`;
/** One-letter words that Arabic writes together with the next one. */
const clitic = '[وفبلك]';

/**
 * Finds every mention of a person by any of their identifiers and names, in any spelling of digits, case, accents and
 * separators. Other scripts and other spellings of a name are found when they are given as well.
 */
export function createSubjectMatcher(identifiers: readonly string[]): MatchText {
  if (identifiers.length === 0 || identifiers.length > MOST_IDENTIFIERS) {
    throw new PlatformError('request.invalid', `give 1 to ${MOST_IDENTIFIERS} identifiers`, { field: 'identifiers' });
  }
  const pattern = new RegExp(identifiers.map(patternOf).join('|'), 'gu');
  return (text) => findAll(text, pattern);
}

function patternOf(identifier: string): string {
  const folded = fold(normalise(identifier).text).text.trim();
  const characters = [...folded].filter((character) => /[\p{L}\p{N}]/u.test(character));
  if (characters.length < SHORTEST) {
    throw new PlatformError('request.invalid', `an identifier is shorter than ${SHORTEST} letters and digits`, {
      field: 'identifiers',
      remedy: 'Give the whole number or the full name.',
    });
  }
  if (folded.includes('@')) return bounded(escape(folded));
  const phone = /^(?:00212|212|0)(?<core>[5-8]\d{8})$/.exec(characters.join(''))?.groups?.['core'];
  if (phone !== undefined) return phonePattern(phone);
  if (/\p{N}/u.test(folded)) return bounded(spaced(characters));
  return namePattern(folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''));
}

function phonePattern(core: string): string {
  const prefix = String.raw`(?:(?:\+|00)?212${separators}(?:0${separators})?|0${separators})`;
  return String.raw`(?<!\p{N})${prefix}${spaced([...core])}(?!\p{N})`;
}

/** Given and family name in either order. */
function namePattern(words: readonly string[]): string {
  const between = String.raw`[\s'’\-]{1,3}`;
  const orders = [words, [...words.slice(-1), ...words.slice(0, -1)], [...words.slice(1), ...words.slice(0, 1)]];
  const unique = new Set(orders.map((order) => order.map(escape).join(between)));
  return bounded(`(?:${[...unique].join('|')})`);
}

function spaced(characters: readonly string[]): string {
  return characters.map(escape).join(separators);
}

function bounded(pattern: string): string {
  return String.raw`(?<=(?<![\p{L}\p{N}])${clitic}?)${pattern}(?![\p{L}\p{N}])`;
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`);
}

function findAll(text: string, pattern: RegExp): readonly Span[] {
  const normal = normalise(text);
  const folded = fold(normal.text);
  return [...folded.text.matchAll(pattern)].map((match) => ({
    start: normal.startOf(folded.at[match.index] ?? 0),
    end: normal.endOf((folded.at[match.index + match[0].length - 1] ?? 0) + 1),
  }));
}

/** Small letters without accents, with the place that each came from. */
function fold(text: string): { readonly text: string; readonly at: readonly number[] } {
  let folded = '';
  const at: number[] = [];
  let place = 0;
  for (const character of text) {
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < plain.length; unit++) at.push(place);
    folded += plain;
    place += character.length;
  }
  return { text: folded, at };
}
