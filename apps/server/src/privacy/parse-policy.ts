import { PlatformError, policySchema, type Policy } from '@riad/contracts';
import { findPatternProblem } from '@riad/guard';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';

/** A policy document as a person writes it. */
export interface PolicyDraft {
  /** With a version that is still to be given. */
  readonly policy: Policy;
  /** The version that the document says it changes; absent when it does not say. */
  readonly basedOn: number | undefined;
}

/** YAML or JSON. Fails with `policy.invalid`, naming the place. */
export function parsePolicyText(text: string): PolicyDraft {
  return parsePolicyDocument(readYaml(text));
}

export function parsePolicyDocument(document: unknown): PolicyDraft {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new PlatformError('policy.invalid', 'a policy is an object with rules', { field: 'policy', remedy });
  const basedOn = 'version' in document ? document.version : undefined;
  const checked = policySchema.safeParse({ ...document, version: basedOn ?? 1 });
  if (!checked.success) throw invalid(firstOf(checked.error));
  const problem = findPatternProblem(checked.data.patterns);
  if (problem !== undefined) throw invalid(problem);
  return { policy: checked.data, basedOn: typeof basedOn === 'number' ? basedOn : undefined };
}

function firstOf({ issues: [issue] }: z.ZodError): { readonly field: string; readonly message: string } {
  return { field: pathOf(issue?.path ?? []), message: issue?.message ?? 'not valid' };
}

function invalid({ field, message }: { readonly field: string; readonly message: string }): PlatformError {
  return new PlatformError('policy.invalid', `${field}: ${message}`, { field, remedy });
}

const remedy = './riad policy show prints the one in force, in the form that is wanted.';

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    throw new PlatformError(
      'policy.invalid',
      `the document is not YAML or JSON${line === undefined ? '' : `: line ${line}`}`,
      {
        cause: error,
        remedy,
      },
    );
  }
}

function pathOf(path: readonly PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '') || 'policy'
  );
}
