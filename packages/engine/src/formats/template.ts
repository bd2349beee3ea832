import { PlatformError, type ChatMessage, type ToolDefinition } from '@riad/contracts';
import { Template } from '@huggingface/jinja';

import { TimeLimitExceeded, withinTime } from '../worker/time-limit.ts';
import type { Segment } from './segments.ts';

/** Breaks up control tokens that a person's text spells. A noncharacter: it has no meaning in any text. */
const BREAK = '\uFDD0';
/** Marks the end of a prefix that the answer continues. */
const CUT = '\uFDD1';
const RESERVED = /[\uFDD0\uFDD1]/g;
/** Largest template and rendered conversation, in characters, and how long rendering may take. */
const limits = { source: 256 * 1024, rendered: 4 * 1024 * 1024, timeMs: 2000 } as const;

export interface TemplateFormat {
  render(messages: readonly ChatMessage[], tools: readonly ToolDefinition[]): readonly Segment[];
}

/**
 * A chat format given by a model file's Jinja template. The template is code inside a file: it runs in an interpreter that
 * has no access to anything, for a bounded time, and control tokens come only from the template's own words, never from a
 * message.
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
    const clean = text.replaceAll(RESERVED, '');
    return pattern === undefined
      ? clean
      : clean.replaceAll(pattern, (word) => `${word.slice(0, 1)}${BREAK}${word.slice(1)}`);
  };
  return {
    render(messages, tools) {
      const continues = messages.at(-1)?.role === 'assistant' && messages.at(-1)?.prefix === true;
      // Everything that comes from a caller is defused here, in one place, whatever field it sits in.
      const presented = messages.map((message) => defuseValue(presentMessage(message), defuse));
      if (continues) markEnd(presented.at(-1));
      const rendered = renderTemplate(template, {
        messages: presented,
        ...(tools.length === 0 ? {} : { tools: defuseValue(tools.map(presentTool), defuse) }),
        add_generation_prompt: !continues,
        bos_token: special.bos,
        eos_token: special.eos,
      });
      return splitAtControl(continues ? untilCut(rendered) : rendered, pattern);
    },
  };
}

function parseTemplate(source: string): Template {
  if (source.length > limits.source)
    throw new PlatformError('model.damaged', `the chat template has more than ${limits.source} characters`);
  try {
    return withinTime(limits.timeMs, () => new Template(source));
  } catch (error) {
    throw new PlatformError('model.damaged', 'the chat template of the model file does not parse', { cause: error });
  }
}

function renderTemplate(template: Template, values: Record<string, unknown>): string {
  const text = interpret(template, values);
  if (text.length <= limits.rendered) return text;
  throw new PlatformError(
    'request.context_length',
    `the rendered conversation has more than ${limits.rendered} characters`,
    { field: 'messages' },
  );
}

function interpret(template: Template, values: Record<string, unknown>): string {
  try {
    return withinTime(limits.timeMs, () => template.render(values));
  } catch (error) {
    if (error instanceof TimeLimitExceeded)
      throw new PlatformError('model.damaged', 'the chat template of the model file does not come to an end', {
        cause: error,
      });
    const reason = error instanceof Error ? error.message.replaceAll(RESERVED, '').slice(0, 200) : '';
    throw new PlatformError('request.invalid', `the model's chat template refuses this conversation: ${reason}`, {
      cause: error,
      field: 'messages',
    });
  }
}

function presentMessage(message: ChatMessage): Record<string, unknown> {
  const { role, content, reasoning, name, toolCallId, toolCalls } = message;
  return {
    role,
    content,
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    ...(name === undefined ? {} : { name }),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
    ...(toolCalls === undefined || toolCalls.length === 0
      ? {}
      : {
          tool_calls: toolCalls.map((call) => ({
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: parseArguments(call.arguments) },
          })),
        }),
  };
}

function presentTool({ name, description, parameters }: ToolDefinition): unknown {
  return { type: 'function', function: { name, description: description ?? '', parameters } };
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

function markEnd(message: unknown): void {
  if (typeof message === 'object' && message !== null && 'content' in message)
    message.content = `${String(message.content)}${CUT}`;
}

/** A last assistant message to be continued must not be closed: what the template put after its text is cut off. */
function untilCut(rendered: string): string {
  const at = rendered.lastIndexOf(CUT);
  if (at !== -1) return rendered.slice(0, at);
  throw new PlatformError('request.unsupported', 'this model’s chat template cannot continue an answer', {
    field: 'messages',
    remedy: 'Send the conversation without `prefix`.',
  });
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
  return text.replaceAll(RESERVED, '');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
