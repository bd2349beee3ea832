import { PlatformError, type JsonObject, type ToolDefinition } from '@riad/contracts';

import type { ToolCallStyle } from '../formats/tool-call-parser.ts';
import { gemmaCalls, type GemmaTerminals } from './gemma-grammar.ts';
import { jsonRules, literal, type OutputGrammar } from './json-rules.ts';
import { createSchemaCompiler, type SchemaCompiler } from './schema-grammar.ts';
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
  const { style, otherwise } = options;
  const calls = style === 'gemma' || style === 'function-gemma' ? gemmaForm(style, options) : jsonForm(style, options);
  if (otherwise === undefined) return grammarOf(calls.root, calls.rules, calls.exact);
  const compiler = createSchemaCompiler(otherwise, { prefix: 'o-', field: formatSchemaField });
  const root = `${calls.root} | ${compiler.root()}`;
  return grammarOf(root, calls.rules + compiler.text(), calls.exact && compiler.exact());
}

function grammarOf(root: string, rules: string, exact: boolean): OutputGrammar {
  return { text: `root ::= ${root}\n${rules}${jsonRules}\n`, exact };
}

interface CallForm {
  readonly root: string;
  readonly rules: string;
  readonly exact: boolean;
}

function jsonForm(style: JsonStyle, options: CallGrammarOptions): CallForm {
  const compiled = compiledTools(options.tools);
  const calls = compiled.map(({ tool: { name, parameters }, root }) => ({
    name,
    parameters: Object.keys(parameters).length === 0 ? 'object' : root,
  }));
  return {
    root: writers[style](calls, options),
    rules: compiled.map(({ compiler }) => compiler.text()).join(''),
    exact: compiled.every(({ compiler }) => compiler.exact()),
  };
}

/** The form is held here, and the schemas by the validator; what no validator could tell is refused as everywhere. */
function gemmaForm(style: GemmaStyle, { tools, several, control }: CallGrammarOptions): CallForm {
  compiledTools(tools);
  const { call, rules } = gemmaCalls(tools, gemmaTerminals(style, control));
  return { root: several ? `${call}+` : call, rules, exact: false };
}

function compiledTools(tools: readonly ToolDefinition[]): readonly {
  readonly tool: ToolDefinition;
  readonly compiler: SchemaCompiler;
  readonly root: string;
}[] {
  return tools.map((tool, index) => {
    const compiler = createSchemaCompiler(tool.parameters, {
      prefix: `t${index}-`,
      field: `tools[${index}].function.parameters`,
    });
    return { tool, compiler, root: compiler.root() };
  });
}

const plainText = String.raw`[^\x00-\x1F\x7F]`;

function gemmaTerminals(style: GemmaStyle, control: ReadonlyMap<string, number>): GemmaTerminals {
  const [opener, closer, quote] =
    style === 'gemma'
      ? ['<|tool_call>', '<tool_call|>', '<|"|>']
      : ['<start_function_call>', '<end_function_call>', '<escape>'];
  const terminal = (mark: string): string => (control.has(mark) ? token(mark, control) : literal(mark));
  // Where the quote is spelled in letters, a text may not begin to spell it.
  const character = control.has(quote) ? plainText : plainText.replace(']', '<]');
  return { opener: terminal(opener), closer: terminal(closer), quote: terminal(quote), character };
}

type GemmaStyle = Extract<ToolCallStyle, 'gemma' | 'function-gemma'>;
type JsonStyle = Exclude<ToolCallStyle, GemmaStyle>;

interface Call {
  readonly name: string;
  readonly parameters: string;
}

const writers: Readonly<Record<JsonStyle, (calls: readonly Call[], options: CallGrammarOptions) => string>> = {
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
};

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
