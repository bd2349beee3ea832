import { arabic, characterTables, digit, foldedShift, kindBits, latin, other, upperBit } from '../text/characters.ts';
import { flag, hashSeed, hashStep, type Lexicon } from './lexicon.ts';

export const tokenKind = {
  number: 1,
  latin: 2,
  arabic: 3,
  /** Latin letters and digits together. */
  mixed: 4,
  foreign: 5,
} as const;

/** How a Latin word is written. */
export const casing = { lower: 0, title: 1, upper: 2 } as const;

/** A text cut into runs of letters and digits; parallel arrays, `count` long. Gaps between tokens are the separators. */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly kind: Uint8Array;
  readonly casing: Uint8Array;
  /** Word id in the lexicon, 0 when unknown. */
  readonly word: Int32Array;
  /** The lexicon's flags for the word, 0 when unknown. */
  readonly flags: Int32Array;
  /** Hash of the folded letters, as the lexicon counts it; 0 for what no lexicon holds. */
  readonly hash: Int32Array;
}

interface Buffers {
  start: Int32Array;
  end: Int32Array;
  kind: Uint8Array;
  casing: Uint8Array;
  word: Int32Array;
  flags: Int32Array;
  hash: Int32Array;
}

export function tokenise(text: string, lexicon: Lexicon): Tokens {
  const { packed } = characterTables();
  const slot: Slot = { buffers: allocate(Math.max(16, text.length >> 2)), count: 0, lexicon, start: 0, end: 0 };
  const { length } = text;
  for (let at = 0; at < length;) {
    const kind = (packed[text.charCodeAt(at)] ?? other) & kindBits;
    if (kind === other) {
      at += 1;
      continue;
    }
    if (slot.count === slot.buffers.start.length) slot.buffers = grow(slot.buffers);
    at = kind === latin || kind === digit ? readLatin(text, at, slot) : readLetters(text, at, slot);
    slot.count += 1;
  }
  return { text, count: slot.count, ...slot.buffers };
}

/** Where the next token goes, and where it stands: one for the whole text, since making one for each word costs as much as reading it. */
interface Slot {
  buffers: Buffers;
  count: number;
  readonly lexicon: Lexicon;
  start: number;
  end: number;
}

/** A run of Latin letters and digits. */
function readLatin(text: string, from: number, slot: Slot): number {
  const { packed } = characterTables();
  let hash = hashSeed;
  let letters = 0;
  let capitals = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const one = packed[text.charCodeAt(at)] ?? other;
    const kind = one & kindBits;
    if (kind === latin) {
      letters += 1;
      if ((one & upperBit) !== 0) capitals += 1;
    } else if (kind !== digit) break;
    hash = hashStep(hash, one >>> foldedShift);
  }
  const { buffers, count, lexicon } = slot;
  const length = at - from;
  const capitalFirst = capitals > 0 && ((packed[text.charCodeAt(from)] ?? other) & upperBit) !== 0;
  buffers.start[count] = from;
  buffers.end[count] = at;
  buffers.kind[count] = kindOfRun(letters, length);
  buffers.casing[count] = casingOf(capitalFirst, letters, capitals);
  buffers.hash[count] = hash;
  if (letters === 0 || length > 40) setWord(slot, 0);
  else {
    slot.start = from;
    slot.end = at;
    const word = lexicon.find(hash, text, slot);
    setWord(slot, word === 0 && letters < length ? misread(text.slice(from, at), lexicon) : word);
  }
  return at;
}

/** nais5ance, Té1, N0m: a label as a scanner read it. Only words that announce something: names may have figures. */
function misread(word: string, lexicon: Lexicon): number {
  if (word.length < 3 || word.length > 12 || !/\p{L}\p{L}|\p{L}\d\p{L}/u.test(word)) return 0;
  const letters = word.replaceAll('0', 'o').replaceAll('5', 's').replaceAll('8', 'b');
  for (const one of ['l', 'i']) {
    const id = lexicon.idOf(letters.replaceAll('1', one));
    if ((lexicon.flagsOf(id) & flag.phrase) !== 0) return id;
  }
  return 0;
}

function kindOfRun(letters: number, length: number): number {
  if (letters === 0) return tokenKind.number;
  return letters === length ? tokenKind.latin : tokenKind.mixed;
}

function casingOf(capitalFirst: boolean, letters: number, capitals: number): number {
  if (letters > 1 && capitals === letters) return casing.upper;
  return capitalFirst ? casing.title : casing.lower;
}

/** A run of letters of one script that is not Latin. */
function readLetters(text: string, from: number, slot: Slot): number {
  const { packed } = characterTables();
  const kind = (packed[text.charCodeAt(from)] ?? other) & kindBits;
  let at = from + 1;
  while (at < text.length && ((packed[text.charCodeAt(at)] ?? other) & kindBits) === kind) at += 1;
  const { buffers, count, lexicon } = slot;
  buffers.start[count] = from;
  buffers.end[count] = at;
  buffers.kind[count] = kind === arabic ? tokenKind.arabic : tokenKind.foreign;
  buffers.casing[count] = casing.lower;
  if (kind !== arabic || at - from > 24) {
    setWord(slot, 0);
    return at;
  }
  const hash = hashRange(text, from, at);
  buffers.hash[count] = hash;
  setWord(slot, findArabic(text, { start: from, end: at, hash }, lexicon));
  return at;
}

function setWord({ buffers, count, lexicon }: Slot, word: number): void {
  buffers.word[count] = word;
  buffers.flags[count] = word === 0 ? 0 : lexicon.flagsOf(word);
}

