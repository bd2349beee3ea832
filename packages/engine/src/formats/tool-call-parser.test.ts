import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createToolCallParser, type ToolCallStyle } from './tool-call-parser.ts';

function read(style: ToolCallStyle, pieces: readonly string[]): { text: string; calls: string[] } {
  let next = 0;
  const parser = createToolCallParser({ style, toolNames: new Set(['weather']), newId: () => `id${next++}` });
  const outputs = [...pieces.map((piece) => parser.push(piece)), parser.finish()];
  return {
    text: outputs.map((output) => output.text).join(''),
    calls: outputs.flatMap((output) => output.calls.map((call) => `${call.name}(${call.arguments})`)),
  };
}

const hermes = 'Je regarde.\n<tool_call>\n{"name": "weather", "arguments": {"city": "فاس"}}\n</tool_call>';

test('a call between markers is handed out whole and the text before it stays text', () => {
  expect(read('hermes', [hermes])).toEqual({ text: 'Je regarde.', calls: ['weather({"city":"فاس"})'] });
});

test('where the stream is cut changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: hermes.length - 1 }), { maxLength: 12 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((left, right) => left - right), hermes.length];
      const pieces = edges.slice(1).map((end, index) => hermes.slice(edges[index], end));
      expect(read('hermes', pieces).calls).toEqual(['weather({"city":"فاس"})']);
    }),
  );
});

test('several calls in one answer are all found', () => {
  const one = '<tool_call>{"name":"weather","arguments":{}}</tool_call>';
  expect(read('hermes', [`${one}\n${one}`]).calls).toHaveLength(2);
});

test('a small model that forgets the markers is understood, in a fence too', () => {
  expect(read('hermes', ['{"name": "weather",', ' "arguments": {"city": "Fès"}}']).calls).toEqual([
    'weather({"city":"Fès"})',
  ]);
  expect(read('hermes', ['```json\n{"name": "weather", "arguments": {}}\n```']).calls).toEqual(['weather({})']);
});

test('JSON that calls no known tool is an answer, and so is a marker that never closes', () => {
  expect(read('hermes', ['{"name": "Rabat"}'])).toEqual({ text: '{"name": "Rabat"}', calls: [] });
  expect(read('hermes', ['a < b et <tool_box>'])).toEqual({ text: 'a < b et <tool_box>', calls: [] });
});

test('Mistral calls are read in both their forms', () => {
  expect(read('mistral-json', ['[TOOL_CALLS][{"name": "weather", "arguments": {"a": 1}}]']).calls).toEqual([
    'weather({"a":1})',
  ]);
  expect(
    read('mistral-args', ['[TOOL_CALLS]weather[CALL_ID]ABCDEFGHI[ARGS]{"a": 1}[TOOL_CALLS]weather[ARGS]{}']).calls,
  ).toEqual(['weather({"a": 1})', 'weather({})']);
});
