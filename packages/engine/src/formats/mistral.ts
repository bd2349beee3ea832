import { createHash } from 'node:crypto';

import { PlatformError, type ChatMessage, type ToolCall, type ToolDefinition } from '@riad/contracts';

import { pythonJson, pythonJsonText } from './python-json.ts';
import type { Segment } from './segments.ts';

export type MistralVersion = 1 | 2 | 3 | 7 | 11 | 13 | 15;

export interface MistralConversation {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  /** v15 only, and only for models trained with it. */
  readonly reasoningEffort?: 'none' | 'high';
}

/**
 * Mistral's instruct formats as segments, compared token by token with mistral-common (tools/mistral-formats). v1 has no control tokens
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
  const text = spokenText(version, message);
  return [
    ...renderReasoning(version, message),
    ...(text === '' ? [] : [{ text }]),
    ...renderToolCalls(version, calls),
    ...(position.isLast && message.prefix === true ? [] : [{ control: '</s>' }]),
  ];
}

/** Beside reasoning the text is a part of its own, which keeps its spaces at the end; so do all of v1. */
function spokenText(version: MistralVersion, { content, reasoning }: ChatMessage): string {
  const kept = version === 1 || (version >= 13 && reasoning !== undefined);
  return kept ? content : content.replace(/ +$/, '');
}

function renderReasoning(version: MistralVersion, { reasoning }: ChatMessage): readonly Segment[] {
  return reasoning === undefined || version < 13
    ? []
    : [{ control: '[THINK]' }, { text: reasoning }, { control: '[/THINK]' }];
}

function renderToolCalls(version: MistralVersion, calls: readonly ToolCall[]): readonly Segment[] {
  if (calls.length === 0) return [];
  if (version < 11) {
    const list = calls.map((call) => {
      const id = version >= 3 ? `, "id": ${pythonJson(mistralCallId(call.id))}` : '';
      return `{"name": ${pythonJson(call.name)}, "arguments": ${jsonOrText(call.arguments)}${id}}`;
    });
    return [{ control: '[TOOL_CALLS]' }, { text: `[${list.join(', ')}]` }];
  }
  return calls.flatMap((call): Segment[] => [
    { control: '[TOOL_CALLS]' },
    { text: call.name },
    ...(version === 11 ? [{ control: '[CALL_ID]' }, { text: mistralCallId(call.id) }] : []),
    { control: '[ARGS]' },
    { text: jsonOrText(call.arguments) },
  ]);
}

function renderToolResult(version: MistralVersion, message: ChatMessage): readonly Segment[] {
  const id = mistralCallId(message.toolCallId ?? '');
  switch (version) {
    case 1:
      throw withoutTools('messages');
    case 2:
      return toolResults(`[{"name": ${pythonJson(message.name ?? '')}, "content": ${jsonOrText(message.content)}}]`);
    case 3:
      return toolResults(`{"content": ${jsonOrText(message.content)}, "call_id": ${pythonJson(id)}}`);
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

/** What is not JSON is passed on as the text it is: models write such arguments, tools answer in prose. */
function jsonOrText(text: string): string {
  return pythonJsonText(text) ?? pythonJson(text);
}

function withoutTools(field: 'tools' | 'messages'): PlatformError {
  return new PlatformError('model.not_capable', 'this model cannot call tools', {
    field,
    remedy: 'Choose a model whose card says tools.',
  });
}
