import type { Policy } from '@riad/contracts';
import { RE2JS } from 're2js';

/** A kind of value that an organisation added. */
export type UserPattern = NonNullable<Policy['patterns']>[number];

export interface CompiledPattern {
  readonly id: string;
  readonly expression: RE2JS;
  /** One of these, folded, must stand near; empty when none must. */
  readonly words: readonly string[];
}

/** What a pattern costs to match grows with its program: instructions of RE2. */
const largestProgram = 1000;

/** What is wrong with the patterns of a policy, and where; undefined when they can be matched. */
export function findPatternProblem(
  patterns: readonly UserPattern[] = [],
): { readonly field: string; readonly message: string } | undefined {
  const seen = new Set<string>();
  for (const [index, { id, pattern }] of patterns.entries()) {
    if (seen.has(id)) return { field: `patterns[${index}].id`, message: `${id} is there twice` };
    seen.add(id);
    const message = problemOf(pattern);
    if (message !== undefined) return { field: `patterns[${index}].pattern`, message };
  }
  return undefined;
}

function problemOf(pattern: string): string | undefined {
  try {
    const expression = RE2JS.compile(pattern);
    if (expression.programSize() > largestProgram)
      return `repeats too much: ${expression.programSize()} instructions, at most ${largestProgram}`;
    return expression.matcher('').find() ? 'fits a text of no characters' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const compiled = new WeakMap<readonly UserPattern[], readonly CompiledPattern[]>();

/** Compiled once for each policy that is in force. */
export function compilePatterns(patterns: readonly UserPattern[]): readonly CompiledPattern[] {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const made = patterns.map(({ id, pattern, words = [] }) => ({
    id,
    expression: RE2JS.compile(pattern),
    words: words.map((word) => word.toLowerCase()),
  }));
  compiled.set(patterns, made);
  return made;
}
