import { readFileSync } from 'node:fs';

import type { ChatMessage, ToolDefinition } from '@riad/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CONTROL_MARK } from '../worker/text-stream.ts';
import { renderMistral, type MistralVersion } from './mistral.ts';
import type { Segment } from './segments.ts';
import { createTemplateFormat } from './template.ts';
import { createToolCallParser, type ToolCallStyle } from './tool-call-parser.ts';
import { toolStyleOf } from './tool-style.ts';

const tools: ToolDefinition[] = [
  {
    name: 'weather',
    description: 'Météo',
    parameters: { type: 'object', properties: { city: { type: 'string', description: 'Ville' } } },
  },
];
const asked = { city: 'Fès, « la vieille »: {x}', days: 3, exact: false, places: [{ name: 'أكدال' }], none: null };

interface Published {
  readonly file: string;
  readonly style: ToolCallStyle;
  readonly control: readonly string[];
}

const published: readonly Published[] = [
  { file: 'NousResearch-Hermes-3-Llama-3.1-8B-tool_use', style: 'hermes', control: ['<|im_start|>', '<|im_end|>'] },
  { file: 'Qwen-Qwen2.5-7B-Instruct', style: 'hermes', control: ['<|im_start|>', '<|im_end|>'] },
  {
    file: 'meta-llama-Llama-3.1-8B-Instruct',
    style: 'llama',
    control: ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|eom_id|>', '<|python_tag|>'],
  },
  {
    file: 'meta-llama-Llama-3.2-3B-Instruct',
    style: 'llama',
    control: ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|eom_id|>', '<|python_tag|>'],
  },
  {
    file: 'google-gemma-4-31B-it',
    style: 'gemma',
    control: [
      '<|turn>',
      '<turn|>',
      '<|tool_call>',
      '<tool_call|>',
      '<|"|>',
      '<|tool_response>',
      '<|channel>',
      '<channel|>',
    ],
  },
];

const question: ChatMessage = { role: 'user', content: 'Quel temps fait-il ?' };
const calling: ChatMessage = {
  role: 'assistant',
  content: '',
  toolCalls: [{ id: 'ABCDEFGHI', name: 'weather', arguments: JSON.stringify(asked) }],
};

const ends = new Set(['<|im_end|>', '<|eot_id|>', '<|eom_id|>', '<turn|>', '<|tool_response>', '</s>']);

/** What a model with these control tokens writes when it calls: the last turn, as its format shows it. */
function lastTurn(before: readonly Segment[], after: readonly Segment[]): readonly Segment[] {
  const common = after.findIndex((segment, index) => JSON.stringify(segment) !== JSON.stringify(before[index]));
  const turn = after.slice(common);
  const end = turn.findIndex((segment) => 'control' in segment && ends.has(segment.control));
  return end === -1 ? turn : turn.slice(0, end);
}

function read(style: ToolCallStyle, control: readonly string[], pieces: readonly string[]) {
  const parser = createToolCallParser({
    style,
    toolNames: new Set(['weather']),
    isControl: (marker) => control.includes(marker),
    newId: () => 'newId0001',
  });
  const outputs = [...pieces.map((piece) => parser.push(piece)), parser.finish()];
  return {
    text: outputs.map(({ text }) => text).join(''),
    calls: outputs.flatMap(({ calls }) => calls.map(({ name, arguments: given }) => [name, JSON.parse(given)])),
    controls: parser.controls,
  };
}

/** Only the control tokens that a parser asked for reach it, behind their mark. */
function asWritten(segments: readonly Segment[], wanted: ReadonlySet<string>): string {
  return segments
    .map((segment) =>
      'text' in segment ? segment.text : wanted.has(segment.control) ? CONTROL_MARK + segment.control : '',
    )
    .join('');
}

test.each(published)('$file: its own calls are read back from its own text, wherever it is cut', (model) => {
  const source = readFileSync(new URL(`templates/${model.file}.jinja`, import.meta.url), 'utf8');
  expect(toolStyleOf('template', source)).toBe(model.style);
  const format = createTemplateFormat(source, model.control, { bos: '', eos: '' });
  const prompt = format.render([question], tools);
  const turn = lastTurn(prompt, format.render([question, calling], tools));
  const { controls } = read(model.style, model.control, []);
  const whole = asWritten(turn, controls).replace(/^assistant\n+|^model\n/, '');
  const expected = [['weather', asked]];
  expect(read(model.style, model.control, [whole]).calls).toEqual(expected);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 8 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((left, right) => left - right), whole.length];
      const pieces = edges.slice(1).map((end, index) => whole.slice(edges[index], end));
      expect(read(model.style, model.control, pieces).calls).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

const mistralControl = ['[TOOL_CALLS]', '[ARGS]', '[CALL_ID]'];
test.each<MistralVersion>([2, 3, 7, 11, 13, 15])('Mistral v%i: its calls are read back', (version) => {
  const style = toolStyleOf(`mistral-v${version}`, undefined) ?? 'hermes';
  const turn = lastTurn(
    renderMistral(version, { messages: [question], tools }),
    renderMistral(version, { messages: [question, calling], tools }),
  );
  const { controls } = read(style, mistralControl, []);
  expect(read(style, mistralControl, [asWritten(turn, controls)]).calls).toEqual([['weather', asked]]);
});

test('Llama’s calls: behind its tag, several with semicolons, or bare; unknown names stay text', () => {
  const call = '{"name": "weather", "parameters": {"city": "Fès"}}';
  const one = ['weather', { city: 'Fès' }];
  const tag = `${CONTROL_MARK}<|python_tag|>`;
  const control = ['<|python_tag|>'];
  expect(read('llama', control, [`${tag}${call}`]).calls).toEqual([one]);
  expect(read('llama', control, [`${tag}${call}; ${call}`]).calls).toEqual([one, one]);
  expect(read('llama', control, [`${call};`, ` ${call}`]).calls).toEqual([one, one]);
  expect(read('llama', control, ['{"name": "Rabat", "parameters": {}}'])).toMatchObject({ calls: [] });
  expect(read('llama', control, [`<|python_tag|>${call}`])).toMatchObject({ calls: [], text: `<|python_tag|>${call}` });
});

test('Gemma’s calls: several, empty, and a broken one that stays text', () => {
  const control = ['<|tool_call>', '<tool_call|>', '<|"|>'];
  const spelled = (text: string): string =>
    control.reduce((whole, marker) => whole.replaceAll(marker, CONTROL_MARK + marker), text);
  expect(
    read('gemma', control, [
      spelled('<|tool_call>call:weather{}<tool_call|><|tool_call>call:weather{n:1.5}<tool_call|>'),
    ]).calls,
  ).toEqual([
    ['weather', {}],
    ['weather', { n: 1.5 }],
  ]);
  expect(read('gemma', control, [spelled('<|tool_call>call:weather{city:<|"|>Fès<tool_call|>')])).toMatchObject({
    calls: [],
    text: '<|tool_call>call:weather{city:<|"|>Fès<tool_call|>',
  });
  expect(
    read(
      'function-gemma',
      [],
      ['<start_function_call>call:weather{city:<escape>Fès<escape>,days:2}<end_function_call>'],
    ).calls,
  ).toEqual([['weather', { city: 'Fès', days: 2 }]]);
});

test('a template whose calls are not read here is told apart: its model is said to have no tools', () => {
  expect(toolStyleOf('template', '<tool_call>\n<function=name>\n<parameter=x>')).toBeUndefined();
});
