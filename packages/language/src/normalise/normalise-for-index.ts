import { foldCharacter, isMark } from './fold-character.ts';

/** A text as the index reads it, with the way back to the text as given. Offsets are UTF-16 units. */
export interface IndexText {
  readonly text: string;
  /** Offset in the given text where the character at `index` begins. */
  startOf(index: number): number;
  /** Offset in the given text just after the character before `index`; marks on that character included. */
  endOf(index: number): number;
}

/** Fold of one code unit: undefined until asked for. Marks fold to the empty text and belong to the letter before. */
const folds: (string | undefined)[] = [];
const marks: boolean[] = [];

/**
 * Folds case, accents, vowel signs, hamza carriers, ta marbuta, presentation forms, digits of every Arabic kind, quotation
 * marks and dashes. Same text for every way of writing the same words; folding twice changes nothing. Linear time.
 */
export function normaliseForIndex(source: string): IndexText {
  const from = firstChange(source);
  if (from === source.length) return { text: source, startOf: (index) => index, endOf: (index) => index };
  return fold(source, from);
}

function firstChange(source: string): number {
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    if (isSurrogate(code) || foldOf(code) !== source.charAt(index)) return index;
  }
  return source.length;
}

function fold(source: string, from: number): IndexText {
  const parts: string[] = [source.slice(0, from)];
  let starts = new Int32Array(source.length + 64);
  let ends = new Int32Array(source.length + 64);
  let length = 0;

  function put(text: string, start: number, end: number): void {
    if (length + text.length > starts.length) {
      starts = grown(starts);
      ends = grown(ends);
    }
    parts.push(text);
    for (let unit = 0; unit < text.length; unit++) {
      starts[length] = start;
      ends[length] = end;
      length++;
    }
  }

  for (let index = 0; index < from; index++) {
    starts[index] = index;
    ends[index] = index + 1;
  }
  length = from;
  for (let index = from; index < source.length;) {
    const code = source.charCodeAt(index);
    const end = index + (isPair(source, index) ? 2 : 1);
    const folded = end === index + 1 ? foldOf(code) : foldCharacter(source.slice(index, end));
    if (folded !== '') put(folded, index, end);
    else if (marks[code] === true && length > 0) ends[length - 1] = end;
    index = end;
  }
  const text = parts.join('');
  return {
    text,
    startOf: (index) => (index < length ? (starts[index] ?? 0) : source.length),
    endOf: (index) => (index <= 0 ? 0 : (ends[Math.min(index, length) - 1] ?? 0)),
  };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function foldOf(code: number): string {
  const known = folds[code];
  if (known !== undefined) return known;
  const character = String.fromCharCode(code);
  const folded = isSurrogate(code) ? character : foldCharacter(character);
  folds[code] = folded;
  marks[code] = folded === '' && isMark(character);
  return folded;
}

function isSurrogate(code: number): boolean {
  return (code & 0xf8_00) === 0xd8_00;
}

function isPair(source: string, index: number): boolean {
  return (source.charCodeAt(index) & 0xfc_00) === 0xd8_00 && (source.charCodeAt(index + 1) & 0xfc_00) === 0xdc_00;
}
