import { PlatformError } from '@riad/contracts';

/** Deepest nesting a request may have. */
const MAX_DEPTH = 200;

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
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;

/**
 * Walks the bytes of valid JSON once. It does not judge syntax (JSON.parse does); it finds where members lie, so that they
 * can be replaced without writing the rest anew, counts keys and bounds the depth. Fails with `request.malformed` beyond it.
 */
export function scanJson(raw: Uint8Array): JsonScan {
  const members: MemberSpan[] = [];
  let keys = 0;
  let depth = 0;
  let open: { key: string; start: number; valueStart: number } | undefined;
  const closeMember = (at: number): void => {
    if (open !== undefined) members.push({ ...open, end: trimEnd(raw, at) });
    open = undefined;
  };

  const readString = (at: number): number => {
    const end = endOfString(raw, at);
    const next = skipSpace(raw, end);
    if (raw[next] !== colon) return end - 1;
    keys++;
    if (depth === 1) open = { key: decodeKey(raw, at, end), start: at, valueStart: skipSpace(raw, next + 1) };
    return next;
  };

  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at];
    if (byte === quote) {
      at = readString(at);
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      if (depth > MAX_DEPTH)
        throw new PlatformError('request.malformed', `the JSON is nested deeper than ${MAX_DEPTH} levels`);
    } else if (byte === 0x7d || byte === 0x5d || byte === comma) {
      if (depth === 1) closeMember(at);
      if (byte !== comma) depth--;
    }
  }
  return { members, keys };
}

/** Offset after the closing quote. */
function endOfString(raw: Uint8Array, start: number): number {
  for (let at = start + 1; at < raw.length; at++) {
    const byte = raw[at];
    if (byte === backslash) at++;
    else if (byte === quote) return at + 1;
  }
  return raw.length;
}

function skipSpace(raw: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(raw[at])) at++;
  return at;
}

function trimEnd(raw: Uint8Array, from: number): number {
  let at = from;
  while (at > 0 && isSpace(raw[at - 1])) at--;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function decodeKey(raw: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(raw.buffer, raw.byteOffset + start, end - start).toString('utf8');
  const key: unknown = JSON.parse(text);
  return typeof key === 'string' ? key : text;
}
