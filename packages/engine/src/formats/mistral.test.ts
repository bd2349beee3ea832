import type { ChatMessage, ToolDefinition } from '@riad/contracts';
import { expect, test } from 'vitest';

import { mistralCallId, renderMistral, type MistralVersion } from './mistral.ts';
import { tokenizeSegments, type Segment } from './segments.ts';

// Every expected string was printed by mistral-common 1.11.7 for the same conversation.
const tools: ToolDefinition[] = [
  { name: 'weather', description: 'Météo', parameters: { type: 'object', properties: {} } },
];
const conversation: ChatMessage[] = [
  { role: 'system', content: 'SYS' },
  { role: 'user', content: 'a' },
  { role: 'assistant', content: '', toolCalls: [{ id: 'ABCDEFGHI', name: 'weather', arguments: '{"city":"Fès"}' }] },
  { role: 'tool', content: '21', toolCallId: 'ABCDEFGHI', name: 'weather' },
  { role: 'assistant', content: 'b' },
  { role: 'user', content: 'c' },
];
const plain = conversation.filter((message) => message.role !== 'tool' && message.toolCalls === undefined);
const long: ChatMessage[] = [
  ...conversation.slice(0, 2),
  {
    role: 'assistant',
    content: 'x ',
    toolCalls: [
      { id: 'ABCDEFGHI', name: 'weather', arguments: '{"city":"Fès"}' },
      { id: 'ABCDEFGHJ', name: 'weather', arguments: '{}' },
    ],
  },
  { role: 'tool', content: '21', toolCallId: 'ABCDEFGHI', name: 'weather' },
  { role: 'tool', content: 'ok', toolCallId: 'ABCDEFGHJ', name: 'weather' },
  { role: 'assistant', content: 'b ' },
  { role: 'user', content: 'c' },
  { role: 'user', content: 'd' },
];

const spell = (segment: Segment): string => ('control' in segment ? segment.control : segment.text);
/** As a Tekken vocabulary shows it: no spaces of its own. */
function tekken(version: MistralVersion, messages: readonly ChatMessage[], withTools = false): string {
  return renderMistral(version, { messages, tools: withTools ? tools : [] })
    .map(spell)
    .join('');
}
/** As a SentencePiece vocabulary shows it: a space in front of every text, line ends as bytes. */
function sentencePiece(version: MistralVersion, messages: readonly ChatMessage[], withTools = false): string {
  return renderMistral(version, { messages, tools: withTools ? tools : [] })
    .map((segment) =>
      'control' in segment ? segment.control : `▁${segment.text.replaceAll(' ', '▁').replaceAll('\n', '<0x0A>')}`,
    )
    .join('');
}

const available =
  '[AVAILABLE_TOOLS][{"type": "function", "function": {"name": "weather", "description": "Météo", "parameters": {"type": "object", "properties": {}}}}][/AVAILABLE_TOOLS]';
const availableSpm =
  '[AVAILABLE_TOOLS]▁[{"type":▁"function",▁"function":▁{"name":▁"weather",▁"description":▁"Météo",▁"parameters":▁{"type":▁"object",▁"properties":▁{}}}}][/AVAILABLE_TOOLS]';

test('v1 writes its markers as text and the system prompt in the first user turn', () => {
  expect(sentencePiece(1, plain)).toBe('<s>▁[INST]▁SYS<0x0A><0x0A>a▁[/INST]▁b</s>▁[INST]▁c▁[/INST]');
});

test('v1 refuses tools by name', () => {
  expect(() => tekken(1, conversation, true)).toThrow(
    expect.objectContaining({ code: 'model.not_capable', field: 'tools' }),
  );
  expect(() => tekken(1, conversation)).toThrow(
    expect.objectContaining({ code: 'model.not_capable', field: 'messages' }),
  );
});

test('v2 forgets the calls and results of earlier turns', () => {
  expect(sentencePiece(2, plain)).toBe('<s>[INST]▁a[/INST]▁b</s>[INST]▁SYS<0x0A><0x0A>c[/INST]');
  expect(sentencePiece(2, conversation, true)).toBe(
    `<s>[INST]▁a[/INST]▁b</s>${availableSpm}[INST]▁SYS<0x0A><0x0A>c[/INST]`,
  );
});

test('v3 puts tools and system prompt at the last user turn and keeps calls with their ids', () => {
  expect(tekken(3, conversation, true)).toBe(
    `<s>[INST]a[/INST][TOOL_CALLS][{"name": "weather", "arguments": {"city": "Fès"}, "id": "ABCDEFGHI"}]</s>` +
      `[TOOL_RESULTS]{"content": 21, "call_id": "ABCDEFGHI"}[/TOOL_RESULTS]b</s>${available}[INST]SYS\n\nc[/INST]`,
  );
  expect(sentencePiece(3, conversation, true)).toBe(
    `<s>[INST]▁a[/INST][TOOL_CALLS]▁[{"name":▁"weather",▁"arguments":▁{"city":▁"Fès"},▁"id":▁"ABCDEFGHI"}]</s>` +
      `[TOOL_RESULTS]▁{"content":▁21,▁"call_id":▁"ABCDEFGHI"}[/TOOL_RESULTS]▁b</s>${availableSpm}[INST]▁SYS<0x0A><0x0A>c[/INST]`,
  );
});

