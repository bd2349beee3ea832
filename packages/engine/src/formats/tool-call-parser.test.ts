import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CONTROL_MARK } from '../worker/text-stream.ts';
import { createToolCallParser, type ToolCallStyle } from './tool-call-parser.ts';

function read(style: ToolCallStyle, pieces: readonly string[]): { text: string; calls: string[] } {
  let next = 0;
  const parser = createToolCallParser({
    style,
    toolNames: new Set(['weather']),
    isControl: (marker) => style !== 'hermes' && marker !== '',
    newId: () => `id${next++}`,
  });
  const outputs = [...pieces.map((piece) => parser.push(piece)), parser.finish()];
  return {
    text: outputs.map((output) => output.text).join(''),
    calls: outputs.flatMap((output) => output.calls.map((call) => `${call.id}:${call.name}(${call.arguments})`)),
  };
}

/** `‹X›` stands for the control token X. */
const control = (text: string): string => text.replaceAll('‹', CONTROL_MARK + '[').replaceAll('›', ']');
const hermes = 'Je regarde.\n<tool_call>\n{"name": "weather", "arguments": {"city": "فاس"}}\n</tool_call>';

test('a call between markers is handed out whole and the text before it stays text', () => {
  expect(read('hermes', [hermes])).toEqual({ text: 'Je regarde.', calls: ['id0:weather({"city":"فاس"})'] });
});

test('where the stream is cut changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: hermes.length - 1 }), { maxLength: 12 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((left, right) => left - right), hermes.length];
      const pieces = edges.slice(1).map((end, index) => hermes.slice(edges[index], end));
      expect(read('hermes', pieces).calls).toEqual(['id0:weather({"city":"فاس"})']);
    }),
  );
});

test('several calls in one answer are all found, each as soon as it is complete', () => {
  const one = '<tool_call>{"name":"weather","arguments":{}}</tool_call>';
  expect(read('hermes', [`${one}\n${one}`]).calls).toEqual(['id0:weather({})', 'id1:weather({})']);
  const parser = createToolCallParser({
    style: 'hermes',
    toolNames: new Set(),
    isControl: () => false,
    newId: () => 'id',
  });
  expect(parser.push(one).calls).toHaveLength(1);
});

test('a small model that forgets the markers is understood, in a fence or a list too', () => {
  expect(read('hermes', ['{"name": "weather",', ' "arguments": {"city": "Fès"}}']).calls).toEqual([
    'id0:weather({"city":"Fès"})',
  ]);
  expect(read('hermes', ['```json\n{"name": "weather", "arguments": {}}\n```']).calls).toEqual(['id0:weather({})']);
  expect(read('hermes', ['[{"name": "weather", "arguments": {}}]']).calls).toEqual(['id0:weather({})']);
  expect(read('hermes', ['{{"name": "weather", "arguments": {"a": {}}}}']).calls).toEqual(['id0:weather({"a":{}})']);
  expect(read('hermes', ['<tool_call>\n{{"name": "weather", "arguments": {}}}\n</tool_call>']).calls).toEqual([
    'id0:weather({})',
  ]);
});

test('JSON that calls no known tool is an answer, and so is a marker that never closes', () => {
  expect(read('hermes', ['{"name": "Rabat"}'])).toEqual({ text: '{"name": "Rabat"}', calls: [] });
  expect(read('hermes', ['a < b et <tool_box>'])).toEqual({ text: 'a < b et <tool_box>', calls: [] });
});

test('nothing that was generated is lost: a broken call comes out as text', () => {
  const broken = '<tool_call>{"name": "weather", "arguments": {</tool_call>';
  expect(read('hermes', [broken])).toEqual({ text: broken, calls: [] });
  expect(read('hermes', [`${broken} puis la suite`]).text).toContain('puis la suite');
  expect(read('mistral-args', [control('‹TOOL_CALLS›weather‹ARGS›{"a": ')])).toEqual({
    text: '[TOOL_CALLS]weather[ARGS]{"a": ',
    calls: [],
  });
});

test('arguments given as a string of JSON are passed on, and a string that is no JSON is no call', () => {
  expect(read('hermes', [String.raw`<tool_call>{"name":"weather","arguments":"{\"a\":1}"}</tool_call>`]).calls).toEqual(
    ['id0:weather({"a":1})'],
  );
  expect(read('hermes', ['<tool_call>{"name":"weather","arguments":"Fès"}</tool_call>']).calls).toEqual([]);
});

test('Mistral calls are read in all their forms, with the id that the model gave', () => {
  expect(read('mistral-json', [control('‹TOOL_CALLS›[{"name": "weather", "arguments": {"a": 1}}]')]).calls).toEqual([
    'id0:weather({"a":1})',
  ]);
  expect(
    read('mistral-args', [control('‹TOOL_CALLS›weather‹CALL_ID›ABCDEFGHI‹ARGS›{"a": 1}‹TOOL_CALLS›weather‹ARGS›{}')])
      .calls,
  ).toEqual(['ABCDEFGHI:weather({"a": 1})', 'id0:weather({})']);
});

test('a Mistral marker that is spelled in letters calls nothing', () => {
  const spelled = '[TOOL_CALLS]weather[ARGS]{}';
  expect(read('mistral-args', [spelled])).toEqual({ text: spelled, calls: [] });
});
