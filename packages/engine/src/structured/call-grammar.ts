import { PlatformError, type JsonObject, type ToolDefinition } from '@riad/contracts';

import type { ToolCallStyle } from '../formats/tool-call-parser.ts';
import { jsonRules, literal, type OutputGrammar } from './json-rules.ts';
import { createSchemaCompiler } from './schema-grammar.ts';
import { formatSchemaField } from './schema-keywords.ts';

export interface CallGrammarOptions {
  readonly style: ToolCallStyle;
  readonly tools: readonly ToolDefinition[];
  /** Several calls in one answer are allowed. */
  readonly several: boolean;
  /** Control tokens by their text. */
  readonly control: ReadonlyMap<string, number>;
  /** Instead of a call, JSON that satisfies this schema; absent: a call is forced. */
  readonly otherwise?: JsonObject;
}

/** A grammar of calls to the given tools, their arguments following each tool's schema, as the model's format writes them. */
export function callGrammar(options: CallGrammarOptions): OutputGrammar {
  const rules: string[] = [];
  let exact = true;
  const calls = options.tools.map((tool, index) => {
    const compiler = createSchemaCompiler(tool.parameters, {
      prefix: `t${index}-`,
      field: `tools[${index}].function.parameters`,
    });
    const empty = Object.keys(tool.parameters).length === 0;
    const parameters = empty ? 'object' : compiler.root();
    rules.push(compiler.text());
    if (!compiler.exact()) exact = false;
    return { name: tool.name, parameters };
  });
  const choices = [writers[options.style](calls, options)];
  if (options.otherwise !== undefined) {
    const compiler = createSchemaCompiler(options.otherwise, { prefix: 'o-', field: formatSchemaField });
    choices.push(compiler.root());
    rules.push(compiler.text());
    if (!compiler.exact()) exact = false;
  }
  return { text: `root ::= ${choices.join(' | ')}\n${rules.join('')}${jsonRules}\n`, exact };
}

interface Call {
  readonly name: string;
  readonly parameters: string;
}

const writers: Readonly<Record<ToolCallStyle, (calls: readonly Call[], options: CallGrammarOptions) => string>> = {
  hermes(calls, { several }) {
    const one = `"<tool_call>\\n" (${calls.map((call) => jsonCall(call, 'arguments')).join(' | ')}) "\\n</tool_call>"`;
    return several ? `${one} ("\\n" ${one})*` : one;
  },
  'mistral-json'(calls, { several, control }) {
    const one = `(${calls.map((call) => jsonCall(call, 'arguments')).join(' | ')})`;
    return `${token('[TOOL_CALLS]', control)} "[" ${one}${several ? ` (", " ${one})*` : ''} "]"`;
  },
  'mistral-args'(calls, { several, control }) {
    const id = control.has('[CALL_ID]') ? ` (${token('[CALL_ID]', control)} [a-zA-Z0-9]{9})?` : '';
    const one = calls
      .map(({ name, parameters }) => `${literal(name)}${id} ${token('[ARGS]', control)} ${parameters}`)
      .join(' | ');
    const call = `(${token('[TOOL_CALLS]', control)} (${one}))`;
    return several ? `${call}+` : call;
  },
  llama: (calls) => calls.map((call) => jsonCall(call, 'parameters')).join(' | '),
  gemma: () => refuseForced(),
  'function-gemma': () => refuseForced(),
};

/** Their arguments are no JSON: no grammar of ours writes them. */
function refuseForced(): never {
  throw new PlatformError('request.unsupported', 'this model cannot be made to call a tool', {
    field: 'tool_choice',
    remedy: 'Leave the choice to the model, without a form for its answer.',
  });
}

function jsonCall({ name, parameters }: Call, word: 'arguments' | 'parameters'): string {
  return `"{\\"name\\": " ${literal(JSON.stringify(name))} ", \\"${word}\\": " ${parameters} "}"`;
}

/** A control token by its id: spelled out, it would be a text that only looks like it. */
function token(name: string, control: ReadonlyMap<string, number>): string {
  const id = control.get(name);
  if (id !== undefined) return `<[${id}]>`;
  throw new PlatformError('model.not_capable', `the model has no ${name} token, which its chat format needs`, {
    field: 'tool_choice',
  });
}
