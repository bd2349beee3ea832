import type { Finding } from '@riad/contracts';

/** A string or a number as it stands in JSON source. */
export interface JsonLiteral {
  readonly kind: 'string' | 'key' | 'number';
  /** Without the quotes of a string. */
  readonly start: number;
  readonly end: number;
  /** Objects and arrays around it. */
  readonly depth: number;
}

/** The strings and numbers of valid JSON source, in order. */
export function* jsonLiterals(text: string): Generator<JsonLiteral> {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = endOfString(text, at);
      yield { kind: isFollowedByColon(text, end + 1) ? 'key' : 'string', start: at + 1, end, depth };
      at = end;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === '-' || isDigit(character)) {
      const end = endOfNumber(text, at);
      yield { kind: 'number', start: at, end, depth };
      at = end - 1;
    }
  }
}

/** Tool-call arguments and results are JSON inside a text. */
export function isJsonDocument(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A piece of a finding that lies within one literal of a JSON document. */
export interface LiteralPart {
  readonly finding: Finding;
  readonly start: number;
  readonly end: number;
  /** The literal is a number: what replaces it must bring its own quotes. */
  readonly quoted: boolean;
}

/** Findings cut at the edges of strings and numbers, so that what replaces them leaves the document whole. */
export function partsOfLiterals(text: string, findings: readonly Finding[]): readonly LiteralPart[] {
  if (findings.length === 0) return [];
  const parts: LiteralPart[] = [];
  let next = 0;
  for (const { kind, start, end } of jsonLiterals(text)) {
    while ((findings[next]?.end ?? Infinity) <= start) next += 1;
    for (let at = next; ; at += 1) {
      const finding = findings[at];
      if (finding === undefined || finding.start >= end) break;
      if (kind === 'number') {
        parts.push({ finding, start, end, quoted: true });
        break;
      }
      parts.push({ finding, start: Math.max(finding.start, start), end: Math.min(finding.end, end), quoted: false });
    }
  }
  return parts;
}

/** A finding in a text that is no document. */
export function wholePart(finding: Finding): LiteralPart {
  return { finding, start: finding.start, end: finding.end, quoted: false };
}

function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === ':';
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (/[\d.eE+-]/.test(text.charAt(at))) at += 1;
  return at;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
