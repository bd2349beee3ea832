import type { Finding, GuardAction } from '@riad/contracts';

import { readTag } from './code.ts';
import type { Vault } from './vault.ts';

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
  readonly vault: Vault;
  /** `json`: the text is JSON source, as in tool-call arguments; values are stored decoded. */
  readonly encoding?: 'text' | 'json';
}

/** A text and what was decided about it. */
export interface DecidedText {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** One per finding. */
  readonly actions: readonly GuardAction[];
}

/** Puts a surrogate in place of each finding whose action is `pseudonymise`. Findings are sorted and do not overlap. */
export function pseudonymise(
  { text, findings, actions }: DecidedText,
  { vault, encoding = 'text' }: PseudonymiseOptions,
): Pseudonymised {
  reserveCodes(text, vault);
  const surrogates: PlacedSurrogate[] = [];
  let output = '';
  let done = 0;
  for (const [index, finding] of findings.entries()) {
    if (actions[index] !== 'pseudonymise') continue;
    output += text.slice(done, finding.start);
    const written = text.slice(finding.start, finding.end);
    const value = encoding === 'json' ? decodeJson(written) : written;
    const gender = finding.detail === 'F' || finding.detail === 'M' ? finding.detail : undefined;
    const surrogate = vault.surrogateFor(finding.type, value, gender);
    surrogates.push({ surrogate, start: output.length, end: output.length + surrogate.length });
    output += surrogate;
    done = finding.end;
  }
  return { output: output + text.slice(done), surrogates };
}

/** What already looks like a surrogate must not begin to mean something. */
function reserveCodes(text: string, vault: Vault): void {
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    const tag = readTag(text, at) ?? readTag(text, at - 1);
    if (tag !== undefined && vault.resolve(tag.code, tag.variant) === undefined) vault.reserve(tag.code);
  }
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
