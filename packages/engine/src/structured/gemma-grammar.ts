import type { JsonObject, JsonValue } from '@riad/contracts';

import { grammarLimits, literal } from './json-rules.ts';
import { isObject } from './merge-schemas.ts';
import { memberList } from './object-members.ts';

/** What a call of Gemma's is written with, as terminals of a grammar. */
export interface GemmaTerminals {
  readonly opener: string;
  readonly closer: string;
  readonly quote: string;
  /** Any character of a text between quotes: nothing inside is escaped. */
  readonly character: string;
}

export interface GemmaTool {
  readonly name: string;
  readonly parameters: JsonObject;
}

/** Deeper than this arguments are held to their form only, and the validator tells the rest. */
const DECLARED_DEPTH = 8;
/** Keywords that put schemas together: the validator tells. */
const combinations = ['$ref', 'anyOf', 'oneOf', 'allOf'];
const scalarRules: ReadonlyMap<string, string> = new Map([
  ['string', 'gemma-text'],
  ['integer', 'integer'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
]);

/**
 * Calls as Gemma writes them, `call:name{key:<|"|>text<|"|>,other:3}`. Names, required arguments, kinds of values and choices
 * are held by the grammar; everything else that a schema says is the validator's.
 */
export function gemmaCalls(
  tools: readonly GemmaTool[],
  terminals: GemmaTerminals,
): { readonly call: string; readonly rules: string } {
  const { opener, closer, quote, character } = terminals;
  const rules: string[] = [
    `gemma-text ::= ${quote} ${character}* ${quote}`,
    'gemma-value ::= gemma-text | number | boolean | null | gemma-list | gemma-object',
    'gemma-list ::= "[" (gemma-value ("," gemma-value)*)? "]"',
    'gemma-object ::= "{" (gemma-key ":" gemma-value ("," gemma-key ":" gemma-value)*)? "}"',
    'gemma-key ::= [a-zA-Z_] [a-zA-Z0-9_.-]*',
  ];

  function define(body: string): string {
    const name = `gemma-${rules.length}`;
    rules.push(`${name} ::= ${body}`);
    return name;
  }

  function object({ properties, required }: JsonObject, depth: number): string {
    if (!isObject(properties) || Object.keys(properties).length === 0) return 'gemma-object';
    const needed = new Set(Array.isArray(required) ? required : []);
    const members = Object.entries(properties).map(([name, schema]) => ({
      rule: define(`${key(name)} ":" ${value(schema, depth + 1)}`),
      required: needed.has(name),
    }));
    return define(`"{" ${memberList(members, undefined, { define, comma: '","' })} "}"`);
  }

  function key(name: string): string {
    return /^[a-zA-Z_][a-zA-Z0-9_.-]*$/.test(name) ? literal(name) : `${quote} ${literal(name)} ${quote}`;
  }

  function value(schema: JsonValue, depth: number): string {
    if (!isObject(schema) || depth > DECLARED_DEPTH) return 'gemma-value';
    const choices = 'const' in schema ? [schema['const']] : schema['enum'];
    if (Array.isArray(choices)) return scalars(choices);
    if (combinations.some((word) => word in schema)) return 'gemma-value';
    const { type, items = true } = schema;
    if (type === 'object') return object(schema, depth);
    if (type === 'array') return define(`"[" (${list(value(items, depth + 1))})? "]"`);
    return (typeof type === 'string' ? scalarRules.get(type) : undefined) ?? 'gemma-value';
  }

  function scalars(choices: readonly (JsonValue | undefined)[]): string {
    const written = choices.flatMap((choice) => {
      if (typeof choice === 'string') return [`${quote} ${literal(choice)} ${quote}`];
      return typeof choice === 'object' ? [] : [literal(JSON.stringify(choice))];
    });
    const all = written.length === choices.length && written.length <= grammarLimits.alternatives;
    return all ? `(${written.join(' | ')})` : 'gemma-value';
  }

  const one = tools.map(({ name, parameters }) => `${literal(`call:${name}`)} ${object(parameters, 0)}`).join(' | ');
  const call = define(`${opener} (${one}) ${closer}`);
  return { call, rules: rules.map((rule) => `${rule}\n`).join('') };
}

function list(item: string): string {
  return `${item} ("," ${item})*`;
}
