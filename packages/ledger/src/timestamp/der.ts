import { concat } from '../concat.ts';

/** One value of a DER encoding: its tag, what is in it, and both together. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** What is no DER, or not what was expected there. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** Reads exactly one value. Indefinite lengths and tags of more than one byte are none of DER's that are used here. */
export function readDer(bytes: Uint8Array): DerValue {
  const [value, ...more] = readDerValues(bytes);
  if (value === undefined || more.length > 0) throw new DerError('not one value of DER');
  return value;
}

/** The values that stand one after another. */
export function readDerValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const value = readAt(bytes, at);
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function readAt(bytes: Uint8Array, at: number): DerValue {
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1];
  if (first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || first > 0x84)
    throw new DerError('not a value of DER');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  for (const byte of bytes.subarray(at + 2, at + 2 + lengthBytes)) length = length * 256 + byte;
  const start = at + 2 + lengthBytes;
  if (start + length > bytes.length) throw new DerError('a value of DER is cut off');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

/** The members of a value that must be of this tag. */
export function membersOf(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return readDerValues(contentOf(value, tag));
}

/** The content of a value that must be of this tag. */
export function contentOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new DerError(`expected tag ${tag}, found ${value?.tag ?? 'nothing'}`);
  return value.content;
}

/** `1.2.840.113549.1.7.2` */
export function readOid(value: DerValue | undefined): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of contentOf(value, derTags.oid)) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** `20261125132416.5Z` as milliseconds since 1970. */
export function readGeneralizedTime(value: DerValue | undefined): number {
  const text = new TextDecoder().decode(contentOf(value, derTags.generalizedTime));
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text);
  const [, year, month, day, hour, minute, second, fraction = ''] = parts ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (parts === null || Number.isNaN(time)) throw new DerError('not a time');
  return time + Math.floor(Number(`0${fraction}`) * 1000);
}

export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag), lengthOf(content.length), content);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 + bytes.length, ...bytes);
}

export function writeOid(oid: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return writeDer(derTags.oid, ...[root * 40 + second, ...rest].map(arcBytes));
}

function arcBytes(arc: number): Uint8Array {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) + 128);
  return Uint8Array.from(bytes);
}
