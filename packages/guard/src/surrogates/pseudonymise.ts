import type { Finding, GuardAction } from '@riad/contracts';

import { readTag } from './code.ts';
import { isJsonDocument, partsOfLiterals, wholePart } from './json-literals.ts';
import type { SurrogateGiver } from './vault.ts';

export interface PlacedSurrogate {
  readonly surrogate: string;
  /** Offsets in the output. */
  readonly start: number;
  readonly end: number;
}

export interface Pseudonymised {
  readonly output: string;
  readonly surrogates: readonly PlacedSurrogate[];
}

export interface PseudonymiseOptions {
  readonly vault: SurrogateGiver;
  /** `json`: the text is JSON source whose reader decodes it, as tool-call arguments; values are stored decoded. */
  readonly encoding?: 'text' | 'json';
}

/** A text and what was decided about it. */
export interface DecidedText {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** One per finding. */
  readonly actions: readonly GuardAction[];
}

/**
 * Puts a surrogate in place of each finding whose action is `pseudonymise`. Findings are sorted and do not overlap. A text
 * that is a JSON document stays one: only what stands inside its strings and numbers is replaced.
 */
export function pseudonymise(
  { text, findings, actions }: DecidedText,
  { vault, encoding = 'text' }: PseudonymiseOptions,
): Pseudonymised {
  reserveCodes(text, vault);
  const replaced = findings.filter((_finding, index) => actions[index] === 'pseudonymise');
  const parts = isJsonDocument(text) ? partsOfLiterals(text, replaced) : replaced.map(wholePart);
  const surrogates: PlacedSurrogate[] = [];
  let output = '';
  let done = 0;
  for (const { finding, start, end, quoted } of parts) {
    const written = text.slice(start, end);
    const value = encoding === 'json' && !quoted ? decodeJson(written) : written;
    const gender = finding.detail === 'F' || finding.detail === 'M' ? finding.detail : undefined;
    const surrogate = vault.surrogateFor(finding.type, value, gender);
    output += text.slice(done, start) + (quoted ? '"' : '');
    surrogates.push({ surrogate, start: output.length, end: output.length + surrogate.length });
    output += surrogate + (quoted ? '"' : '');
    done = end;
  }
  return { output: output + text.slice(done), surrogates };
}

function decodeJson(written: string): string {
  try {
    const parsed: unknown = JSON.parse(`"${written}"`);
    return typeof parsed === 'string' ? parsed : written;
  } catch {
    // Half an escape at the edge of a span: it is kept as written.
    return written;
  }
}

/** What already looks like a surrogate must not begin to mean something. */
function reserveCodes(text: string, vault: SurrogateGiver): void {
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    const tag = readTag(text, at) ?? readTag(text, at - 1);
    if (tag !== undefined && vault.resolve(tag.code, tag.variant) === undefined) vault.reserve(tag.code);
  }
}
