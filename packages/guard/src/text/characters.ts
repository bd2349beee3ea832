/** What a normalised code unit is, for cutting text into tokens. */
export const other = 0;
export const digit = 1;
export const latin = 2;
export const arabic = 3;
/** Letters of scripts that no lexicon covers. */
export const foreign = 4;

/** Tables over the basic plane, indexed by code unit. */
export interface CharacterTables {
  /** Normalised code unit; `drop` for what vanishes, `attach` for marks that vanish into the letter before, `expand` and `special` for the rest. */
  readonly normal: Uint16Array;
  readonly kind: Uint8Array;
  /** Lower case without accents, Arabic letters without hamza, final forms unified: what lexicons are looked up by. */
  readonly folded: Uint16Array;
  readonly upper: Uint8Array;
  /** Kind, capital bit and folded letter in one number: what cutting into tokens reads, once per character. */
  readonly packed: Uint32Array;
}

export const kindBits = 0x7;
export const upperBit = 0x8;
export const foldedShift = 8;

export const drop = 0;
export const attach = 1;
export const expand = 2;
/** May begin an escape or a pair: & % \ and first halves. */
export const special = 3;

/** Inclusive ranges of code points. */
type Ranges = readonly (readonly [number, number])[];

const invisible: Ranges = [
  [0xad, 0xad],
  [0x03_4f, 0x03_4f],
  [0x06_1c, 0x06_1c],
  [0x11_5f, 0x11_60],
  [0x17_b4, 0x17_b5],
  [0x18_0b, 0x18_0f],
  [0x20_0b, 0x20_0f],
  [0x20_2a, 0x20_2e],
  [0x20_60, 0x20_6f],
  [0xfe_00, 0xfe_0f],
  [0xfe_ff, 0xfe_ff],
];
/** Vowel signs, tatweel and Koranic marks. */
const arabicMarks: Ranges = [
  [0x06_10, 0x06_1a],
  [0x06_40, 0x06_40],
  [0x06_4b, 0x06_5f],
  [0x06_70, 0x06_70],
  [0x06_d6, 0x06_dc],
  [0x06_df, 0x06_e8],
  [0x06_ea, 0x06_ed],
];

function within(ranges: Ranges, code: number): boolean {
  return ranges.some(([low, high]) => code >= low && code <= high);
}

/** Letters of other alphabets that look like Latin ones: written into an identifier they hide it from a plain search. */
const confusables = new Map<string, string>(
  [
    ['АВЕЅІЈКМНОРСТУХЗаеорсухіјѕԁһԛԝӏ', 'ABESIJKMHOPCTYX3aeopcyxijsdhqwl'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι', 'ABEZHIKMNOPTYXoavi'],
    ['‐‑‒–—―−﹣', '--------'],
    ['‘’‚‛ʼ`´', "'''''''"],
    ['“”„«»', '"""""'],
    ['․﹒', '..'],
    ['٫', ','],
  ].flatMap(([from = '', to = '']) =>
    [...from].map((character, index): [string, string] => [character, to.charAt(index)]),
  ),
);

const foldedArabic = new Map<string, string>(
  ['أا', 'إا', 'آا', 'ٱا', 'ةه', 'ؤو', 'ئي', 'ݣك', 'ڭك', 'گك', 'ﯓك', 'ڤف', 'پب', 'یي', 'کك'].map((pair) => [
    pair.charAt(0),
    pair.charAt(1),
  ]),
);

let tables: CharacterTables | undefined;

/** Built once, about 30 ms. */
export function characterTables(): CharacterTables {
  tables ??= buildTables();
  return tables;
}

function buildTables(): CharacterTables {
  const size = 0x1_00_00;
  const built = {
    normal: new Uint16Array(size),
    kind: new Uint8Array(size),
    folded: new Uint16Array(size),
    upper: new Uint8Array(size),
    packed: new Uint32Array(size),
  };
  for (let code = 0; code < size; code += 1) built.normal[code] = normalOf(code);
  for (let code = 0; code < size; code += 1) {
    const character = String.fromCharCode(code);
    built.kind[code] = kindOf(character);
    const isOther = built.kind[code] === other;
    built.folded[code] = isOther ? code : foldOf(character).charCodeAt(0);
    built.upper[code] = isOther || character === character.toLowerCase() ? 0 : 1;
    built.packed[code] =
      ((built.folded[code] ?? 0) << foldedShift) | (built.upper[code] === 1 ? upperBit : 0) | (built.kind[code] ?? 0);
  }
  return built;
}

function normalOf(code: number): number {
  if (code <= special) return 0x20;
  if (code === 0x25 || code === 0x26 || code === 0x5c || (code & 0xfc_00) === 0xd8_00) return special;
  // Line ends and tabs stay; lone halves of pairs are left to the caller's text.
  if (code < 0x80 || (code >= 0xd8_00 && code <= 0xdf_ff)) return code;
  if (within(invisible, code)) return drop;
  if (within(arabicMarks, code)) return attach;
  const digitValue = decimalDigit(code);
  if (digitValue !== undefined) return 0x30 + digitValue;
  return formOf(code, String.fromCharCode(code));
}

function formOf(code: number, character: string): number {
  const alike = confusables.get(character);
  if (alike !== undefined) return alike.charCodeAt(0);
  const normal = character.normalize('NFKC');
  if (normal.length !== 1 || (code >= 0x03_00 && code <= 0x03_6f)) return expand;
  return /^\s$/.test(normal) ? 0x20 : normal.charCodeAt(0);
}

function decimalDigit(code: number): number | undefined {
  for (const zero of [0x06_60, 0x06_f0, 0xff_10]) if (code >= zero && code <= zero + 9) return code - zero;
  return undefined;
}

function kindOf(character: string): number {
  if (/^[0-9]$/.test(character)) return digit;
  if (/^\p{Script=Latin}$/u.test(character) && /^\p{L}$/u.test(character)) return latin;
  if (/^\p{Script=Arabic}$/u.test(character) && /^\p{L}$/u.test(character)) return arabic;
  return /^\p{L}$/u.test(character) ? foreign : other;
}

function foldOf(character: string): string {
  const alef = foldedArabic.get(character);
  if (alef !== undefined) return alef;
  const plain = character.toLowerCase().normalize('NFD').charAt(0);
  return plain === 'œ' ? 'o' : plain === 'æ' ? 'a' : plain;
}

/** A word as the lexicons hold it. Reversed alef-lam of PDF extraction is put right. */
export function foldWord(word: string): string {
  const { folded } = characterTables();
  let out = '';
  for (let index = 0; index < word.length; index += 1) out += String.fromCharCode(folded[word.charCodeAt(index)] ?? 0);
  return out.replace('اال', 'الا');
}
