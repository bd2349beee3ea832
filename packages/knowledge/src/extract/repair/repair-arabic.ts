import type { QualityProblem } from '../document.ts';

/** What was wrong with a text that came out of a PDF, and the text put right. Lengths may differ. */
export interface Repair {
  readonly text: string;
  readonly problems: readonly QualityProblem[];
}

/** How a document as a whole was damaged; decided over all its pages, since one page has too few words. */
export interface Damage {
  /** Lam-alef ligatures came out as alef-lam. */
  readonly reversed: boolean;
  /** Lengthened letters came out as a loose heh. */
  readonly strayHeh: boolean;
}

const alef = '[اأإآ]';
const wordStart = String.raw`(?<![\p{Script=Arabic}])`;
const reversedStart = new RegExp(`${wordStart}([وفبك]?)ا([أإآا])ل(?=\\p{Script=Arabic})`, 'gu');
const rightStart = new RegExp(`${wordStart}[وفبك]?ال${alef}`, 'gu');
/** Share of reversed among all that begin with an article and an alef. */
const REVERSED_SHARE = 0.2;
const STRAY_SHARE = 0.003;

export function findDamage(text: string): Damage {
  const reversed = count(text, reversedStart);
  const right = count(text, rightStart);
  const words = count(text, /[\p{Script=Arabic}]{2,}/gu);
  const stray = count(text, /(?<=[\s.:،])ه(?=[\s.:،]|$)|(?<=\p{Script=Arabic}{2})هوا[إأل]/gu);
  return {
    reversed: reversed > 0 && reversed >= REVERSED_SHARE * (reversed + right),
    strayHeh: stray > STRAY_SHARE * words && stray > 1,
  };
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** Puts a text right as far as it can be done without guessing; a guess at a negation is reported. */
export function repairArabic(text: string, damage: Damage): Repair {
  const problems = new Set<QualityProblem>();
  let out = text;
  const change = (next: string, problem: QualityProblem): void => {
    if (next !== out) problems.add(problem);
    out = next;
  };
  if (damage.reversed) {
    change(unreverse(out), 'reversed-ligatures');
    change(restoreNegations(out), 'negation-guessed');
  }
  if (damage.strayHeh) change(withoutStrayHeh(out), 'stray-letters');
  out = out.replaceAll(/(\d)(?=\p{Script=Arabic}{2})/gu, '$1 ').replaceAll(/(?<=\p{Script=Arabic}{3})(?=\d)/gu, ' ');
  return { text: out, problems: [...problems] };
}

/** Frequent words with a lam-alef inside, as they come out; the rest are found by their beginning. */
const inside: readonly (readonly [string, string])[] = [
  ['خالل', 'خلال'],
  ['عالق', 'علاق'],
  ['إعالن', 'إعلان'],
  ['اإلعالن', 'الإعلان'],
  ['معامال', 'معاملا'],
  ['إصالح', 'إصلاح'],
  ['اطالع', 'اطلاع'],
  ['استقالل', 'استقلال'],
  ['أعاله', 'أعلاه'],
  ['بطالن', 'بطلان'],
  ['مالئم', 'ملائم'],
  ['مالحظ', 'ملاحظ'],
  ['دالئل', 'دلائل'],
  ['وكالء', 'وكلاء'],
  ['عمالء', 'عملاء'],
  ['إخالل', 'إخلال'],
  ['اختالف', 'اختلاف'],
  ['ائتالف', 'ائتلاف'],
  ['تالعب', 'تلاعب'],
  ['صالحي', 'صلاحي'],
  ['فالحة', 'فلاحة'],
  ['فالحي', 'فلاحي'],
  ['ثالثين', 'ثلاثين'],
  ['ثالثون', 'ثلاثون'],
  ['الثالثاء', 'الثلاثاء'],
  ['إبالغ', 'إبلاغ'],
  ['سالمة', 'سلامة'],
  ['حاالت', 'حالات'],
  ['مجاالت', 'مجالات'],
  ['وكاالت', 'وكالات'],
  ['اتصاالت', 'اتصالات'],
  ['ضالل', 'ضلال'],
  ['إخالء', 'إخلاء'],
  ['استغالل', 'استغلال'],
  ['احتالل', 'احتلال'],
  ['مقاوال', 'مقاولا'],
  ['آالت', 'آلات'],
  ['آجاال', 'آجالا'],
  ['اآلجال', 'الآجال'],
];
/** Whole words; inside others the same letters are right. */
const whole = new Map([
  ['إال', 'إلا'],
  ['وإال', 'وإلا'],
  ['فإال', 'فإلا'],
  ['أوال', 'أولا'],
  ['مثال', 'مثلا'],
  ['فضال', 'فضلا'],
  ['أصال', 'أصلا'],
  ['كامال', 'كاملا'],
  ['عمال', 'عملا'],
]);
const insidePattern = new RegExp(
  inside
    .map(([wrong]) => wrong)
    .toSorted((left, right) => right.length - left.length)
    .join('|'),
  'gu',
);
const insideWords = new Map(inside);

function unreverse(text: string): string {
  return text
    .replaceAll(reversedStart, '$1ال$2')
    .replaceAll(new RegExp(`${wordStart}([وف]?)(ل|لل)([أإآ])ل(?=\\p{Script=Arabic})`, 'gu'), '$1$2ل$3')
    .replaceAll(
      /\p{Script=Arabic}+/gu,
      (word) =>
        whole.get(word) ??
        word
          .replaceAll(/(?<=\p{Script=Arabic})([أإآ])ل(?=\p{Script=Arabic})/gu, 'ل$1')
          .replaceAll(insidePattern, (wrong) => insideWords.get(wrong) ?? wrong),
    );
}

/** A bare article cannot stand alone: it was the word for "not". Marked as a guess, since it turns the meaning round. */
function restoreNegations(text: string): string {
  return text
    .replaceAll(new RegExp(`${wordStart}([وف]?)ال(?=\\s+[يتن]\\p{Script=Arabic}{2})`, 'gu'), '$1لا')
    .replaceAll(new RegExp(`${wordStart}أال(?=\\s)`, 'gu'), 'ألا');
}

function withoutStrayHeh(text: string): string {
  return text
    .replaceAll(/(?<=^|[\s.:؛،])ه{1,2}(?=[\s.:؛،]|$)/gu, '')
    .replaceAll(/(?<=^|[\s:])ه(?=و?ال\p{Script=Arabic}{3})/gu, '')
    .replaceAll(/(?<=\p{Script=Arabic}{3})ه(?=و?ال\p{Script=Arabic}{3}|لل\p{Script=Arabic}{3})/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ (?=[.،:])/g, '');
}
