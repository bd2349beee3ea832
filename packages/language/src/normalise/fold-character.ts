/** Letters and signs that are one to a reader of Arabic, French or Darija but not to Unicode. */
const sameTo = new Map<string, string>(
  [
    ['أإآٱٲٳٵ', 'ااااااا'],
    ['ىیېئۍ', 'ييييي'],
    ['ةۀہھەۃ', 'هههههه'],
    ['ؤۉۇ', 'ووو'],
    ['گڭݣکڪ', 'ككككك'],
    ['پ', 'ب'],
    ['ڤ', 'ف'],
    ['،؛؟٪٫٬۔', ',;?%.,.'],
    ['‘’‚‛ʼ`´ʻ′', "'''''''''"],
    ['“”„«»‟″', '"""""""'],
    ['‐‑‒–—―−﹣', '--------'],
    ['ıłđøħ', 'ildoh'],
  ].flatMap(([from = '', to = '']) =>
    [...from].map((character, index): [string, string] => [character, to.charAt(index)]),
  ),
);
const spelledOut = new Map([
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ß', 'ss'],
]);

/** Marks that are written on letters: accents, vowel signs, Koranic signs. They vanish into the letter before them. */
export const marks =
  /^[\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/;
/** Tatweel, bidi controls, zero-width characters, soft hyphens, variation selectors: nothing a reader sees. */
const invisible =
  /[\u00ad\u034f\u061c\u0640\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;
const everyMark = new RegExp(marks.source.slice(1, -1), 'g');
/** Long enough for every character; a fold that had not settled by then would be a defect of Unicode's tables. */
const MOST_ROUNDS = 5;

/** What one character becomes in the index: nothing, one or several characters, none of which would change again. */
export function foldCharacter(character: string): string {
  let folded = character;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = foldOnce(folded);
    if (next === folded) return next;
    folded = next;
  }
  return folded;
}

function foldOnce(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(everyMark, '')
    .normalize('NFC')
    .replace(invisible, '');
  let out = '';
  for (const character of plain) out += foldLetter(character);
  return out;
}

function foldLetter(character: string): string {
  const same = sameTo.get(character) ?? spelledOut.get(character);
  if (same !== undefined) return same;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x06_60 && code <= 0x06_69) return String.fromCharCode(code - 0x06_60 + 0x30);
  if (code >= 0x06_f0 && code <= 0x06_f9) return String.fromCharCode(code - 0x06_f0 + 0x30);
  if (character === '\n') return character;
  return code < 0x20 || code === 0x7f || /^\s$/u.test(character) ? ' ' : character;
}