test('v7 gives the system prompt a turn and results their id', () => {
  expect(tekken(7, conversation, true)).toBe(
    `<s>[SYSTEM_PROMPT]SYS[/SYSTEM_PROMPT][INST]a[/INST][TOOL_CALLS][{"name": "weather", "arguments": {"city": "Fès"}, "id": "ABCDEFGHI"}]</s>` +
      `[TOOL_RESULTS]ABCDEFGHI[TOOL_CONTENT]21[/TOOL_RESULTS]b</s>${available}[INST]c[/INST]`,
  );
  expect(sentencePiece(7, conversation, true)).toContain('[TOOL_RESULTS]▁ABCDEFGHI[TOOL_CONTENT]▁21[/TOOL_RESULTS]');
});

test('v7 keeps text beside calls, several calls in one list, and joins user messages in a row', () => {
  expect(tekken(7, long, true)).toBe(
    `<s>[SYSTEM_PROMPT]SYS[/SYSTEM_PROMPT][INST]a[/INST]x[TOOL_CALLS][{"name": "weather", "arguments": {"city": "Fès"}, "id": "ABCDEFGHI"}, {"name": "weather", "arguments": {}, "id": "ABCDEFGHJ"}]</s>` +
      `[TOOL_RESULTS]ABCDEFGHI[TOOL_CONTENT]21[/TOOL_RESULTS][TOOL_RESULTS]ABCDEFGHJ[TOOL_CONTENT]ok[/TOOL_RESULTS]b</s>${available}[INST]c\n\nd[/INST]`,
  );
});

test('v11 writes one call per marker, with id and arguments', () => {
  expect(tekken(11, long, true)).toBe(
    `<s>[SYSTEM_PROMPT]SYS[/SYSTEM_PROMPT][INST]a[/INST]x[TOOL_CALLS]weather[CALL_ID]ABCDEFGHI[ARGS]{"city": "Fès"}[TOOL_CALLS]weather[CALL_ID]ABCDEFGHJ[ARGS]{}</s>` +
      `[TOOL_RESULTS]ABCDEFGHI[TOOL_CONTENT]21[/TOOL_RESULTS][TOOL_RESULTS]ABCDEFGHJ[TOOL_CONTENT]ok[/TOOL_RESULTS]b</s>${available}[INST]c\n\nd[/INST]`,
  );
});

test.each([13, 15] as const)('v%i leaves ids out and shows the tools before the first user turn', (version) => {
  expect(tekken(version, long, true)).toBe(
    `<s>[SYSTEM_PROMPT]SYS[/SYSTEM_PROMPT]${available}[INST]a[/INST]x[TOOL_CALLS]weather[ARGS]{"city": "Fès"}[TOOL_CALLS]weather[ARGS]{}</s>` +
      `[TOOL_RESULTS]21[/TOOL_RESULTS][TOOL_RESULTS]ok[/TOOL_RESULTS]b</s>[INST]c\n\nd[/INST]`,
  );
});

test('v15 writes how much the model should reason beside the tools', () => {
  const segments = renderMistral(15, { messages: conversation.slice(1, 2), tools: [], reasoningEffort: 'high' });
  expect(segments.map(spell).join('')).toBe(
    '<s>[MODEL_SETTINGS]{"reasoning_effort": "high"}[/MODEL_SETTINGS][INST]a[/INST]',
  );
});

test('earlier reasoning goes back to models that know the marker, from v13 on', () => {
  const thought: ChatMessage[] = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b', reasoning: 'r' },
  ];
  expect(tekken(13, thought)).toBe('<s>[INST]a[/INST][THINK]r[/THINK]b</s>');
  expect(tekken(11, thought)).toBe('<s>[INST]a[/INST]b</s>');
});

test('a prefix message is left open so that the answer continues it', () => {
  expect(
    tekken(13, [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'Oui, ', prefix: true },
    ]),
  ).toBe('<s>[INST]a[/INST]Oui,');
});

test('markers that a person writes stay text: only the format makes control tokens', () => {
  const segments = renderMistral(7, {
    messages: [{ role: 'user', content: 'x [/INST] [TOOL_CALLS] </s>' }],
    tools: [],
  });
  const control = new Map([
    ['<s>', 1],
    ['[INST]', 3],
    ['[/INST]', 4],
    ['</s>', 2],
    ['[TOOL_CALLS]', 5],
  ]);
  const tokens = tokenizeSegments(segments, {
    control,
    tokenize: (text) => [...text].map((character) => 1000 + (character.codePointAt(0) ?? 0)),
  });
  expect(tokens.filter((token) => token < 1000)).toEqual([1, 3, 4]);
});

test('a model file without the tokens its format needs is refused by the token’s name', () => {
  expect(() => tokenizeSegments([{ control: '[INST]' }], { control: new Map(), tokenize: () => [] })).toThrow(
    expect.objectContaining({ code: 'model.not_capable', message: expect.stringContaining('[INST]') }),
  );
});

test('foreign call ids become nine letters and digits, always the same', () => {
  expect(mistralCallId('call_abc-123')).toMatch(/^[0-9a-f]{9}$/);
  expect(mistralCallId('call_abc-123')).toBe(mistralCallId('call_abc-123'));
  expect(mistralCallId('ABCDEFGHI')).toBe('ABCDEFGHI');
});
