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

/** Inclusive ranges of code units: accents, vowel signs, Koranic signs. They vanish into the letter before them. */
const markRanges = [
  [0x03_00, 0x03_6f],
  [0x04_83, 0x04_89],
  [0x06_10, 0x06_1a],
  [0x06_4b, 0x06_5f],
  [0x06_70, 0x06_70],
  [0x06_d6, 0x06_dc],
  [0x06_df, 0x06_e8],
  [0x06_ea, 0x06_ed],
  [0x08_d3, 0x08_ff],
  [0x1a_b0, 0x1a_ff],
  [0x1d_c0, 0x1d_ff],
  [0x20_d0, 0x20_ff],
  [0xfe_20, 0xfe_2f],
] as const;
/** Tatweel, bidi controls, zero-width characters, soft hyphens, variation selectors: nothing a reader sees. */
const invisibleRanges = [
  [0xad, 0xad],
  [0x03_4f, 0x03_4f],
  [0x06_1c, 0x06_1c],
  [0x06_40, 0x06_40],
  [0x11_5f, 0x11_60],
  [0x18_0b, 0x18_0f],
  [0x20_0b, 0x20_0f],
  [0x20_2a, 0x20_2e],
  [0x20_60, 0x20_6f],
  [0xfe_00, 0xfe_0f],
  [0xfe_ff, 0xfe_ff],
] as const;

function within(ranges: readonly (readonly [number, number])[], code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last);
}

export function isMark(character: string): boolean {
  return within(markRanges, character.charCodeAt(0));
}

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
  let plain = '';
  for (const character of text.normalize('NFKC').toLowerCase().normalize('NFD')) {
    if (!isMark(character) && !within(invisibleRanges, character.charCodeAt(0))) plain += character;
  }
  let out = '';
  for (const character of plain.normalize('NFC')) out += foldLetter(character);
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
