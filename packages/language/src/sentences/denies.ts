import { normaliseForIndex } from '../normalise/normalise-for-index.ts';

const own = String.raw`ne|pas|jamais|aucune?|nulle?|ni|not|never|cannot|nor|لا|لم|لن|ليس|ليست|ليسوا|دون|بدون|عدم|ماشي|بلا`;
/** In a source these deny too; in a claim they often join: "sans délai", "غير أن". */
const alsoInSources = String.raw`sans|sauf|non|no|without|except|غير|باستثناء|الا|ممنوع|يمنع|interdite?s?|refuse[rse]*|رفض`;
const darija = String.raw`ما ?\p{L}{2,}ش`;
const claim = pattern(`${own}|${darija}`);
const source = pattern(`${own}|${darija}|${alsoInSources}`);

/** Whether a sentence says that something is not so, in French, Arabic, Darija or English. */
export function denies(text: string): boolean {
  return claim.test(normaliseForIndex(text).text);
}

/** Whether a text may be what a denial rests on. */
export function mayDeny(text: string): boolean {
  return source.test(normaliseForIndex(text).text);
}

function pattern(words: string): RegExp {
  return new RegExp(String.raw`(?<!\p{L})(?:${words})(?!\p{L})|(?<!\p{L})n'(?=\p{L})`, 'u');
}