const alef = 0x06_27;
const lam = 0x06_44;
/** و ف ب ل ك, written together with the word they introduce. */
const clitics = new Set([0x06_48, 0x06_41, 0x06_28, 0x06_44, 0x06_43]);

interface ArabicRun {
  readonly start: number;
  readonly end: number;
  readonly hash: number;
}

/** As written, then without the article, without a clitic, without both. */
function findArabic(text: string, span: ArabicRun, lexicon: Lexicon): number {
  const { start, end, hash } = span;
  const whole = lexicon.find(hash, text, span);
  if (whole !== 0 || end - start < 4) return whole;
  const bare = articleEnd(text, start);
  if (bare !== start && end - bare > 1) {
    const found = lexicon.find(hashRange(text, bare, end), text, { start: bare, end });
    if (found !== 0) return found;
  }
  if (!clitics.has(text.charCodeAt(start))) return 0;
  const next = lexicon.find(hashRange(text, start + 1, end), text, { start: start + 1, end });
  return next === 0 ? findBehindTwo(text, span, lexicon) : next;
}

/** Behind two clitics, or a clitic and the article. */
function findBehindTwo(text: string, { start, end }: ArabicRun, lexicon: Lexicon): number {
  // ولرشيد: two of them.
  if (end - start > 5 && opensTwice(text, start)) {
    const inner = lexicon.find(hashRange(text, start + 2, end), text, { start: start + 2, end });
    if (inner !== 0) return inner;
  }
  // للبطاقة: the article's alef is not written after lam.
  const second = isLamLam(text, start) ? start + 2 : articleEnd(text, start + 1);
  if (second === start + 1 || end - second < 3) return 0;
  return lexicon.find(hashRange(text, second, end), text, { start: second, end });
}

/** و or ف, then another. */
function opensTwice(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return (first === 0x06_48 || first === 0x06_41) && clitics.has(text.charCodeAt(at + 1));
}

function articleEnd(text: string, at: number): number {
  return text.charCodeAt(at) === alef && text.charCodeAt(at + 1) === lam ? at + 2 : at;
}

function isLamLam(text: string, at: number): boolean {
  return text.charCodeAt(at) === lam && text.charCodeAt(at + 1) === lam;
}

function hashRange(text: string, from: number, to: number): number {
  const { folded } = characterTables();
  let hash = hashSeed;
  for (let at = from; at < to; at += 1) {
    const code = folded[text.charCodeAt(at)] ?? 0;
    // Alef-alef-lam is alef-lam-alef that a PDF gave back in the wrong order.
    if (code === alef && at + 2 < to && folded[text.charCodeAt(at + 1)] === alef && text.charCodeAt(at + 2) === lam) {
      hash = hashStep(hashStep(hashStep(hash, alef), lam), alef);
      at += 2;
    } else hash = hashStep(hash, code);
  }
  return hash;
}

/** All in one block: for a short text, asking for memory seven times takes longer than reading it. */
function allocate(size: number): Buffers {
  const block = new ArrayBuffer(size * 22);
  const numbers = (index: number): Int32Array => new Int32Array(block, index * size * 4, size);
  return {
    start: numbers(0),
    end: numbers(1),
    word: numbers(2),
    flags: numbers(3),
    hash: numbers(4),
    kind: new Uint8Array(block, size * 20, size),
    casing: new Uint8Array(block, size * 21, size),
  };
}

function grow(old: Buffers): Buffers {
  const larger = allocate(old.start.length * 2);
  larger.start.set(old.start);
  larger.end.set(old.end);
  larger.kind.set(old.kind);
  larger.casing.set(old.casing);
  larger.word.set(old.word);
  larger.flags.set(old.flags);
  larger.hash.set(old.hash);
  return larger;
}

export function startOf(tokens: Tokens, index: number): number {
  return tokens.start[index] ?? tokens.text.length;
}

export function endOf(tokens: Tokens, index: number): number {
  return tokens.end[index] ?? 0;
}

export function kindOf(tokens: Tokens, index: number): number {
  return index < 0 || index >= tokens.count ? 0 : (tokens.kind[index] ?? 0);
}

export function flagsOf(tokens: Tokens, index: number): number {
  return index < 0 || index >= tokens.count ? 0 : (tokens.flags[index] ?? 0);
}

export function textOf(tokens: Tokens, index: number): string {
  return tokens.text.slice(startOf(tokens, index), endOf(tokens, index));
}

/** The separator between a token and the next one. */
export function gapAfter(tokens: Tokens, index: number): string {
  const from = endOf(tokens, index);
  const to = index + 1 < tokens.count ? startOf(tokens, index + 1) : tokens.text.length;
  // Longer separators join nothing; their first characters say so.
  return tokens.text.slice(from, Math.min(to, from + 12));
}

/** Characters of و ف ب ل ك (and an article behind them) that a token has before the word the lexicon knows. */
export function cliticLength(tokens: Tokens, index: number, lexicon: Lexicon): number {
  const word = tokens.word[index] ?? 0;
  if (word === 0 || tokens.kind[index] !== tokenKind.arabic) return 0;
  const first = tokens.text.charCodeAt(startOf(tokens, index));
  const extra = endOf(tokens, index) - startOf(tokens, index) - lexicon.wordOf(word).length;
  if (extra < 1 || !clitics.has(first)) return 0;
  return extra === 2 && opensTwice(tokens.text, startOf(tokens, index)) ? 2 : 1;
}

export function isCapitalised(tokens: Tokens, index: number): boolean {
  return index >= 0 && index < tokens.count && (tokens.casing[index] ?? 0) !== casing.lower;
}

export function has(tokens: Tokens, index: number, wanted: number): boolean {
  return (flagsOf(tokens, index) & wanted) !== 0;
}
