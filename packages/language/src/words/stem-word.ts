const alefAndLam = /[ال]{2,}/g;
const arabicLetter = /[\u0620-\u064a\u0671-\u06d3]/;
const latinWord = /^[a-z]+$/;

const arabicPrefixes = [
  'وبال',
  'وكال',
  'فبال',
  'وال',
  'بال',
  'كال',
  'فال',
  'ولل',
  'فلل',
  'لل',
  'ال',
  'و',
  'ف',
  'ب',
  'ك',
  'ل',
];
const arabicSuffixes = [
  'هما',
  'تين',
  'تان',
  'يات',
  'ها',
  'هم',
  'هن',
  'كم',
  'نا',
  'ان',
  'ات',
  'ون',
  'ين',
  'يه',
  'وا',
  'ه',
  'ي',
  'ا',
];
/** Letters that must remain for a stem to mean anything. */
const SHORTEST_STEM = 3;

/**
 * The same word whichever way a broken PDF wrote its lam-alef ligatures: neighbouring alefs and lams are put in one order.
 */
export function settleLamAlef(form: string): string {
  return form.includes('ل') && form.includes('ا') ? form.replace(alefAndLam, sortRun) : form;
}

function sortRun(run: string): string {
  const alefs = run.split('ا').length - 1;
  return 'ا'.repeat(alefs) + 'ل'.repeat(run.length - alefs);
}

/** Strips articles, particles, plural and feminine endings from a folded form. Never to fewer than three letters. */
export function stemWord(form: string): string {
  if (arabicLetter.test(form)) return stemArabic(settleLamAlef(form.replaceAll('ء', '')));
  return latinWord.test(form) ? stemLatin(form) : form;
}

function stemArabic(form: string): string {
  let stem = stripArticle(form);
  for (const suffix of arabicSuffixes) {
    if (stem.endsWith(suffix) && stem.length - suffix.length >= SHORTEST_STEM) {
      stem = stem.slice(0, -suffix.length);
      break;
    }
  }
  return stem;
}

function stripArticle(form: string): string {
  // An article before an alef: الأولى once its letters are settled.
  const beforeAlef = /^(?:[وفبك]|وب|وك)?اال(?=..)/.exec(form);
  if (beforeAlef !== null) return `ا${form.slice(beforeAlef[0].length)}`;
  for (const prefix of arabicPrefixes) {
    // A single letter is a particle only before a word that stands without it.
    const shortest = prefix.length === 1 ? SHORTEST_STEM + 1 : SHORTEST_STEM;
    if (form.startsWith(prefix) && form.length - prefix.length >= shortest) return form.slice(prefix.length);
  }
  return form;
}

/** French and English plurals and the silent e; nothing cleverer, since trigrams do the rest. */
function stemLatin(form: string): string {
  if (form.length < 4) return form;
  const singular = form.endsWith('aux') && form.length > 5 ? `${form.slice(0, -3)}al` : form.replace(/(?:es|s|x)$/, '');
  const stem = singular.length > 4 ? singular.replace(/e+$/, '') : singular;
  return stem.length >= SHORTEST_STEM ? stem : form;
}
