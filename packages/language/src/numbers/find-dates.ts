import { normaliseForIndex } from '../normalise/normalise-for-index.ts';
import { hijriToGregorian } from './hijri.ts';

/** A date in a text. */
export interface FoundDate {
  readonly calendar: 'gregorian' | 'hijri';
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** `2020-03-06`. For a Hijri date this is computed and may be a day off: Moroccan months follow the moon's sighting. */
  readonly iso: string;
  readonly approximate: boolean;
  readonly start: number;
  readonly end: number;
}

function numbered(months: readonly string[]): [string, number][] {
  return months.flatMap((names, index) => names.split('|').map((name): [string, number] => [name, index + 1]));
}

const gregorian = new Map(
  numbered([
    'janvier|january|jan|janv|يناير|كانون الثاني|جانفي|ⵉⵏⵏⴰⵢⵔ',
    'fevrier|february|feb|fev|فبراير|شباط|فيفري|ⴱⵕⴰⵢⵕ',
    'mars|march|mar|مارس|اذار|ⵎⴰⵕⵚ',
    'avril|april|apr|avr|ابريل|نيسان|افريل|ⵉⴱⵔⵉⵔ',
    'mai|may|ماي|مايو|ايار|ⵎⴰⵢⵢⵓ',
    'juin|june|jun|يونيو|يونيه|حزيران|جوان|ⵢⵓⵏⵢⵓ',
    'juillet|july|jul|juil|يوليوز|يوليو|تموز|جويليه|ⵢⵓⵍⵢⵓⵣ',
    'aout|august|aug|غشت|اغسطس|اب|اوت|ⵖⵓⵛⵜ',
    'septembre|september|sep|sept|شتنبر|سبتمبر|ايلول|ⵛⵓⵜⴰⵏⴱⵉⵔ',
    'octobre|october|oct|اكتوبر|تشرين الاول|ⴽⵜⵓⴱⵔ',
    'novembre|november|nov|نونبر|نوفمبر|تشرين الثاني|ⵏⵓⵡⴰⵏⴱⵉⵔ',
    'decembre|december|dec|دجنبر|ديسمبر|كانون الاول|ⴷⵓⵊⴰⵏⴱⵉⵔ',
  ]),
);
const hijri = new Map(
  numbered([
    'moharrem|moharram|muharram|محرم',
    'safar|صفر',
    'rabii i|rabi i|rabia i|rabii al-aoual|ربيع الاول',
    'rabii ii|rabi ii|rabia ii|ربيع الثاني|ربيع الاخر',
    'joumada i|jumada i|جمادي الاولي',
    'joumada ii|jumada ii|جمادي الثانيه|جمادي الاخره',
    'rejeb|rajab|رجب',
    'chaabane|chaaban|shaaban|شعبان',
    'ramadan|رمضان',
    'chaoual|chawal|shawwal|شوال',
    'kaada|qiida|hija al-kaada|dhou al-kaada|ذي القعده|ذو القعده',
    'hija|hijja|dhou al-hija|ذي الحجه|ذو الحجه',
  ]),
);

function alternatives(months: ReadonlyMap<string, number>): string {
  return [...months.keys()].toSorted((left, right) => right.length - left.length).join('|');
}

const day = String.raw`(?<![\p{Script=Latin}\p{N}ء-هىي]|\d[-./])(?:(\d{1,2})(?: ?er)?|(فاتح|premier))`;
const between = String.raw`(?: (?:de |من )?(?:شهر )?)`;
const named = (months: ReadonlyMap<string, number>): RegExp =>
  new RegExp(String.raw`${day}${between}(${alternatives(months)})[ ,.]{1,2}(\d{4})(?!\p{N})`, 'gu');
const gregorianNamed = named(gregorian);
const hijriNamed = named(hijri);
const dayFirst = /(?<![\p{L}\p{N}]|\d[-./])(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?![\p{L}\p{N}]|[-./]\d)/gu;
const yearFirst = /(?<![\p{L}\p{N}]|\d[-./])(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?![\p{L}\p{N}]|[-./]\d)/gu;

interface Raw {
  readonly calendar: FoundDate['calendar'];
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly at: number;
  readonly length: number;
}

/** Dates of a text in order: 12 mars 2021, ١٢ مارس ٢٠٢١, 12/03/2021, 2021-03-12, 11 rejeb 1441, 15 رمضان 1442. */
export function findDates(text: string): readonly FoundDate[] {
  const normal = normaliseForIndex(text);
  return [
    ...readNamed(normal.text, gregorianNamed, gregorian).map((found): Raw => ({ ...found, calendar: 'gregorian' })),
    ...readNamed(normal.text, hijriNamed, hijri).map((found): Raw => ({ ...found, calendar: 'hijri' })),
    ...[...normal.text.matchAll(dayFirst)].map((match) =>
      raw(match, { year: match[4], month: match[3], day: match[1] }),
    ),
    ...[...normal.text.matchAll(yearFirst)].map((match) =>
      raw(match, { year: match[1], month: match[3], day: match[4] }),
    ),
  ]
    .filter(isPossible)
    .toSorted((left, right) => left.at - right.at)
    .map((found) => present(found, { start: normal.startOf(found.at), end: normal.endOf(found.at + found.length) }));
}

function readNamed(text: string, pattern: RegExp, months: ReadonlyMap<string, number>): Omit<Raw, 'calendar'>[] {
  return [...text.matchAll(pattern)].map((match) => ({
    year: Number(match[4]),
    month: months.get(match[3] ?? '') ?? 0,
    day: match[1] === undefined ? 1 : Number(match[1]),
    at: match.index,
    length: match[0].length,
  }));
}

function raw(match: RegExpExecArray, parts: Readonly<Record<'year' | 'month' | 'day', string | undefined>>): Raw {
  return {
    calendar: 'gregorian',
    year: Number(parts.year),
    month: Number(parts.month),
    day: Number(parts.day),
    at: match.index,
    length: match[0].length,
  };
}

function isPossible({ month, day: dayOfMonth }: Raw): boolean {
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31;
}

function present({ calendar, year, month, day: dayOfMonth }: Raw, span: { start: number; end: number }): FoundDate {
  const iso =
    calendar === 'hijri'
      ? hijriToGregorian({ year, month, day: dayOfMonth })
      : `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
  return { calendar, year, month, day: dayOfMonth, iso, approximate: calendar === 'hijri', ...span };
}
