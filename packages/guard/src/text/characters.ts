/** What a normalised code unit is, for cutting text into tokens. */
export const other = 0;
export const digit = 1;
export const latin = 2;
export const arabic = 3;
/** Letters of scripts that no lexicon covers. */
export const foreign = 4;

/** Tables over the basic plane, indexed by code unit. */
export interface CharacterTables {
  /** Normalised code unit; `drop` for what vanishes, `attach` for marks that vanish into the letter before, `expand` for the rest. */
  readonly normal: Uint16Array;
  readonly kind: Uint8Array;
  /** Lower case without accents, Arabic letters without hamza, final forms unified: what lexicons are looked up by. */
  readonly folded: Uint16Array;
  readonly upper: Uint8Array;
}

export const drop = 0;
export const attach = 1;
export const expand = 2;

const invisible =
  /^[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]$/;
const arabicMark = /^[\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]$/;

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
  };
  for (let code = 0; code < size; code += 1) built.normal[code] = normalOf(code);
  for (let code = 0; code < size; code += 1) {
    const character = String.fromCharCode(code);
    built.kind[code] = kindOf(character);
    if (built.kind[code] === other) {
      built.folded[code] = code;
      continue;
    }
    built.folded[code] = foldOf(character).charCodeAt(0);
    built.upper[code] = character === character.toLowerCase() ? 0 : 1;
  }
  return built;
}

function normalOf(code: number): number {
  // Line ends and tabs stay, other controls and lone halves of pairs are left to the caller's text.
  if (code < 0x80 || (code >= 0xd8_00 && code <= 0xdf_ff)) return code === 0 ? 0x20 : code;
  const character = String.fromCharCode(code);
  if (invisible.test(character)) return drop;
  if (arabicMark.test(character)) return attach;
  const digitValue = decimalDigit(code);
  if (digitValue !== undefined) return 0x30 + digitValue;
  const alike = confusables.get(character);
  if (alike !== undefined) return alike.charCodeAt(0);
  if (/^[\u0300-\u036F]$/.test(character)) return expand;
  const normal = character.normalize('NFKC');
  if (normal.length !== 1) return expand;
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
