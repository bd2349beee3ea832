import type { Finding } from '@riad/contracts';

import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, has, startOf } from '../scan/tokens.ts';
import { joinedSecrets, separatedSecrets, type SecretShape } from './secret-shapes.ts';

const longestPassword = 200;

/** Provider keys, tokens, private keys, and whatever a word like "password" announces. Secrets are blocked, never replaced. */
export function findSecrets(scan: Scan): readonly Finding[] {
  return [...findPrivateKeys(scan.tokens.text), ...findProviderKeys(scan), ...findAnnounced(scan)];
}

function findProviderKeys({ tokens, candidates }: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const token of candidates.keys) {
    const start = startOf(tokens, token);
    const separated = has(tokens, token, flag.secret);
    if (start < done || tokens.text.charAt(start - 1) === '_') continue;
    const found = matchShape(tokens.text, start, separated ? separatedSecrets : joinedSecrets);
    if (found === undefined) continue;
    findings.push({ type: 'secret', detail: found.detail, start, end: found.end, score: 0.99, checksum: null });
    done = found.end;
  }
  return findings;
}

function matchShape(
  text: string,
  at: number,
  shapes: readonly SecretShape[],
): { readonly detail: string; readonly end: number } | undefined {
  for (const { detail, opener, pattern } of shapes) {
    if (!text.startsWith(opener, at)) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { detail, end: at + match[0].length };
  }
  return undefined;
}

/** A private key goes on to its END line; one cut short goes on to the end of the text. */
function findPrivateKeys(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('-----BEGIN '); at !== -1; at = text.indexOf('-----BEGIN ', at + 1)) {
    if (!/^-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----/.test(text.slice(at, at + 60))) continue;
    const close = text.indexOf('-----END ', at);
    const tail = close === -1 ? -1 : text.indexOf('-----', close + 9);
    const end = tail === -1 ? text.length : tail + 5;
    findings.push({ type: 'secret', detail: 'private-key', start: at, end, score: 0.99, checksum: null });
    at = end - 1;
  }
  return findings;
}

/** `password = …`, « mot de passe : … », كلمة السر: … */
function findAnnounced({ tokens, cueList }: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const { cue, last } of cueList) {
    if (cue !== 'secret' || endOf(tokens, last) < done) continue;
    const value = valueAfter(tokens.text, endOf(tokens, last));
    if (value === undefined) continue;
    done = value.end;
    findings.push({ type: 'secret', detail: 'announced', ...value, score: 0.9, checksum: null });
  }
  return findings;
}

const linkWords =
  /^(?:\s{0,3}(?:est|is|was|are|هي|هو|dyali|dyal|ديالي|ديالو|hwa|howa|hiya|hia|du|de|pour|for|le|la|wifi|compte|serveur|server|account|admin|actuel|provisoire|temporaire|كان|الجديد|الجديدة|الخاصة|بي|new)(?![\p{L}\p{N}])){1,4}/u;
/** « Mot de passe WiFi du bureau : »: words of the label up to its colon. */
const labelWords = /^(?: {1,2}[\p{L}'’-]{1,15}){1,5}(?=\s?[:=：])/u;
const assignment = /^["'`\])]?\s{0,3}(?::=|=>|[:=：])\s{0,3}/;

/** After `:` or `=` nearly any value; after "is" only one that looks made up. */
function valueAfter(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  const tailWords = text.slice(from, from + 60);
  const linked = from + (lengthOf(labelWords, tailWords) || lengthOf(linkWords, tailWords));
  const tail = text.slice(linked, linked + 12);
  const assigned = lengthOf(assignment, tail);
  const spaces = lengthOf(/^\s{1,3}/, tail);
  if (assigned === 0 && (spaces === 0 || text.charAt(linked) === '\n')) return undefined;
  const start = startOfValue(text, linked + (assigned === 0 ? spaces : assigned));
  const end = endOfValue(text, start, text.charAt(start - 1));
  return looksMadeUp(text.slice(start, end), assigned > 0) ? { start, end } : undefined;
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** Behind a scheme word and an opening quote. */
function startOfValue(text: string, from: number): number {
  const start = from + lengthOf(/^(?:Bearer|Basic|Token)\s{1,2}/i, text.slice(from, from + 10));
  // Cookie: session=…
  const named = start + lengthOf(/^[A-Za-z_][\w-]{1,24}=(?=[\w%.-]{8})/, text.slice(start, start + 40));
  return quotes.test(text.charAt(named)) ? named + 1 : named;
}

const quotes = /["'`«“]/;

function endOfValue(text: string, start: number, before: string): number {
  const value = /^[^\s"'`<>,;،»“”]*/.exec(text.slice(start, start + longestPassword))?.[0] ?? '';
  const close = quotes.test(before) ? value.indexOf(before) : -1;
  let end = start + (close === -1 ? value.length : close);
  while (end > start && /[.:)\]}؟?]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** Not a variable, a type, a placeholder or a plain word. */
function looksMadeUp(value: string, assigned: boolean): boolean {
  if (value.length < 4 || /^[*•.xX#-]+$/.test(value)) return false;
  if (
    /^[$%{<[(]|^process\.|^os\.|^env\.|[({]|^(?:null|none|undefined|true|false|string|required|optional|changeme)$/i.test(
      value,
    )
  )
    return false;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(value)).length;
  // A word of the sentence: Mot de passe : Requis
  if (/^\p{Lu}\p{Ll}+$/u.test(value)) return false;
  if (/^\d+$/.test(value)) return assigned && value.length <= 12;
  if (/[\u0600-\u06FF]/.test(value)) return false;
  return kinds >= (assigned ? 2 : 3) || (kinds === 2 && /\d/.test(value) && value.length >= 6);
}
