/** Arabic letters that one Latin spelling may stand for, the most likely first. Longer spellings are read first. */
const letters: readonly (readonly [string, string])[] = [
  ['kh', 'خ'],
  ['gh', 'غ'],
  ['ch', 'ش'],
  ['sh', 'ش'],
  ['th', 'تث'],
  ['dh', 'دذض'],
  ['ou', 'و'],
  ['oo', 'و'],
  ['ee', 'ي'],
  ['ai', 'ي'],
  ['aa', 'ا'],
  ['ph', 'ف'],
  ['2', 'اء'],
  ['3', 'ع'],
  ['5', 'خ'],
  ['6', 'ط'],
  ['7', 'ح'],
  ['8', 'ه'],
  ['9', 'ق'],
  ['a', '~ا'],
  ['b', 'ب'],
  ['c', 'كس'],
  ['d', 'دض'],
  ['e', '~ي'],
  ['f', 'ف'],
  ['g', 'كقغ'],
  ['h', 'هح'],
  ['i', 'ي~'],
  ['j', 'ج'],
  ['k', 'ك'],
  ['l', 'ل'],
  ['m', 'م'],
  ['n', 'ن'],
  ['o', 'و~'],
  ['p', 'ب'],
  ['q', 'ق'],
  ['r', 'ر'],
  ['s', 'سص'],
  ['t', 'تط'],
  ['u', 'و~'],
  ['v', 'ف'],
  ['w', 'و'],
  ['x', 'ش'],
  ['y', 'ي'],
  ['z', 'زظ'],
];
/** `~` above: a short vowel, which Arabic does not write. */
const unwritten = '~';
const spellings = new Map(letters.map(([latin, arabic]) => [latin, arabic]));
const digitInside = /^(?=.*[a-z])(?:[a-z]+[235679][a-z235679]*|[235679]{1,2}[a-z][a-z235679]*)$/;
const MOST_CANDIDATES = 24;

/** Whether a folded Latin word is spelled with the digits that stand for Arabic letters: 3lach, l7ala, 9rib. */
export function looksLikeArabizi(form: string): boolean {
  // Three signs that begin with a letter are rather a name: mp3, h2o.
  return form.length > (/^\d/.test(form) ? 2 : 3) && digitInside.test(form);
}

/** Arabic spellings of a Latin word, folded, the most likely first; at most 24. */
export function arabiziToArabic(form: string): readonly string[] {
  let candidates = [''];
  for (const piece of pieces(form)) {
    const choices = [...(spellings.get(piece) ?? piece)];
    candidates = choices.flatMap((choice) =>
      candidates.map((candidate) => (choice === unwritten ? candidate : candidate + choice)),
    );
    if (candidates.length > MOST_CANDIDATES) candidates = candidates.slice(0, MOST_CANDIDATES);
  }
  return [...new Set(candidates.flatMap(withArticle))].filter((word) => word !== '').slice(0, MOST_CANDIDATES);
}

/** "lmadrasa", "el madrasa": the article is written with its alef in Arabic. */
function withArticle(word: string): readonly string[] {
  return word.startsWith('ل') && word.length > 3 ? [word, `ا${word}`] : [word];
}

/** Reads doubled letters as one: they mark a shadda. */
function pieces(form: string): readonly string[] {
  const found: string[] = [];
  const text = form.replaceAll(/([b-df-gj-np-tv-z])\1+/g, '$1');
  for (let at = 0; at < text.length;) {
    const pair = text.slice(at, at + 2);
    const piece = pair.length === 2 && spellings.has(pair) ? pair : text.charAt(at);
    found.push(piece);
    at += piece.length;
  }
  return found;
}

/** Latin spellings as people type them. Vowels that Arabic leaves out stay out. */
const latin = new Map(
  Object.entries({
    ا: 'a',
    ب: 'b',
    ت: 't',
    ث: 't',
    ج: 'j',
    ح: '7',
    خ: 'kh',
    د: 'd',
    ذ: 'd',
    ر: 'r',
    ز: 'z',
    س: 's',
    ش: 'ch',
    ص: 's',
    ض: 'd',
    ط: 't',
    ظ: 'd',
    ع: '3',
    غ: 'gh',
    ف: 'f',
    ق: '9',
    ك: 'k',
    ل: 'l',
    م: 'm',
    ن: 'n',
    ه: 'h',
    و: 'ou',
    ي: 'i',
    ء: '2',
  }),
);

/** How a folded Arabic word is often typed in Latin letters. */
export function arabicToArabizi(form: string): string {
  let out = '';
  for (const letter of form) out += latin.get(letter) ?? letter;
  return form.endsWith('ه') ? `${out.slice(0, -1)}a` : out;
}

/** One sign per group of consonants that spellings mix up; vowels, doubling and the article left out. */
const groups = new Map(
  [
    ['بپ', 'B'],
    ['تطث', 'T'],
    ['دذضظ', 'D'],
    ['ج', 'J'],
    ['حهخ', 'H'],
    ['ر', 'R'],
    ['زظ', 'Z'],
    ['سص', 'S'],
    ['ش', 'C'],
    ['ع', 'E'],
    ['غ', 'G'],
    ['فڤ', 'F'],
    ['ق', 'Q'],
    ['ك', 'K'],
    ['ل', 'L'],
    ['م', 'M'],
    ['ن', 'N'],
    ['و', 'W'],
    ['ي', 'Y'],
  ].flatMap(([from = '', to = '']) => [...from].map((letter): [string, string] => [letter, to])),
);

/**
 * What remains of a word whichever way it is spelled, in Latin letters or in Arabic: its consonants. Takes a folded form.
 * Long vowels are left out: one spelling writes them, the next does not.
 */
export function consonantSkeleton(form: string): string {
  const arabic = /\p{Script=Arabic}/u.test(form) ? form : plainSpelling(form);
  const bare = arabic.replace(/^(?:[وفب])?ال(?=...)/u, '').replace(/ه$/u, '');
  let skeleton = '';
  for (const letter of bare) {
    const sign = groups.get(letter);
    if (sign === undefined || sign === 'W' || sign === 'Y' || skeleton.endsWith(sign)) continue;
    skeleton += sign;
  }
  return skeleton;
}

function plainSpelling(form: string): string {
  const article = form.replace(/^(?:el|al|l)[ -]?(?=[^aeiou]..)/, '');
  return pieces(article)
    .map((piece) => (spellings.get(piece) ?? '').charAt(0).replace(unwritten, ''))
    .join('');
}
