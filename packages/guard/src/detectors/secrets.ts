import type { Finding } from '@riad/contracts';

import type { CueClass } from '../profiles/profile.ts';
import { flag } from '../scan/lexicon.ts';
import type { Scan } from '../scan/scan.ts';
import { endOf, has, startOf } from '../scan/tokens.ts';
import { isPlaceholderKey, isSecretValue } from './secret-values.ts';
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
    // What stands in for a key is passed over whole, or each part of it would be looked at again.
    done = found.end;
    if (isPlaceholderKey(tokens.text.slice(start, found.end))) continue;
    findings.push({ type: 'secret', detail: found.detail, start, end: found.end, score: 0.99, checksum: null });
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

const announcesSecret: ReadonlySet<CueClass> = new Set<CueClass>(['password', 'token', 'code']);

/** `password = …`, « mot de passe : … », كلمة السر: … */
function findAnnounced({ tokens, cueList }: Scan): readonly Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const { cue, last } of cueList) {
    if (!announcesSecret.has(cue) || endOf(tokens, last) < done) continue;
    const value = valueAfter(tokens.text, endOf(tokens, last), cue);
    if (value === undefined) continue;
    done = value.end;
    findings.push({ type: 'secret', detail: 'announced', ...value, score: 0.9, checksum: null });
  }
  return findings;
}

/** « … de la messagerie est », ديال الويفي هو: up to six words of the label, then a verb. */
const saidLink =
  /^(?: {1,2}(?!(?:est|is|was|are|هي|هو|hwa|howa|hiya|hia)(?![\p{L}\p{N}]))[\p{L}\p{M}'’()-]{1,20}){0,6} {1,3}(?:est|is|was|هي|هو|كان|hwa|howa|hiya|hia)(?![\p{L}\p{N}'’-])\s?[:：]? {1,3}/u;
/** « Mot de passe WiFi du bureau : », `"password": `, `value="`: words of the label, then a sign. */
const assignment =
  /^(?: {1,2}[\p{L}\p{M}'’/()-]{1,20}){0,6}["'`\])]?\s{0,3}(?::=|=>|[:=：]|(?<=["'])\s(?:value|content)=|[,，] ?(?=["']))\s{0,3}/u;
/** Names of the settings of tools that take their password as the next word: `password Zx81`, `lpassword dyal wifi …`. */
const follows =
  /^(?: (?:dyal|dyali|ديال|ديالي|du|de|wifi|الجديد|الجديدة|الخاصة|بي|new|provisoire|temporaire|actuel)){0,4} {1,3}(?=\S)/u;

/** A value and how it is tied to its announcement. */
function valueAfter(
  text: string,
  from: number,
  announced: CueClass,
): { readonly start: number; readonly end: number } | undefined {
  const tail = text.slice(from, from + longestLabel);
  const assigned = lengthOf(assignment, tail);
  const said = assigned > 0 ? 0 : lengthOf(saidLink, tail) || lengthOf(follows, tail);
  if (assigned + said === 0) return undefined;
  const start = startOfValue(text, from + assigned + said);
  const end = endOfValue(text, start, text.charAt(start - 1));
  return isSecretValue(text.slice(start, end), announced, assigned > 0 ? 'assigned' : 'said')
    ? { start, end }
    : undefined;
}

const longestLabel = 100;

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}

/** Behind a scheme word, a cookie's name and an opening quote. */
function startOfValue(text: string, from: number): number {
  const start = from + lengthOf(/^(?:Bearer|Basic|Token)\s{1,2}/i, text.slice(from, from + 10));
  // Cookie: session=…
  const named = start + lengthOf(/^[A-Za-z_][\w-]{1,24}=(?=[\w%.-]{8})/, text.slice(start, start + 40));
  return named + lengthOf(/^["'`«“]\s?/, text.slice(named, named + 2));
}

const quotes = /["'`«“]/;

function endOfValue(text: string, start: number, before: string): number {
  const value = /^[^\s"'`<>,;،»“”]*/.exec(text.slice(start, start + longestPassword))?.[0] ?? '';
  const close = quotes.test(before) ? value.indexOf(before) : -1;
  let end = start + (close === -1 ? value.length : close);
  while (end > start && /[.:)\]}؟?]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}
