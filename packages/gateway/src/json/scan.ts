import { PlatformError } from '@riad/contracts';

/** Deepest nesting a request may have. */
const MAX_DEPTH = 200;
/** Numbers of at least this many digits may be an identity: they are inspected like text. */
const LONG_NUMBER = 7;

/** One member of the outermost object, as byte offsets from the opening quote of its key to the end of its value. */
export interface MemberSpan {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export interface JsonScan {
  readonly members: readonly MemberSpan[];
  /** Keys written in the whole text: more than the parsed value has means that one was repeated. */
  readonly keys: number;
  /** Numbers of seven digits and more, as written. */
  readonly longNumbers: readonly string[];
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const zero = 0x30;
const nine = 0x39;

/** What a byte outside strings begins. */
const kind = { other: 0, quote: 1, open: 2, close: 3, comma: 4, digit: 5 } as const;
const kinds = new Uint8Array(256);
kinds[quote] = kind.quote;
for (const byte of Buffer.from('{[')) kinds[byte] = kind.open;
for (const byte of Buffer.from('}]')) kinds[byte] = kind.close;
for (const byte of Buffer.from(',')) kinds[byte] = kind.comma;
for (const byte of Buffer.from('0123456789')) kinds[byte] = kind.digit;

/**
 * Walks the bytes once. It does not judge syntax (JSON.parse does); it finds where members lie, so that they can be
 * replaced without writing the rest anew, counts keys and bounds the depth. Fails with `request.malformed` beyond it.
 */
export function scanJson(raw: Buffer): JsonScan {
  const members: MemberSpan[] = [];
  const longNumbers: string[] = [];
  let keys = 0;
  let depth = 0;
  let open: { readonly key: string; readonly start: number; readonly valueStart: number } | undefined;

  const readString = (at: number): number => {
    const end = endOfString(raw, at);
    const next = skipSpace(raw, end);
    if (raw[next] !== colon) return end - 1;
    keys++;
    if (depth === 1) open = { key: decodeKey(raw, at, end), start: at, valueStart: skipSpace(raw, next + 1) };
    return next;
  };
  const readNumber = (at: number): number => {
    const end = endOfNumber(raw, at);
    if (end - at >= LONG_NUMBER) longNumbers.push(raw.toString('latin1', at, end));
    return end - 1;
  };
  const enter = (): void => {
    depth++;
    if (depth > MAX_DEPTH)
      throw new PlatformError('request.malformed', `the JSON is nested deeper than ${MAX_DEPTH} levels`);
  };
  const closeMember = (at: number): void => {
    if (depth === 1 && open !== undefined) {
      members.push({ ...open, end: trimEnd(raw, at) });
      open = undefined;
    }
  };

  for (let at = 0; at < raw.length; at++) {
    switch (kinds[raw[at] ?? 0] ?? kind.other) {
      case kind.quote:
        at = readString(at);
        break;
      case kind.open:
        enter();
        break;
      case kind.close:
        closeMember(at);
        depth--;
        break;
      case kind.comma:
        closeMember(at);
        break;
      case kind.digit:
        at = readNumber(at);
        break;
      default:
        break;
    }
  }
  return { members, keys, longNumbers };
}

/** Offset after the closing quote. */
function endOfString(raw: Buffer, start: number): number {
  let at = start;
  for (;;) {
    at = raw.indexOf(quote, at + 1);
    if (at === -1) return raw.length;
    let slashes = 0;
    while (raw[at - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

function endOfNumber(raw: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    const byte = raw[at] ?? 0;
    if (byte < zero || byte > nine) return at;
    at++;
  }
}

function skipSpace(raw: Buffer, from: number): number {
  let at = from;
  while (isSpace(raw[at])) at++;
  return at;
}

function trimEnd(raw: Buffer, from: number): number {
  let at = from;
  while (at > 0 && isSpace(raw[at - 1])) at--;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function decodeKey(raw: Buffer, start: number, end: number): string {
  const text = raw.toString('utf8', start, end);
  if (!text.includes('\\')) return text.slice(1, -1);
  const key: unknown = JSON.parse(text);
  return typeof key === 'string' ? key : text;
}
