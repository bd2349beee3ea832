import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, flagsOf, gapAfter, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';
import { flag } from '../scan/lexicon.ts';

/** IP and MAC addresses, and places on the map. */
export function findNetwork(scan: Scan): readonly Finding[] {
  const { tokens } = scan;
  const findings: Finding[] = [];
  let free = 0;
  for (const token of scan.candidates.groups) {
    if (token < free || !mayBegin(tokens, token)) continue;
    const found = ipv4(scan, token) ?? hexGroups(tokens, token) ?? dottedMac(tokens, token) ?? coordinates(scan, token);
    if (found === undefined) continue;
    const end = endOf(tokens, found.last);
    findings.push({ type: found.type, start: found.start, end, score: found.score, checksum: null });
    free = found.last + 1;
  }
  return findings;
}

/** A short run of figures or hexadecimal letters right before `.`, `:`, `-`, `°` or `,`. */
function mayBegin(tokens: Tokens, token: number): boolean {
  if (endOf(tokens, token) - startOf(tokens, token) > 4) return false;
  return '.:-°,'.includes(tokens.text.charAt(endOf(tokens, token)) || ' ');
}

interface Found {
  readonly type: 'ip' | 'mac' | 'geo';
  readonly start: number;
  readonly last: number;
  readonly score: number;
}

function ipv4({ tokens, cues }: Scan, first: number): Found | undefined {
  for (let index = 0; index < 4; index += 1) {
    if (!isOctet(tokens, first + index)) return undefined;
    if (index < 3 && gapAfter(tokens, first + index) !== '.') return undefined;
  }
  // A fifth number makes it something else.
  const fifth = gapAfter(tokens, first + 3) === '.' && kindOf(tokens, first + 4) === tokenKind.number;
  if (fifth || tokens.text.charAt(startOf(tokens, first) - 1) === '.') return undefined;
  if (cues.before(first, 25)[0]?.cue === 'order' || isVersion(tokens, first)) return undefined;
  return { type: 'ip', start: startOf(tokens, first), last: first + 3, score: 0.95 };
}

function isOctet(tokens: Tokens, token: number): boolean {
  if (kindOf(tokens, token) !== tokenKind.number) return false;
  const octet = textOf(tokens, token);
  return /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255;
}

/** v10.2.3.4, article 1.2.3.4, § 1.1.1.1 */
function isVersion(tokens: Tokens, first: number): boolean {
  const small = [0, 1, 2, 3].every((index) => textOf(tokens, first + index).length === 1);
  return (
    small ||
    /^v(?:er|ersion)?$/i.test(textOf(tokens, first - 1)) ||
    tokens.text.charAt(startOf(tokens, first) - 1) === '§'
  );
}

/** Six pairs are a MAC address; eight groups of up to four, or fewer around `::`, an IPv6 address. */
function hexGroups(tokens: Tokens, first: number): Found | undefined {
  const start = startOf(tokens, first);
  const separator = tokens.text.charAt(endOf(tokens, first));
  if ((separator !== ':' && separator !== '-') || /[:-]/.test(tokens.text.charAt(start - 1))) return undefined;
  const { last, double } = readGroups(tokens, first, separator);
  if (!isHex(tokens, last)) return undefined;
  const groups = last - first + 1;
  const text = tokens.text.slice(start, endOf(tokens, last));
  if (/^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(text)) return { type: 'mac', start, last, score: macScore(text) };
  if (separator !== ':') return undefined;
  const whole = groups === 8 || (double && groups >= 3 && /[a-f]/i.test(text));
  return whole ? { type: 'ip', start, last, score: 0.95 } : undefined;
}

/** Figures alone between dashes are more often a telephone number. */
function macScore(text: string): number {
  return /[:a-f]/i.test(text) ? 0.96 : 0.6;
}

/** 001b.4411.3ab7 */
function dottedMac(tokens: Tokens, first: number): Found | undefined {
  const last = first + 2;
  if (last >= tokens.count || endOf(tokens, last) - startOf(tokens, first) !== 14) return undefined;
  const text = tokens.text.slice(startOf(tokens, first), endOf(tokens, last));
  if (!/^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(text) || !/[a-f]/i.test(text)) return undefined;
  return { type: 'mac', start: startOf(tokens, first), last, score: 0.9 };
}

/** Hexadecimal groups with one kind of separator, `::` once among them. */
function readGroups(
  tokens: Tokens,
  first: number,
  separator: string,
): { readonly last: number; readonly double: boolean } {
  let last = first;
  let double = false;
  for (; last - first < 8 && isHex(tokens, last); last += 1) {
    const between = gapAfter(tokens, last);
    if (between === '::' && !double && separator === ':') double = true;
    else if (between !== separator) break;
  }
  return { last, double };
}

function isHex(tokens: Tokens, token: number): boolean {
  return (
    token < tokens.count &&
    endOf(tokens, token) - startOf(tokens, token) <= 4 &&
    /^[0-9a-f]{1,4}$/i.test(textOf(tokens, token))
  );
}

/** 33.5731, -7.5898 and 33°34'23"N 7°35'23"W. */
function coordinates(scan: Scan, first: number): Found | undefined {
  const { tokens } = scan;
  if (kindOf(tokens, first) !== tokenKind.number) return undefined;
  const sign = /[-+]/.test(tokens.text.charAt(startOf(tokens, first) - 1)) ? 1 : 0;
  const start = startOf(tokens, first) - sign;
  const rest = tokens.text.slice(start, start + 60);
  const match = decimalPair.exec(rest) ?? degrees.exec(rest);
  if (match === null) return undefined;
  const [whole, latitude, longitude] = match;
  if (latitude !== undefined && (Math.abs(Number(latitude)) > 90 || Math.abs(Number(longitude)) > 180))
    return undefined;
  let last = first;
  while (last + 1 < tokens.count && startOf(tokens, last + 1) < start + whole.length) last += 1;
  if ((flagsOf(tokens, first - 1) & flag.number) !== 0) return undefined;
  return { type: 'geo', start, last, score: 0.9 };
}

const decimalPair =
  /^([-+]?\d{1,2}\.\d{3,10})\s?[,;/]?\s{0,2}(?:(?:lon|lng|longitude|long)\s?[:=]?\s?)?([-+]?\d{1,3}\.\d{3,10})(?!\d|\.\d)/;
const degrees =
  /^\d{1,2}\s?°\s?\d{1,2}\s?['′]\s?(?:\d{1,2}(?:\.\d{1,4})?\s?["″']{1,2}\s?)?[NS]\s?,?\s{0,2}\d{1,3}\s?°\s?\d{1,2}\s?['′]\s?(?:\d{1,2}(?:\.\d{1,4})?\s?["″']{1,2}\s?)?[EWO](?![A-Za-z])/;
