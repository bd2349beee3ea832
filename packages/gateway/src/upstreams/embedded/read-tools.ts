import type { EnginePrompt, JsonObject, JsonValue, ToolChoice, ToolDefinition } from '@riad/contracts';

import { invalid, isObject, list, optionalText, textOf, unsupported } from './json-fields.ts';

type ToolSettings = Pick<Extract<EnginePrompt, { kind: 'chat' }>, 'tools' | 'toolChoice' | 'parallelToolCalls'>;

const noArguments: JsonObject = { type: 'object', properties: {} };

/** Tools, which of them to call, and the older `functions` and `function_call` of OpenAI's API. */
export function readTools(body: JsonObject): ToolSettings {
  const tools = [...list(body['tools']).map(readTool), ...list(body['functions']).map(readLegacyFunction)];
  const names = new Set<string>();
  for (const { name } of tools) {
    if (names.has(name)) throw invalid('tools', `two tools are named ${name}`);
    names.add(name);
  }
  return {
    tools,
    toolChoice: readToolChoice(body),
    parallelToolCalls: body['parallel_tool_calls'] !== false && !usesLegacyFunctions(body),
  };
}

/** Whether the answer must have the older shape, `function_call`. */
export function usesLegacyFunctions(body: JsonObject): boolean {
  return list(body['tools']).length === 0 && list(body['functions']).length > 0;
}

function readTool(tool: JsonValue, index: number): ToolDefinition {
  const field = `tools[${index}]`;
  if (!isObject(tool)) throw invalid(field, 'must be an object');
  if (tool['type'] !== undefined && tool['type'] !== 'function')
    throw unsupported(`${field}.type`, 'Models of this machine call functions; other tools are run by their callers.');
  if (!isObject(tool['function'])) throw invalid(`${field}.function`, 'is missing');
  return readDefinition(tool['function']);
}

function readLegacyFunction(definition: JsonValue, index: number): ToolDefinition {
  if (!isObject(definition) || textOf(definition['name']) === '')
    throw invalid(`functions[${index}].name`, 'is missing');
  return readDefinition(definition);
}

function readDefinition(definition: JsonObject): ToolDefinition {
  const { parameters } = definition;
  const takesSome = isObject(parameters) && Object.keys(parameters).length > 0;
  return {
    name: textOf(definition['name']),
    ...optionalText(definition, 'description', 'description'),
    parameters: takesSome ? parameters : noArguments,
    ...(definition['strict'] === true ? { strict: true } : {}),
  };
}

const wordedChoices: ReadonlyMap<JsonValue, ToolChoice> = new Map([
  ['auto', 'auto'],
  ['none', 'none'],
  ['required', 'required'],
  ['any', 'required'],
]);

function readToolChoice(body: JsonObject): ToolChoice {
  const field = usesLegacyFunctions(body) ? 'function_call' : 'tool_choice';
  const choice = body[field] ?? 'auto';
  const worded = wordedChoices.get(choice);
  if (worded !== undefined) return worded;
  const name = isObject(choice) ? namedFunction(choice) : '';
  if (name !== '') return { name };
  throw invalid(field, 'must be auto, none, any, required, or name one function');
}

function namedFunction(choice: JsonObject): string {
  const type = choice['type'] ?? 'function';
  if (type !== 'function') throw unsupported('tool_choice.type', 'Use auto, none, required, or name one function.');
  return textOf((isObject(choice['function']) ? choice['function'] : choice)['name']);
}
