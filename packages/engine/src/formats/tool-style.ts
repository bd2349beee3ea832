import type { ChatFormatName } from '../protocol/messages.ts';
import type { MistralVersion } from './mistral.ts';
import type { ToolCallStyle } from './tool-call-parser.ts';

export const mistralVersions: Readonly<Record<Exclude<ChatFormatName, 'template'>, MistralVersion>> = {
  'mistral-v1': 1,
  'mistral-v2': 2,
  'mistral-v3': 3,
  'mistral-v7': 7,
  'mistral-v11': 11,
  'mistral-v13': 13,
  'mistral-v15': 15,
};

/** What a template says that tells how its model writes calls; the first that it has. */
const traces: readonly (readonly [trace: string, style: ToolCallStyle | undefined])[] = [
  // Calls written as elements, with arguments as bare text: not read here.
  ['<function=', undefined],
  ['<|tool_call>', 'gemma'],
  ['<start_function_call>', 'function-gemma'],
  ['<tool_call>', 'hermes'],
  ['"parameters": dictionary of argument name and its value', 'llama'],
];

/** How a model writes its calls; `undefined` when nobody taught it any. */
export function toolStyleOf(format: ChatFormatName, template: string | undefined): ToolCallStyle | undefined {
  if (format === 'template') return traces.find(([trace]) => template?.includes(trace) ?? false)?.[1];
  if (format === 'mistral-v1') return undefined;
  return mistralVersions[format] < 11 ? 'mistral-json' : 'mistral-args';
}
