import type { Finding } from '@riad/contracts';

import type { Scan } from '../scan/scan.ts';
import { endOf, gapAfter, textOf } from '../scan/tokens.ts';

const localPart = /[A-Za-z0-9._%+'-]/;
const domainPart = /[A-Za-z0-9.-]/;
const longestLocal = 64;
const longestDomain = 190;

/** E-mail addresses, spelled with @ or with words, and URLs that carry a password. */
export function findEmails({ tokens }: Scan): readonly Finding[] {
  const { text } = tokens;
  const findings: Finding[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const url = urlWithCredentials(text, at);
    if (url !== undefined) findings.push(url);
    else {
      const email = emailAt(text, { from: at, to: at + 1 });
      if (email !== undefined) findings.push(email);
    }
  }
  return findings;
}

/** `nom [at] domaine.ma`, `nom arobase domaine point ma`. */
export function findSpelledEmails({ tokens, candidates }: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  for (const token of candidates.ats) {
    if (token === 0 || token + 2 >= tokens.count) continue;
    const finding = spelledAt({ tokens }, token);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function spelledAt({ tokens }: Pick<Scan, 'tokens'>, token: number): Finding | undefined {
  const bracketed =
    /^\s?[[({<]\s?$/.test(gapAfter(tokens, token - 1)) && /^\s?[\])}>]\s?$/.test(gapAfter(tokens, token));
  if (!bracketed && !/^(?:arob|arrob)/i.test(textOf(tokens, token))) return undefined;
  const last = endOfSpelledDomain({ tokens }, token + 1);
  const local = startOfLocal(tokens.text, endOf(tokens, token - 1));
  if (last === token + 1 || local === undefined || !/^[a-z]{2,10}$/i.test(textOf(tokens, last))) return undefined;
  return { type: 'email', start: local, end: endOf(tokens, last), score: 0.9, checksum: null };
}

/** Last token of `domaine.ma`, `domaine point ma`, `domaine [dot] ma`. */
function endOfSpelledDomain({ tokens }: Pick<Scan, 'tokens'>, first: number): number {
  let last = first;
  while (last + 1 < tokens.count && last - first < 8) {
    const gap = gapAfter(tokens, last);
    const isDot = /^(?:dot|point)$/i.test(textOf(tokens, last + 1)) && /^\s?[[({]?\s?$/.test(gap);
    if (/^[.-]$/.test(gap)) last += 1;
    else if (isDot && last + 2 < tokens.count) last += 2;
    else break;
  }
  return last;
}

function startOfLocal(text: string, end: number): number | undefined {
  let start = end;
  while (start > 0 && end - start < longestLocal && localPart.test(text.charAt(start - 1))) start -= 1;
  while (start < end && /[.'%+-]/.test(text.charAt(start))) start += 1;
  return start === end ? undefined : startOfSpacedDigits(text, { start, end });
}

/** `sanae.tazi1 0@…`: figures of the name drawn apart. */
function startOfSpacedDigits(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  if (!/^\d{1,3}$/.test(text.slice(start, end)) || text.charAt(start - 1) !== ' ') return start;
  const before = /[\w.%+-]*[A-Za-z][\w.%+-]*\d(?: \d)* $/.exec(text.slice(Math.max(0, start - 48), start));
  return before === null ? start : start - before[0].length;
}

/** `prenom . nom @ …` */
function startOfSpacedLocal(text: string, end: number): number | undefined {
  const before = text.slice(Math.max(0, end - longestLocal), end);
  const match = /[\w%+-]{1,30}\s\.\s[\w%+-]{1,30}$/.exec(before);
  return match === null ? undefined : end - match[0].length;
}

function emailAt(text: string, { from, to }: { readonly from: number; readonly to: number }): Finding | undefined {
  // One space on either side is how addresses are broken to escape a filter, or by a line end.
  const spacedLeft = /\s/.test(text.charAt(from - 1)) ? 1 : 0;
  const spacedRight = /\s/.test(text.charAt(to)) ? 1 : 0;
  const start =
    (spacedLeft === 1 ? startOfSpacedLocal(text, from - 1) : undefined) ?? startOfLocal(text, from - spacedLeft);
  if (start === undefined) return undefined;
  const domain = to + spacedRight;
  const spaced = spacedLeft + spacedRight > 0;
  let end = endOfDomain(text, domain);
  let lastDot = text.slice(domain, end).lastIndexOf('.');
  if (lastDot < 1) ({ end, lastDot } = spacedDot(text, { domain, end, spaced }));
  if (lastDot < 1 || !/^[A-Za-z]{2,24}$|^xn--/.test(text.slice(domain + lastDot + 1, end))) return undefined;
  return { type: 'email', start, end, score: spaced ? 0.8 : 0.99, checksum: null };
}

function endOfDomain(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < longestDomain && domainPart.test(text.charAt(end))) end += 1;
  while (end > from && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** `nom @ domaine . ma` */
function spacedDot(
  text: string,
  { domain, end, spaced }: { readonly domain: number; readonly end: number; readonly spaced: boolean },
): { end: number; lastDot: number } {
  const nothing = { end, lastDot: -1 };
  if (!spaced || end === domain) return nothing;
  const tail = /^\s?\.\s?([A-Za-z]{2,12})(?![A-Za-z])/.exec(text.slice(end, end + 18));
  if (tail === null) return nothing;
  const after = end + tail[0].length;
  return { end: after, lastDot: after - (tail[1] ?? '').length - 1 - domain };
}

/** scheme://user:password@host */
function urlWithCredentials(text: string, at: number): Finding | undefined {
  const from = Math.max(0, at - 220);
  const before = text.slice(from, at);
  const scheme = before.lastIndexOf('://');
  if (scheme === -1 || !/^[^\s/@:]{0,80}:[^\s@]{1,120}$/.test(before.slice(scheme + 3))) return undefined;
  let start = from + scheme;
  while (start > 0 && /[A-Za-z0-9+.-]/.test(text.charAt(start - 1)) && from + scheme - start < 24) start -= 1;
  let end = at + 1;
  while (end < text.length && end - at < 400 && /[^\s"'<>`]/.test(text.charAt(end))) end += 1;
  while (end > at + 1 && /[.,;:!?)\]}]/.test(text.charAt(end - 1))) end -= 1;
  return end === at + 1 ? undefined : { type: 'url_credentials', start, end, score: 0.97, checksum: null };
}
