import { PlatformError, type JsonObject, type OutputFormat, type ToolCall, type ToolDefinition } from '@riad/contracts';

import type { ToolCallStyle } from '../formats/tool-call-parser.ts';
import { callGrammar } from './call-grammar.ts';
import type { OutputGrammar } from './json-rules.ts';
import { anyObjectGrammar, schemaGrammar } from './schema-grammar.ts';
import { choiceGrammar, plainPatternGrammar } from './text-grammar.ts';
import { createArgumentsValidator, createOutputValidator, type OutputValidator } from './validate.ts';

/** What an answer must look like, and how that is made sure of. */
export interface OutputForm {
  /** Absent: the model writes freely. */
  readonly grammar: OutputGrammar | undefined;
  readonly validate: OutputValidator;
  readonly validateCall: (call: ToolCall) => void;
}

interface FormOptions {
  readonly format: OutputFormat;
  /** The tools that the answer may call. */
  readonly tools: readonly ToolDefinition[];
  readonly style: ToolCallStyle | undefined;
  /** A call is the only answer. */
  readonly forced: boolean;
  readonly several: boolean;
  readonly control: ReadonlyMap<string, number>;
}

const anyObject: JsonObject = { type: 'object' };

/** Prepared before generation, so that a form which cannot be made sure of costs no tokens. */
export function createOutputForm(options: FormOptions): OutputForm {
  const { format, tools, forced } = options;
  const bound = forced || format.kind !== 'text' ? tools : tools.filter((tool) => tool.strict === true);
  return {
    grammar: grammarOf(options),
    validate: createOutputValidator(format),
    validateCall: createArgumentsValidator(bound),
  };
}

function grammarOf({ format, tools, style, forced, several, control }: FormOptions): OutputGrammar | undefined {
  if (tools.length > 0 && style !== undefined) {
    if (!forced && format.kind === 'text') return undefined;
    return callGrammar({ style, tools, several, control, ...(forced ? {} : { otherwise: orElse(format) }) });
  }
  switch (format.kind) {
    case 'text':
      return undefined;
    case 'json':
      return { text: anyObjectGrammar, exact: true };
    case 'schema':
      return schemaGrammar(format.schema);
    case 'choice':
      return choiceGrammar(format.choices);
    case 'pattern':
      return plainPatternGrammar(format.pattern);
  }
}

/** What an answer is that calls no tool. */
function orElse(format: OutputFormat): JsonObject {
  if (format.kind === 'schema') return format.schema;
  if (format.kind === 'json') return anyObject;
  throw new PlatformError(
    'request.unsupported',
    'a call to a tool, or a text of that form: only JSON can be told apart',
    {
      field: 'structured_outputs',
      remedy: 'Leave out the tools, or ask for JSON.',
    },
  );
}
