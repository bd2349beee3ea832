import { PlatformError, type Finding, type GuardAction } from '@riad/contracts';
import { jsonLiterals, pseudonymise, type SurrogateGiver } from '@riad/guard';

/** The texts of a request with what was found in them and what the policy decided, in the same order. */
export interface DecidedTexts {
  readonly texts: readonly string[];
  readonly findings: readonly (readonly Finding[])[];
  readonly actions: readonly (readonly GuardAction[])[];
}

export interface MaskedBody {
  readonly raw: Buffer;
  /** Every surrogate that stands in it. */
  readonly given: ReadonlySet<string>;
}

interface Decided {
  readonly findings: readonly Finding[];
  readonly actions: readonly GuardAction[];
}

/**
 * The same bytes with surrogates in place of values. Only the strings and numbers that hold one are written anew; what lies
 * between them is copied as it is. Equal texts are treated alike wherever they stand, keys of objects included.
 */
export function maskBody(raw: Buffer, decided: DecidedTexts, vault: SurrogateGiver): MaskedBody {
  const source = raw.toString('utf8');
  const byText = decisionsByText(decided);
  const given = new Set<string>();
  const parts: string[] = [];
  let done = 0;
  let key = '';
  const replace = (start: number, end: number, text: string): void => {
    parts.push(source.slice(done, start), text);
    done = end;
  };
  const mask = (text: string, own: Decided): string => {
    const encoding = key === 'arguments' ? 'json' : 'text';
    const { output, surrogates } = pseudonymise({ text, ...own }, { vault, encoding });
    for (const { surrogate } of surrogates) given.add(surrogate);
    return JSON.stringify(output);
  };

  for (const { kind, start, end, depth } of jsonLiterals(source)) {
    const written = source.slice(start, end);
    if (kind === 'number') {
      const own = findNumber(written, byText);
      if (own === undefined) continue;
      if (depth === 1) throw parameterHoldsData(key, own);
      replace(start, end, mask(written, wholly(written, own)));
      continue;
    }
    const text = written.includes('\\') ? parseString(written) : written;
    const own = byText.get(text);
    if (own !== undefined) replace(start - 1, end + 1, mask(text, own));
    if (kind === 'key') key = text;
  }
  return { raw: Buffer.from(parts.join('') + source.slice(done)), given };
}

function decisionsByText({ texts, findings, actions }: DecidedTexts): ReadonlyMap<string, Decided> {
  const byText = new Map<string, Decided>();
  for (const [index, text] of texts.entries()) {
    const own = { findings: findings[index] ?? [], actions: actions[index] ?? [] };
    if (own.actions.includes('pseudonymise')) byText.set(text, own);
  }
  return byText;
}

/** Numbers were inspected by their runs of digits. */
function findNumber(written: string, byText: ReadonlyMap<string, Decided>): Decided | undefined {
  for (const [digits] of written.matchAll(/\d+/g)) {
    const own = byText.get(digits);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** A number is replaced whole, whatever part of it was found. */
function wholly(written: string, { findings, actions }: Decided): Decided {
  const index = actions.indexOf('pseudonymise');
  const finding = findings[index];
  if (finding === undefined) return { findings: [], actions: [] };
  return { findings: [{ ...finding, start: 0, end: written.length }], actions: ['pseudonymise'] };
}

/** A parameter of the protocol must stay a number, and this number must not leave. */
function parameterHoldsData(field: string, { findings }: Decided): PlatformError {
  return new PlatformError(
    'guard.blocked',
    `the number in ${field} looks like ${findings[0]?.type ?? 'personal data'}`,
    {
      field,
      remedy: 'Choose another number.',
    },
  );
}

function parseString(written: string): string {
  const value: unknown = JSON.parse(`"${written}"`);
  return typeof value === 'string' ? value : written;
}
