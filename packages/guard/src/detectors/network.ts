import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, flagsOf, gapAfter, kindOf, startOf, textOf, tokenKind, type Tokens } from '../scan/tokens.ts';
import { flag } from '../scan/lexicon.ts';

/** IP and MAC addresses, and places on the map. */
export function findNetwork(scan: Scan): readonly Finding[] {
  const { tokens } = scan;
  const findings: Finding[] = [];
  for (let token = 0; token < tokens.count; token += 1) {
    const kind = kindOf(tokens, token);
    if (kind !== tokenKind.number && kind !== tokenKind.mixed && endOf(tokens, token) - startOf(tokens, token) > 4)
      continue;
    const separator = tokens.text.charAt(endOf(tokens, token));
    if (separator !== '.' && separator !== ':' && separator !== '-' && separator !== '°' && separator !== ',') continue;
    const found = ipv4(scan, token) ?? hexGroups(tokens, token) ?? coordinates(scan, token);
    if (found === undefined) continue;
    const end = endOf(tokens, found.last);
    findings.push({ type: found.type, start: found.start, end, score: found.score, checksum: null });
    token = found.last;
  }
  return findings;
}

interface Found {
  readonly type: 'ip' | 'mac' | 'geo';
  readonly start: number;
  readonly last: number;
  readonly score: number;
}

function ipv4({ tokens, cues }: Scan, first: number): Found | undefined {
  for (let index = 0; index < 4; index += 1) {
    const octet = textOf(tokens, first + index);
    if (
      kindOf(tokens, first + index) !== tokenKind.number ||
      !/^(?:0|[1-9]\d{0,2})$/.test(octet) ||
      Number(octet) > 255
    )
      return undefined;
    if (index < 3 && gapAfter(tokens, first + index) !== '.') return undefined;
  }
  const before = tokens.text.charAt(startOf(tokens, first) - 1);
  if (
    before === '.' ||
    (gapAfter(tokens, first + 3).startsWith('.') &&
      gapAfter(tokens, first + 3).length === 1 &&
      kindOf(tokens, first + 4) === tokenKind.number)
  )
    return undefined;
  const nearest = cues.before(first, 25)[0];
  if (nearest?.cue === 'order' || isVersion(tokens, first)) return undefined;
  return { type: 'ip', start: startOf(tokens, first), last: first + 3, score: 0.95 };
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
  let last = first;
  let double = false;
  const separator = tokens.text.charAt(endOf(tokens, first));
  if (separator !== ':' && separator !== '-') return undefined;
  if (/[:-]/.test(tokens.text.charAt(startOf(tokens, first) - 1))) return undefined;
  for (; last - first < 8 && isHex(tokens, last); last += 1) {
    const gap = gapAfter(tokens, last);
    if (gap === '::' && !double && separator === ':') double = true;
    else if (gap !== separator) break;
  }
  if (!isHex(tokens, last)) return undefined;
  const groups = last - first + 1;
  const pairs = Array.from({ length: groups }, (_, index) => textOf(tokens, first + index).length).every(
    (length) => length === 2,
  );
  const start = startOf(tokens, first);
  if (groups === 6 && pairs && !double) return { type: 'mac', start, last, score: 0.96 };
  const hasLetter = /[a-f]/i.test(tokens.text.slice(start, endOf(tokens, last)));
  if (separator === ':' && (groups === 8 || (double && groups >= 3)) && (hasLetter || groups === 8)) {
    return { type: 'ip', start, last, score: 0.95 };
  }
  return undefined;
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
