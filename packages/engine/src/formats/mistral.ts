import { createHash } from 'node:crypto';

import { PlatformError, type ChatMessage, type ToolCall, type ToolDefinition } from '@riad/contracts';

import type { Segment } from './segments.ts';

export type MistralVersion = 1 | 2 | 3 | 7 | 11 | 13 | 15;

export interface MistralConversation {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  /** v15 only, and only for models trained with it. */
  readonly reasoningEffort?: 'none' | 'high';
}

/**
 * Mistral's instruct formats as segments, checked against the strings of mistral-common 1.11.7. v1 has no control tokens
 * but BOS and EOS; from v2 on every marker is a token of its own. Spaces are the tokenizer's affair: a SentencePiece
 * vocabulary puts one in front of every text, a Tekken vocabulary none.
 */
export function renderMistral(version: MistralVersion, conversation: MistralConversation): readonly Segment[] {
  const { tools } = conversation;
  if (version === 1 && tools.length > 0) throw withoutTools('tools');
  const messages = joinNeighbours(
    version < 7 ? withSystemInUser(version, conversation.messages) : conversation.messages,
  );
  const users = messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const lastUser = users.at(-1) ?? -1;
  const toolsAt = version >= 13 ? users[0] : lastUser;
  return [
    { control: '<s>' },
    ...messages.flatMap((message, index) => [
      ...(index === toolsAt ? renderSettings(version, conversation) : []),
      ...renderMessage(version, message, {
        isLast: index === messages.length - 1,
        beforeLastUser: index < lastUser,
      }),
    ]),
  ];
}

/** Nine letters and digits, as these formats need; the same id always gives the same nine. */
export function mistralCallId(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9);
}

interface Position {
  readonly isLast: boolean;
  readonly beforeLastUser: boolean;
}

/** What stands beside a user turn: the tools, and from v15 on the model's settings. */
function renderSettings(version: MistralVersion, { tools, reasoningEffort }: MistralConversation): readonly Segment[] {
  const segments: Segment[] = [];
  if (tools.length > 0)
    segments.push({ control: '[AVAILABLE_TOOLS]' }, { text: presentTools(tools) }, { control: '[/AVAILABLE_TOOLS]' });
  if (version >= 15 && reasoningEffort !== undefined) {
    segments.push(
      { control: '[MODEL_SETTINGS]' },
      { text: pythonJson({ reasoning_effort: reasoningEffort }) },
      { control: '[/MODEL_SETTINGS]' },
    );
  }
  return segments;
}

function renderMessage(version: MistralVersion, message: ChatMessage, position: Position): readonly Segment[] {
  switch (message.role) {
    case 'system':
      return [{ control: '[SYSTEM_PROMPT]' }, { text: message.content }, { control: '[/SYSTEM_PROMPT]' }];
    case 'user':
      return version === 1
        ? [{ text: `[INST] ${message.content} [/INST]` }]
        : [{ control: '[INST]' }, { text: message.content }, { control: '[/INST]' }];
    case 'assistant':
      return renderAssistant(version, message, position);
    case 'tool':
      // v2 forgets the calls and results of earlier turns.
      return version === 2 && position.beforeLastUser ? [] : renderToolResult(version, message);
  }
}

function renderAssistant(version: MistralVersion, message: ChatMessage, position: Position): readonly Segment[] {
  const calls = message.toolCalls ?? [];
  if (calls.length > 0 && version === 1) throw withoutTools('messages');
  if (calls.length > 0 && version === 2 && position.beforeLastUser) return [];
  const text = version === 1 ? message.content : message.content.replace(/ +$/, '');
  return [
    ...renderReasoning(version, message),
    ...(text === '' ? [] : [{ text }]),
    ...renderToolCalls(version, calls),
    ...(position.isLast && message.prefix === true ? [] : [{ control: '</s>' }]),
  ];
}

function renderReasoning(version: MistralVersion, { reasoning }: ChatMessage): readonly Segment[] {
  return reasoning === undefined || version < 13
    ? []
    : [{ control: '[THINK]' }, { text: reasoning }, { control: '[/THINK]' }];
}

function renderToolCalls(version: MistralVersion, calls: readonly ToolCall[]): readonly Segment[] {
  if (calls.length === 0) return [];
  if (version < 11) {
    const list = calls.map((call) => ({
      name: call.name,
      arguments: parsedOrText(call.arguments),
      ...(version >= 3 ? { id: mistralCallId(call.id) } : {}),
    }));
    return [{ control: '[TOOL_CALLS]' }, { text: pythonJson(list) }];
  }
  return calls.flatMap((call): Segment[] => [
    { control: '[TOOL_CALLS]' },
    { text: call.name },
    ...(version === 11 ? [{ control: '[CALL_ID]' }, { text: mistralCallId(call.id) }] : []),
    { control: '[ARGS]' },
    { text: pythonJson(parsedOrText(call.arguments)) },
  ]);
}

function renderToolResult(version: MistralVersion, message: ChatMessage): readonly Segment[] {
  const id = mistralCallId(message.toolCallId ?? '');
  switch (version) {
    case 1:
      throw withoutTools('messages');
    case 2:
      return toolResults(pythonJson([{ name: message.name ?? '', content: parsedOrText(message.content) }]));
    case 3:
      return toolResults(pythonJson({ content: parsedOrText(message.content), call_id: id }));
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
    case 15:
      return toolResults(message.content);
  }
}

function toolResults(text: string): readonly Segment[] {
  return [{ control: '[TOOL_RESULTS]' }, { text }, { control: '[/TOOL_RESULTS]' }];
}

/** Before v7 the system prompt is written in front of a user turn: the first one in v1, the last one in v2 and v3. */
function withSystemInUser(version: MistralVersion, messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const system = messages.filter((message) => message.role === 'system').map((message) => message.content);
  const others = joinNeighbours(messages.filter((message) => message.role !== 'system'));
  if (system.length === 0) return others;
  const isUser = (message: ChatMessage): boolean => message.role === 'user';
  const target = version === 1 ? others.findIndex(isUser) : others.findLastIndex(isUser);
  return others.map((message, index) =>
    index === target ? { ...message, content: `${system.join('\n\n')}\n\n${message.content}` } : message,
  );
}

/** Two user messages in a row are one turn, and so are two of the assistant. */
function joinNeighbours(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const joined: ChatMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    const same = last?.role === message.role && (message.role === 'user' || message.role === 'assistant');
    if (last === undefined || !same) {
      joined.push(message);
      continue;
    }
    const content = [last.content, message.content].filter((text) => text !== '').join('\n\n');
    const toolCalls = [...(last.toolCalls ?? []), ...(message.toolCalls ?? [])];
    joined[joined.length - 1] = { ...last, ...message, content, ...(toolCalls.length > 0 ? { toolCalls } : {}) };
  }
  return joined;
}

function presentTools(tools: readonly ToolDefinition[]): string {
  return pythonJson(
    tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description: description ?? '', parameters },
    })),
  );
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is passed on as the text it is: models write such arguments, tools answer in prose.
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

function withoutTools(field: 'tools' | 'messages'): PlatformError {
  return new PlatformError('model.not_capable', 'this model cannot call tools', {
    field,
    remedy: 'Choose a model whose card says tools.',
  });
}
