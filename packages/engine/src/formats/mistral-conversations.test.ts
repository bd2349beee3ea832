import { readFileSync } from 'node:fs';

import type { ChatMessage, ToolDefinition } from '@riad/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { renderMistral, type MistralConversation, type MistralVersion } from './mistral.ts';
import { pythonJsonText } from './python-json.ts';
import type { Segment } from './segments.ts';

interface Kept {
  readonly tokenizer: string;
  readonly version: MistralVersion;
  readonly conversation: MistralConversation;
  /** What mistral-common 1.13.1 makes of it: its control tokens and the text between them. */
  readonly pieces: readonly Segment[];
}

// Written by tools/mistral-formats/compare.ts, which compares the token ids themselves.
const kept = JSON.parse(
  readFileSync(new URL('mistral-conversations.json', import.meta.url), 'utf8'),
) as readonly Kept[];

/** Texts in a row as one; a SentencePiece vocabulary puts a space in front of each. */
function asPieces(segments: readonly Segment[], space: string): readonly Segment[] {
  const pieces: Segment[] = [];
  for (const segment of segments) {
    const last = pieces.at(-1);
    if ('control' in segment) pieces.push(segment);
    else if (last !== undefined && 'text' in last)
      pieces[pieces.length - 1] = { text: last.text + space + segment.text };
    else pieces.push({ text: space + segment.text });
  }
  return pieces;
}

const byTokenizer = Map.groupBy(kept, ({ tokenizer }) => tokenizer);

test.each([...byTokenizer])('conversations of %s are written as mistral-common writes them', (tokenizer, list) => {
  expect(list.length).toBeGreaterThanOrEqual(36);
  const space = ['v1', 'v2', 'v3', 'v7'].includes(tokenizer) ? ' ' : '';
  for (const { version, conversation, pieces } of list)
    expect(asPieces(renderMistral(version, conversation), space)).toEqual(pieces);
});

test('more than three hundred conversations were compared, of every version', () => {
  expect(kept.length).toBeGreaterThan(300);
  expect(new Set(kept.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 7, 11, 13, 15]));
});

const controls = (segments: readonly Segment[]): readonly string[] =>
  segments.flatMap((segment) => ('control' in segment ? [segment.control] : []));
const marks = ['</s>', '[INST]', '[/INST]', '[TOOL_CALLS]', '[ARGS]', '[SYSTEM_PROMPT]', '<s>', '[/TOOL_RESULTS]'];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...marks), fc.string()), { minLength: 1 })
  .map((parts) => parts.join(''));

test('whatever people, tools and models write, no control token comes out of it', () => {
  const conversation = (text: string): MistralConversation => {
    const tools: ToolDefinition[] = [{ name: 'weather', description: text, parameters: { description: text } }];
    const call = { id: text, name: 'weather', arguments: JSON.stringify({ text }) };
    const messages: ChatMessage[] = [
      { role: 'system', content: text },
      { role: 'user', content: text },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', content: text, toolCallId: text, name: 'weather' },
      { role: 'assistant', content: `x${text}x`, reasoning: text },
      { role: 'user', content: text },
    ];
    return { messages, tools };
  };
  fc.assert(
    fc.property(hostile, fc.constantFrom<MistralVersion>(2, 3, 7, 11, 13, 15), (text, version) => {
      expect(controls(renderMistral(version, conversation(text)))).toEqual(
        controls(renderMistral(version, conversation('plain'))),
      );
    }),
  );
});

test.each([
  ['1.0', '1.0'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['1e5', '100000.0'],
  ['1e16', '1e+16'],
  ['1E-7', '1e-07'],
  ['0.00012', '0.00012'],
  ['123456789012345678901', '123456789012345678901'],
  ['{"2":1,"1":[true,null]}', '{"2": 1, "1": [true, null]}'],
  [String.raw`"\u00e9\/"`, '"é/"'],
])('%s reads %s in Python', (json, python) => {
  expect(pythonJsonText(json)).toBe(python);
});
