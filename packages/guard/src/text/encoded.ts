/** A run of base64 or hexadecimal that holds text, and where each decoded character comes from. */
export interface EncodedRun {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Offset in the source of the first encoded character that carries decoded character `index`, and just after its last. */
  spanOf(from: number, to: number): { readonly start: number; readonly end: number };
}

const shortest = 16;
const longest = 65_536;

/** Runs of at least 16 encoded characters whose bytes are readable UTF-8. One level: what is found is not decoded again. */
export function findEncodedRuns(text: string, start: number, end: number): EncodedRun | undefined {
  const length = end - start;
  if (length < shortest || length > longest) return undefined;
  const { run, offsetOf } = withoutLineEnds(text, start, end);
  const hex = /^[0-9a-fA-F]+$/.test(run) && run.length % 2 === 0 ? fromHex(run) : undefined;
  if (hex !== undefined) return toRun(hex, { start, end, offsetOf, charactersPerGroup: 2, bytesPerGroup: 1 });
  const base64 = fromBase64(run);
  return base64 === undefined
    ? undefined
    : toRun(base64, { start, end, offsetOf, charactersPerGroup: 4, bytesPerGroup: 3 });
}

/** The run in one line, and the offset in the text of each of its characters. */
function withoutLineEnds(
  text: string,
  start: number,
  end: number,
): { readonly run: string; readonly offsetOf: (index: number) => number } {
  const written = text.slice(start, end);
  if (!written.includes('\n')) return { run: written, offsetOf: (index) => start + index };
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) if (text.charAt(at) !== '\n' && text.charAt(at) !== '\r') offsets.push(at);
  return { run: written.replaceAll(/[\r\n]/g, ''), offsetOf: (index) => offsets[index] ?? end };
}

function fromHex(run: string): Uint8Array | undefined {
  // Two hexadecimal digits of a letter or digit begin with 2 to 7, or are part of UTF-8; long decimal numbers are no text.
  if (/^\d+$/.test(run) && !/^(?:3\d)+$/.test(run)) return undefined;
  const bytes = new Uint8Array(run.length / 2);
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(run.slice(index * 2, index * 2 + 2), 16);
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function fromBase64(run: string): Uint8Array | undefined {
  const body = run.replace(/={1,2}$/, '');
  if (body.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of body) {
    const value = alphabet.indexOf(character === '-' ? '+' : character === '_' ? '/' : character);
    if (value === -1) return undefined;
    held = ((held << 6) | value) & 0xff_ff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

interface Shape {
  readonly start: number;
  readonly end: number;
  readonly offsetOf: (index: number) => number;
  readonly charactersPerGroup: number;
  readonly bytesPerGroup: number;
}

function toRun(
  bytes: Uint8Array,
  { start, end, offsetOf, charactersPerGroup, bytesPerGroup }: Shape,
): EncodedRun | undefined {
  const decoded = decodeReadable(bytes);
  if (decoded === undefined) return undefined;
  const { text, byteAt } = decoded;
  return {
    text,
    start,
    end,
    spanOf: (from, to) => ({
      start: offsetOf(Math.floor(((byteAt[from] ?? 0) * charactersPerGroup) / bytesPerGroup)),
      end: Math.min(
        end,
        offsetOf(Math.ceil(((byteAt[to] ?? bytes.length) * charactersPerGroup) / bytesPerGroup) - 1) + 1,
      ),
    }),
  };
}

/** Text, when the bytes are UTF-8 without control characters. */
function decodeReadable(bytes: Uint8Array): { readonly text: string; readonly byteAt: readonly number[] } | undefined {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, byteAt: byteOffsets(text) };
  } catch {
    // Not UTF-8: a key, a digest, an image.
    return undefined;
  }
}

/** Byte offset of each UTF-16 unit, and of the end. */
function byteOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit += 1) offsets.push(at);
    at += utf8Length(character.codePointAt(0) ?? 0);
  }
  offsets.push(at);
  return offsets;
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x8_00) return 2;
  return code < 0x1_00_00 ? 3 : 4;
}
