import { PlatformError, type ChatMessage, type ToolDefinition } from '@riad/contracts';
import { Template } from '@huggingface/jinja';

import type { Segment } from './segments.ts';

/** Breaks up control tokens that a person's text spells. A noncharacter: it has no meaning in any text. */
const BREAK = '\uFDD0';
/** Largest rendered conversation, in characters. */
const MAX_RENDERED = 4 * 1024 * 1024;

export interface TemplateFormat {
  render(messages: readonly ChatMessage[], tools: readonly ToolDefinition[]): readonly Segment[];
}

/**
 * A chat format given by a model file's Jinja template. The template is code inside a file: it runs in an interpreter that
 * has no access to anything, and control tokens come only from the template's own words, never from a message.
 */
export function createTemplateFormat(
  source: string,
  control: Iterable<string>,
  special: { readonly bos: string; readonly eos: string },
): TemplateFormat {
  const template = parseTemplate(source);
  const words = [...control].filter((word) => word.length > 1).toSorted((left, right) => right.length - left.length);
  const pattern = words.length === 0 ? undefined : new RegExp(words.map(escapePattern).join('|'), 'g');

  const defuse = (text: string): string => {
    const clean = text.replaceAll(BREAK, '');
    return pattern === undefined
      ? clean
      : clean.replaceAll(pattern, (word) => `${word.slice(0, 1)}${BREAK}${word.slice(1)}`);
  };
  return {
    render(messages, tools) {
      const rendered = renderTemplate(template, {
        messages: messages.map((message) => presentMessage(message, defuse)),
        ...(tools.length === 0 ? {} : { tools: tools.map((tool) => presentTool(tool, defuse)) }),
        add_generation_prompt: messages.at(-1)?.prefix !== true,
        bos_token: special.bos,
        eos_token: special.eos,
      });
      return splitAtControl(
        continuePrefix(rendered, messages.at(-1)?.prefix === true ? defuse(messages.at(-1)?.content ?? '') : undefined),
        pattern,
      );
    },
  };
}

function parseTemplate(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw new PlatformError('model.damaged', 'the chat template of the model file does not parse', { cause: error });
  }
}

function renderTemplate(template: Template, values: Record<string, unknown>): string {
  let text: string;
  try {
    text = template.render(values);
  } catch (error) {
    throw new PlatformError(
      'request.invalid',
      `the model's chat template refuses this conversation: ${error instanceof Error ? error.message : ''}`,
      {
        cause: error,
        field: 'messages',
      },
    );
  }
  if (text.length <= MAX_RENDERED) return text;
  throw new PlatformError(
    'request.context_length',
    `the rendered conversation has more than ${MAX_RENDERED} characters`,
    { field: 'messages' },
  );
}

function presentMessage(message: ChatMessage, defuse: (text: string) => string): Record<string, unknown> {
  const presented: Record<string, unknown> = { role: message.role, content: defuse(message.content) };
  if (message.reasoning !== undefined) presented['reasoning_content'] = defuse(message.reasoning);
  if (message.name !== undefined) presented['name'] = defuse(message.name);
  if (message.toolCallId !== undefined) presented['tool_call_id'] = message.toolCallId;
  if (message.toolCalls !== undefined && message.toolCalls.length > 0) {
    presented['tool_calls'] = message.toolCalls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: defuseValue(parseArguments(call.arguments), defuse) },
    }));
  }
  return presented;
}

function presentTool(tool: ToolDefinition, defuse: (text: string) => string): unknown {
  const { name, description, parameters } = tool;
  return defuseValue({ type: 'function', function: { name, description: description ?? '', parameters } }, defuse);
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function defuseValue(value: unknown, defuse: (text: string) => string): unknown {
  if (typeof value === 'string') return defuse(value);
  if (Array.isArray(value)) return value.map((item) => defuseValue(item, defuse));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [defuse(key), defuseValue(item, defuse)]));
}

/** A last assistant message to be continued must not be closed: what the template put after its text is cut. */
function continuePrefix(rendered: string, prefix: string | undefined): string {
  if (prefix === undefined || prefix === '') return rendered;
  const at = rendered.lastIndexOf(prefix);
  return at === -1 ? rendered : rendered.slice(0, at + prefix.length);
}

function splitAtControl(rendered: string, pattern: RegExp | undefined): readonly Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of pattern === undefined ? [] : rendered.matchAll(pattern)) {
    if (match.index > from) segments.push({ text: withoutBreaks(rendered.slice(from, match.index)) });
    segments.push({ control: match[0] });
    from = match.index + match[0].length;
  }
  if (from < rendered.length) segments.push({ text: withoutBreaks(rendered.slice(from)) });
  return segments;
}

function withoutBreaks(text: string): string {
  return text.replaceAll(BREAK, '');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
