import { attach, characterTables, drop, expand, special } from './characters.ts';
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
    if (normal[code] !== code) return index;
  }
  return source.length;
}

/** Where something stands in the text as given. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text so far and, wherever it stops following the source unit by unit, where it goes on. */
interface Output {
  codes: Uint16Array;
  length: number;
  /** Source offset that the next unit has if it simply follows; -1 after a block. */
  next: number;
  /** Per segment: index of its first unit, its source offset, and for a block (units that share one span) the span's end. */
  at: Int32Array;
  start: Int32Array;
  end: Int32Array;
  segments: number;
}

const follows = -1;

function rewrite(source: string, from: number): NormalText {
  const out = emptyOutput(source.length);
  for (let index = 0; index < from; index += 1) out.codes[index] = source.charCodeAt(index);
  out.length = from;
  if (from > 0) {
    addSegment(out, { at: 0, start: 0, end: follows });
    out.next = from;
  }
  for (let index = from; index < source.length;) {
    if (out.length + source.length - index + 32 > out.codes.length) growText(out);
    const end = putPlain(out, source, index);
    index = end < source.length ? putSpecial(out, source, end) : end;
  }
  return mapped(out);
}

/** Units that stand for themselves, or for one other. Returns where they end. */
function putPlain(out: Output, source: string, from: number): number {
  const { normal } = characterTables();
  const { codes } = out;
  let { length } = out;
  let index = from;
  for (; index < source.length; index += 1) {
    const plain = normal[source.charCodeAt(index)] ?? 0;
    if (plain <= special) break;
    codes[length] = plain;
    length += 1;
  }
  if (index === from) return index;
  if (out.next !== from) addSegment(out, { at: out.length, start: from, end: follows });
  out.length = length;
  out.next = index;
  return index;
}

/** Arrays of at most 64 bytes cost next to nothing to make. */
const fewSegments = 16;

function emptyOutput(length: number): Output {
  return {
    codes: new Uint16Array(length + 64),
    length: 0,
    next: follows,
    at: new Int32Array(fewSegments),
    start: new Int32Array(fewSegments),
    end: new Int32Array(fewSegments),
    segments: 0,
  };
}

function growText(out: Output): void {
  const larger = new Uint16Array(out.codes.length * 2);
  larger.set(out.codes);
  out.codes = larger;
}

interface Segment extends Span {
  readonly at: number;
}

function addSegment(out: Output, { at, start, end }: Segment): void {
  if (out.segments === out.at.length) growSegments(out);
  out.at[out.segments] = at;
  out.start[out.segments] = start;
  out.end[out.segments] = end;
  out.segments += 1;
}

function growSegments(out: Output): void {
  for (const name of ['at', 'start', 'end'] as const) {
    const larger = new Int32Array(out[name].length * 2);
    larger.set(out[name]);
    out[name] = larger;
  }
}

/** One unit for one unit: the common case. */
function putUnit(out: Output, code: number, index: number): void {
  if (out.next !== index) addSegment(out, { at: out.length, start: index, end: follows });
  out.codes[out.length] = code;
  out.length += 1;
  out.next = index + 1;
}

/** A unit that stands for a span of another length. */
function putBlock(out: Output, code: number, { start, end }: Span): void {
  const last = out.segments - 1;
  const same = out.next === follows && out.start[last] === start && out.end[last] === end;
  if (!same) addSegment(out, { at: out.length, start, end });
  out.codes[out.length] = code;
  out.length += 1;
  out.next = follows;
}

/** The last unit takes in what vanishes behind it. */
function stretchLast(out: Output, end: number): void {
  const last = out.segments - 1;
  if (last < 0) return;
  const unit = out.length - 1;
  const isBlock = out.next === follows;
  const start = isBlock ? (out.start[last] ?? 0) : out.next - 1;
  if (out.at[last] === unit) out.segments = last;
  addSegment(out, { at: unit, start, end });
  out.next = follows;
}

/** Everything that is not one unit for one unit. Returns where to read on. */
function putSpecial(out: Output, source: string, index: number): number {
  const { normal } = characterTables();
  const code = source.charCodeAt(index);
  if (code === ampersand || code === percent || code === backslash) return putEscape(out, source, index);
  if (normal[code] === drop) return index + 1;
  if (normal[code] === attach) {
    stretchLast(out, index + 1);
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
    if (plain > special) putBlock(out, plain, span);
    else if (plain >= expand) putBlock(out, code, span);
  }
}

/** `e` and a combining acute accent are one letter. */
function putCombining(out: Output, mark: string, end: number): void {
  if (out.length === 0) return;
  const last = out.length - 1;
  const joined = (String.fromCharCode(out.codes[last] ?? 0) + mark).normalize('NFC');
  if (joined.length === 1) out.codes[last] = joined.charCodeAt(0);
  stretchLast(out, end);
}

function mapped(out: Output): NormalText {
  const { codes, length } = out;
  return {
    // Lone halves of surrogate pairs become U+FFFD, one for one.
    text: new TextDecoder('utf-16le').decode(codes.subarray(0, length)),
    startOf: (index) => (index < length ? startIn(out, index) : endIn(out, length)),
    endOf: (index) => endIn(out, index),
  };
}

function startIn(out: Output, index: number): number {
  const segment = segmentOf(out, index);
  const start = out.start[segment] ?? 0;
  return out.end[segment] === follows ? start + index - (out.at[segment] ?? 0) : start;
}

function endIn(out: Output, index: number): number {
  if (index === 0 || out.length === 0) return 0;
  const segment = segmentOf(out, index - 1);
  const end = out.end[segment] ?? 0;
  return end === follows ? (out.start[segment] ?? 0) + index - (out.at[segment] ?? 0) : end;
}

function segmentOf({ at, segments }: Output, index: number): number {
  let low = 0;
  let high = segments;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low;
}
