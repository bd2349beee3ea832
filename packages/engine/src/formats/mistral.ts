import { createHash } from 'node:crypto';

import { PlatformError, type ChatMessage, type ToolCall, type ToolDefinition } from '@riad/contracts';

import type { Segment } from './segments.ts';

export type MistralVersion = 1 | 2 | 3 | 7 | 11 | 13;

/**
 * Mistral's instruct formats, as segments (mistral-common 1.11.7, instruct tokenizers v1 to v13).
 * v1 has no control tokens but BOS and EOS; from v2 on every marker is a token of its own, never spelled in text.
 */
export function renderMistral(
  version: MistralVersion,
  messages: readonly ChatMessage[],
  tools: readonly ToolDefinition[],
): readonly Segment[] {
  if (version === 1 && tools.length > 0)
    throw new PlatformError('model.not_capable', 'this model cannot call tools', { field: 'tools' });
  const conversation = version < 7 ? withSystemInUser(version, messages) : messages;
  const segments: Segment[] = [{ control: '<s>' }];
  const users = conversation.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const toolsAt = version >= 13 ? users[0] : users.at(-1);
  const lastUser = users.at(-1) ?? -1;
  conversation.forEach((message, index) => {
    if (index === toolsAt && tools.length > 0)
      segments.push({ control: '[AVAILABLE_TOOLS]' }, { text: presentTools(tools) }, { control: '[/AVAILABLE_TOOLS]' });
    segments.push(
      ...renderMessage(version, message, {
        isLast: index === conversation.length - 1,
        beforeLastUser: index < lastUser,
      }),
    );
  });
  return segments;
}

interface Position {
  readonly isLast: boolean;
  readonly beforeLastUser: boolean;
}

function renderMessage(version: MistralVersion, message: ChatMessage, position: Position): readonly Segment[] {
  switch (message.role) {
    case 'system':
      return [{ control: '[SYSTEM_PROMPT]' }, { text: message.content }, { control: '[/SYSTEM_PROMPT]' }];
    case 'user':
      return version === 1
        ? [{ text: `[INST] ${message.content} [/INST]` }]
        : [
            { control: '[INST]' },
            { text: version < 7 ? ` ${message.content}` : message.content },
            { control: '[/INST]' },
          ];
    case 'assistant':
      return renderAssistant(version, message, position);
    case 'tool':
      return version === 2 && position.beforeLastUser ? [] : renderToolResult(version, message);
  }
}

function renderAssistant(version: MistralVersion, message: ChatMessage, position: Position): readonly Segment[] {
  const segments: Segment[] = [];
  if (message.reasoning !== undefined && version >= 13)
    segments.push({ control: '[THINK]' }, { text: message.reasoning }, { control: '[/THINK]' });
  if (message.content !== '') segments.push({ text: version < 7 ? ` ${message.content}` : message.content });
  const calls = message.toolCalls ?? [];
  if (calls.length > 0 && !(version === 2 && position.beforeLastUser))
    segments.push(...renderToolCalls(version, calls));
  if (!(position.isLast && message.prefix === true)) segments.push({ control: '</s>' });
  return segments;
}

function renderToolCalls(version: MistralVersion, calls: readonly ToolCall[]): readonly Segment[] {
  if (version < 11) {
    const list = calls.map((call) => ({
      name: call.name,
      arguments: parseArguments(call),
      ...(version >= 3 ? { id: mistralCallId(call.id) } : {}),
    }));
    return [{ control: '[TOOL_CALLS]' }, { text: pythonJson(list) }];
  }
  return calls.flatMap((call): Segment[] => [
    { control: '[TOOL_CALLS]' },
    { text: call.name },
    ...(version === 11 ? [{ control: '[CALL_ID]' }, { text: mistralCallId(call.id) }] : []),
    { control: '[ARGS]' },
    { text: pythonJson(parseArguments(call)) },
  ]);
}

function renderToolResult(version: MistralVersion, message: ChatMessage): readonly Segment[] {
  const id = mistralCallId(message.toolCallId ?? '');
  const content = parsedOrText(message.content);
  switch (version) {
    case 1:
      throw new PlatformError('model.not_capable', 'this model cannot read tool results', { field: 'messages' });
    case 2:
      return [
        { control: '[TOOL_RESULTS]' },
        { text: pythonJson([{ name: message.name ?? '', content }]) },
        { control: '[/TOOL_RESULTS]' },
      ];
    case 3:
      return [
        { control: '[TOOL_RESULTS]' },
        { text: pythonJson({ content, call_id: id }) },
        { control: '[/TOOL_RESULTS]' },
      ];
    case 7:
    case 11:
      return [
        { control: '[TOOL_RESULTS]' },
        { text: id },
        { control: '[TOOL_CONTENT]' },
        { text: message.content },
        { control: '[/TOOL_RESULTS]' },
      ];
    case 13:
      return [{ control: '[TOOL_RESULTS]' }, { text: message.content }, { control: '[/TOOL_RESULTS]' }];
  }
}

/** Before v7 the system prompt is written in front of a user turn: the first one in v1, the last one in v2 and v3. */
function withSystemInUser(version: MistralVersion, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const system = messages.filter((message) => message.role === 'system').map((message) => message.content);
  const others = messages.filter((message) => message.role !== 'system');
  if (system.length === 0) return others;
  const target =
    version === 1
      ? others.findIndex((message) => message.role === 'user')
      : others.findLastIndex((message) => message.role === 'user');
  return others.map((message, index) =>
    index === target ? { ...message, content: `${system.join('\n\n')}\n\n${message.content}` } : message,
  );
}

function presentTools(tools: readonly ToolDefinition[]): string {
  return pythonJson(
    tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description: description ?? '', parameters },
    })),
  );
}

/** Nine letters and digits, as these formats need; the same id always gives the same nine. */
export function mistralCallId(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9);
}

function parseArguments(call: ToolCall): unknown {
  return parsedOrText(call.arguments);
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** JSON as Python's json.dumps writes it (", " and ": "), which is what the models were trained on. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`)
    .join(', ')}}`;
}
