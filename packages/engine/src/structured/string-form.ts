import type { JsonObject } from '@riad/contracts';

import { grammarFormats } from './json-rules.ts';
import { patternGrammar } from './pattern-grammar.ts';

/** How a grammar writes a string: by the rule of a format, inside quotes as a pattern says, or as so many characters. */
export interface StringForm {
  readonly kind: 'format' | 'pattern' | 'counted' | 'any';
  readonly text: string;
  /** Nothing else is said of it. */
  readonly exact: boolean;
}

export function stringForm({ minLength, maxLength, format, pattern }: JsonObject): StringForm {
  const counted = minLength !== undefined || maxLength !== undefined;
  const inside = typeof pattern === 'string' ? patternGrammar(pattern) : undefined;
  if (typeof format === 'string' && grammarFormats.has(format))
    return { kind: 'format', text: format, exact: !counted && pattern === undefined };
  const plain = format === undefined;
  if (inside !== undefined) return { kind: 'pattern', text: inside, exact: plain && !counted };
  return { kind: counted ? 'counted' : 'any', text: '', exact: plain && pattern === undefined };
}
