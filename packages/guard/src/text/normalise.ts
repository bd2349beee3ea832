import { attach, characterTables, drop, expand } from './characters.ts';
import { readEscape } from './escapes.ts';

/** A text as detectors read it, with the way back to the text as given. */
export interface NormalText {
  readonly text: string;
  /** Offset in the given text of the character at `index`. */
  startOf(index: number): number;
  /** Offset in the given text just after the character before `index`. */
  endOf(index: number): number;
}

/** Ligatures that stand for a phrase are cut: they hold no identifier. */
const longestExpansion = 8;
const ampersand = 0x26;
const percent = 0x25;
const backslash = 0x5c;

/** Normalises in one pass: digits, forms, look-alikes, invisible characters, and the escapes of JSON, HTML and URLs. */
export function normalise(source: string): NormalText {
  const from = firstChange(source);
  if (from === source.length) return { text: source, startOf: (index) => index, endOf: (index) => index };
  return rewrite(source, from);
}

/** Plain French, Arabic or English has long stretches, often whole texts, that stay as they are. */
function firstChange(source: string): number {
  const { normal } = characterTables();
  for (let index = 0; index < source.length; index += 1) {
    const code = source.charCodeAt(index);
    if (normal[code] !== code || code === ampersand || code === percent || code === backslash) return index;
    if (code >= 0xd8_00 && code <= 0xdb_ff) return index;
  }
  return source.length;
}

/** Where something stands in the text as given. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface Output {
  readonly codes: Uint16Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  length: number;
}

function rewrite(source: string, from: number): NormalText {
  const { normal } = characterTables();
  const out: Output = grown(source.length + 64);
  for (let index = 0; index < from; index += 1) putUnit(out, source.charCodeAt(index), index);
  let target = out;
  for (let index = from; index < source.length;) {
    if (target.length + 32 > target.codes.length) target = copyInto(grown(target.codes.length * 2), target);
    const code = source.charCodeAt(index);
    const plain = normal[code] ?? code;
    if (
      plain > expand &&
      code !== ampersand &&
      code !== percent &&
      code !== backslash &&
      (code & 0xfc_00) !== 0xd8_00
    ) {
      putUnit(target, plain, index);
      index += 1;
    } else index = putSpecial(target, source, index);
  }
  return mapped(target);
}

function grown(capacity: number): Output {
  return {
    codes: new Uint16Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    length: 0,
  };
}

function copyInto(to: Output, from: Output): Output {
  to.codes.set(from.codes);
  to.starts.set(from.starts);
  to.ends.set(from.ends);
  to.length = from.length;
  return to;
}

function put(out: Output, code: number, { start, end }: Span): void {
  out.codes[out.length] = code;
  out.starts[out.length] = start;
  out.ends[out.length] = end;
  out.length += 1;
}

/** One unit for one unit: the common case. */
function putUnit(out: Output, code: number, at: number): void {
  out.codes[out.length] = code;
  out.starts[out.length] = at;
  out.ends[out.length] = at + 1;
  out.length += 1;
}

/** Everything that is not one unit for one unit. Returns where to read on. */
function putSpecial(out: Output, source: string, index: number): number {
  const { normal } = characterTables();
  const code = source.charCodeAt(index);
  if (code === ampersand || code === percent || code === backslash) return putEscape(out, source, index);
  if (normal[code] === drop) return index + 1;
  if (normal[code] === attach) {
    if (out.length > 0) out.ends[out.length - 1] = index + 1;
    return index + 1;
  }
  const end = index + (isPair(source, index) ? 2 : 1);
  if (code >= 0x03_00 && code <= 0x03_6f) putCombining(out, source.charAt(index), end);
  else putText(out, source.slice(index, end).normalize('NFKC'), { start: index, end });
  return end;
}

function putEscape(out: Output, source: string, index: number): number {
  const escape = readEscape(source, index);
  if (escape === undefined) putUnit(out, source.charCodeAt(index), index);
  else putText(out, escape.text, { start: index, end: escape.end });
  return escape?.end ?? index + 1;
}

function isPair(source: string, index: number): boolean {
  return (source.charCodeAt(index) & 0xfc_00) === 0xd8_00 && (source.charCodeAt(index + 1) & 0xfc_00) === 0xdc_00;
}

/** Normalised again, one level: an escape may spell an Arabic digit or an invisible character. */
function putText(out: Output, text: string, span: Span): void {
  const { normal } = characterTables();
  for (let index = 0; index < Math.min(text.length, longestExpansion); index += 1) {
    const code = text.charCodeAt(index);
    const plain = normal[code] ?? code;
    if (plain > expand) put(out, plain, span);
    else if (plain === expand) put(out, code, span);
  }
}

/** `e` and a combining acute accent are one letter. */
function putCombining(out: Output, mark: string, end: number): void {
  if (out.length === 0) return;
  const last = out.length - 1;
  const joined = (String.fromCharCode(out.codes[last] ?? 0) + mark).normalize('NFC');
  if (joined.length === 1) out.codes[last] = joined.charCodeAt(0);
  out.ends[last] = end;
}

function mapped({ codes, starts, ends, length }: Output): NormalText {
  return {
    // Lone halves of surrogate pairs become U+FFFD, one for one.
    text: new TextDecoder('utf-16le').decode(codes.subarray(0, length)),
    startOf: (index) => (index < length ? (starts[index] ?? 0) : (ends[length - 1] ?? 0)),
    endOf: (index) => (index === 0 ? 0 : (ends[index - 1] ?? 0)),
  };
}
