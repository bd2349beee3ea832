import { PlatformError } from '@riad/contracts';

import { grammarLimits, literal, type OutputGrammar } from './json-rules.ts';
import { wholePattern } from './pattern-grammar.ts';

/** One of these texts and nothing else. */
export function choiceGrammar(choices: readonly string[]): OutputGrammar {
  if (choices.length > grammarLimits.alternatives)
    throw unsupported(`more than ${grammarLimits.alternatives} choices`, 'structured_outputs.choice', 'Give fewer.');
  return { text: `root ::= ${choices.map((choice) => literal(choice)).join(' | ')}\n`, exact: true };
}

/** A text that a regular expression matches from its beginning to its end. */
export function plainPatternGrammar(pattern: string): OutputGrammar {
  const expression = wholePattern(pattern);
  if (expression === undefined) {
    throw unsupported(
      'the regular expression cannot be enforced',
      'structured_outputs.regex',
      'Use literals, classes, groups, alternatives, repetitions; no look-around, back references or word boundaries.',
    );
  }
  return { text: `root ::= ${expression}\n`, exact: true };
}

function unsupported(message: string, field: string, remedy: string): PlatformError {
  return new PlatformError('request.schema_unsupported', message, { field, remedy });
}
