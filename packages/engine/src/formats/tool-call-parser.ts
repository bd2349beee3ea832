import type { ToolCall } from '@riad/contracts';

import { CONTROL_MARK, endThatBegins } from '../worker/text-stream.ts';
import { readGemmaCall } from './gemma-calls.ts';

/** How a model writes its calls. */
export type ToolCallStyle = 'hermes' | 'mistral-json' | 'mistral-args' | 'llama' | 'gemma' | 'function-gemma';

export interface ParsedOutput {
  /** Text for the reader, as far as it is certain that it is not the beginning of a call. */
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

export interface ToolCallParser {
  /** Control tokens this parser wants to see, by name. */
  readonly controls: ReadonlySet<string>;
  push(text: string): ParsedOutput;
  /** What was still held back when generation ended. */
  finish(): ParsedOutput;
}

interface ParserOptions {
  readonly style: ToolCallStyle;
  /** Names that may be called: a small model may write a call without its markers. */
  readonly toolNames: ReadonlySet<string>;
  /** Whether a marker is a control token of the model; otherwise it is spelled in its text. */
  readonly isControl: (marker: string) => boolean;
  /** Makes call ids of nine letters and digits. */
  readonly newId: () => string;
}

interface Marks {
  readonly opener: string;
  /** Absent: a call goes on until the next opener or the end. */
  readonly closer?: string;
}

const mistralMarks: Marks = { opener: '[TOOL_CALLS]' };
const marksOf: Readonly<Record<ToolCallStyle, Marks>> = {
  hermes: { opener: '<tool_call>', closer: '</tool_call>' },
  'mistral-json': mistralMarks,
  'mistral-args': mistralMarks,
  llama: { opener: '<|python_tag|>' },
  gemma: { opener: '<|tool_call>', closer: '<tool_call|>' },
  'function-gemma': { opener: '<start_function_call>', closer: '<end_function_call>' },
};
/** Markers inside a call. */
const innerMarks: Readonly<Partial<Record<ToolCallStyle, readonly string[]>>> = {
  'mistral-args': ['[ARGS]', '[CALL_ID]'],
  gemma: ['<|"|>'],
  'function-gemma': ['<escape>'],
};
const ARGS = `${CONTROL_MARK}[ARGS]`;
const CALL_ID = `${CONTROL_MARK}[CALL_ID]`;
/** What a call without markers begins with. */
const bareStarts = ['{', '[{', '```'];

/**
 * Separates calls from text while it streams. A call is handed out whole, once its arguments parse; what is marked as a
 * call but is none comes out as the text it is. Text that looks like the beginning of a marker waits; so does an answer
 * that begins like bare JSON, because small models forget the markers.
 */
export function createToolCallParser(options: ParserOptions): ToolCallParser {
  const { style, toolNames, newId, isControl } = options;
  const written = (marker: string): string => (isControl(marker) ? CONTROL_MARK + marker : marker);
  const marks = marksOf[style];
  const opener = written(marks.opener);
  const closer = marks.closer === undefined ? undefined : written(marks.closer);
  const all = [marks.opener, marks.closer ?? '', ...(innerMarks[style] ?? [])];
  const controls = new Set(all.filter((marker) => marker !== '' && isControl(marker)));
  let held = '';
  let inCall = false;
  let said = false;
  let called = false;

  /** One step over what is held; `undefined` when more text is needed. */
  function next(): ParsedOutput | undefined {
    if (inCall) return nextCall();
    const at = held.indexOf(opener);
    if (at === -1) return undefined;
    const text = held.slice(0, at).trimEnd();
    held = held.slice(at + opener.length);
    inCall = true;
    return { text: say(text), calls: [] };
  }

  function nextCall(): ParsedOutput | undefined {
    const end = held.indexOf(closer ?? opener);
    if (end === -1) return undefined;
    const body = held.slice(0, end);
    inCall = false;
    // Without a closer the next opener ends the call and is read again as an opener.
    held = closer === undefined ? held.slice(end) : held.slice(end + closer.length).trimStart();
    return marked(body, closer ?? '');
  }

  function marked(body: string, end: string): ParsedOutput {
    const calls = readCalls(body);
    called ||= calls.length > 0;
    return calls.length > 0 ? { text: '', calls } : { text: say(visible(opener + body + end)), calls };
  }

  function push(text: string): ParsedOutput {
    held += text;
    const outputs: ParsedOutput[] = [];
    for (let output = next(); output !== undefined; output = next()) outputs.push(output);
    if (!inCall && !(mayStillBeBare() && mayBeBareCall(held))) {
      const keep = endThatBegins(held, opener);
      outputs.push({ text: say(held.slice(0, held.length - keep)), calls: [] });
      held = held.slice(held.length - keep);
    }
    return joined(outputs);
  }

  function finish(): ParsedOutput {
    const rest = held;
    held = '';
    if (inCall) return marked(rest, '');
    const bare = mayStillBeBare() ? readBareCalls(withoutFence(rest)) : [];
    const known = bare.length > 0 && bare.every((call) => toolNames.has(call.name));
    return known ? { text: '', calls: bare } : { text: say(visible(rest)), calls: [] };
  }

  function mayStillBeBare(): boolean {
    return !said && !called;
  }

  function say(text: string): string {
    if (text.trim() !== '') said = true;
    return text;
  }

  function readCalls(text: string): readonly ToolCall[] {
    switch (style) {
      case 'mistral-args':
        return readArgsCall(text, newId);
      case 'gemma':
      case 'function-gemma': {
        const [quote = ''] = innerMarks[style] ?? [];
        const call = readGemmaCall(text, { quote: written(quote) });
        return call === undefined ? [] : [{ id: newId(), ...call }];
      }
      case 'hermes':
      case 'llama':
      case 'mistral-json':
        return readBareCalls(text);
    }
  }

  function readBareCalls(text: string): readonly ToolCall[] {
    return style === 'llama' ? readLlamaCalls(text, newId) : readJsonCalls(text, newId);
  }

  return { controls, push, finish };
}

function joined(outputs: readonly ParsedOutput[]): ParsedOutput {
  return { text: outputs.map((output) => output.text).join(''), calls: outputs.flatMap((output) => output.calls) };
}

function visible(text: string): string {
  return text.replaceAll(CONTROL_MARK, '');
}

/** `{"name","arguments"}`, one or a list of them. Nothing when any of it is not a call. */
function readJsonCalls(text: string, newId: () => string): readonly ToolCall[] {
  const value = parseJson(text.trim()) ?? parseJson(withoutSecondBraces(text.trim()));
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const calls = list.map((item) => readJsonCall(item, newId));
  return calls.every((call) => call !== undefined) ? calls : [];
}

function readJsonCall(item: unknown, newId: () => string): ToolCall | undefined {
  if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return undefined;
  const given = 'arguments' in item ? item.arguments : 'parameters' in item ? item.parameters : {};
  // Some models write their arguments as a string that holds JSON.
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  if (parseJson(text) === undefined) return undefined;
  return { id: newId(), name: item.name, arguments: text };
}

/** One object, or several with semicolons between them. */
function readLlamaCalls(text: string, newId: () => string): readonly ToolCall[] {
  const whole = readJsonCalls(text, newId);
  if (whole.length > 0) return whole;
  const parts = text.split(/;\s*(?=\{)/).map((part) => readJsonCalls(part.replace(/;\s*$/, ''), newId));
  return parts.every((calls) => calls.length > 0) ? parts.flat() : [];
}

/** `name[CALL_ID]id[ARGS]{…}`, the id only in v11. */
function readArgsCall(text: string, newId: () => string): readonly ToolCall[] {
  const [head = '', args] = text.split(ARGS);
  if (args === undefined || parseJson(args) === undefined) return [];
  const [name = '', id] = head.split(CALL_ID);
  return [{ id: id?.trim() ?? newId(), name: name.trim(), arguments: args.trim() }];
}

function mayBeBareCall(text: string): boolean {
  const start = text.trimStart();
  return start === '' || bareStarts.some((bare) => start.startsWith(bare) || bare.startsWith(start));
}

function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*(?<body>[[{][^`]*[\]}])\s*```\s*$/.exec(text)?.groups?.['body'] ?? text;
}

/** Qwen2.5-Coder's template shows its example call in doubled braces, and the model does as it was shown. */
function withoutSecondBraces(text: string): string {
  return text.startsWith('{{') && text.endsWith('}}') ? text.slice(1, -1) : text;
}

/** `undefined` for what is not JSON: no JSON text means undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
