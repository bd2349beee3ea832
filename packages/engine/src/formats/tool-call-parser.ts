import type { ToolCall } from '@riad/contracts';

/** How a model writes its calls. */
export type ToolCallStyle = 'hermes' | 'mistral-json' | 'mistral-args';

export interface ParsedOutput {
  /** Text for the reader, as far as it is certain that it is not the beginning of a call. */
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

export interface ToolCallParser {
  push(text: string): ParsedOutput;
  /** What was still held back when generation ended. */
  finish(): ParsedOutput;
}

interface ParserOptions {
  readonly style: ToolCallStyle;
  /** Names that may be called: a small model may write a call without its markers. */
  readonly toolNames: ReadonlySet<string>;
  /** Makes call ids of nine letters and digits. */
  readonly newId: () => string;
}

const openers: Readonly<Record<ToolCallStyle, string>> = {
  hermes: '<tool_call>',
  'mistral-json': '[TOOL_CALLS]',
  'mistral-args': '[TOOL_CALLS]',
};
const HERMES_CLOSER = '</tool_call>';
/** What a call without markers begins with. */
const bareStarts = ['{', '```'];

/**
 * Separates calls from text while it streams. A call is handed out whole, once its arguments parse. Text that looks like
 * the beginning of a marker waits; so does an answer that begins like bare JSON, because small models forget the markers.
 */
export function createToolCallParser(options: ParserOptions): ToolCallParser {
  const { style, toolNames, newId } = options;
  const opener = openers[style];
  let held = '';
  let said = false;

  function push(text: string): ParsedOutput {
    held += text;
    const out: string[] = [];
    const calls: ToolCall[] = [];
    for (;;) {
      const at = held.indexOf(opener);
      if (at === -1) break;
      const before = held.slice(0, at).trimEnd();
      const end = style === 'hermes' ? held.indexOf(HERMES_CLOSER, at) : -1;
      if (before !== '') out.push(before);
      held = held.slice(at);
      if (end === -1) return { text: say(out.join('')), calls };
      calls.push(...readCalls(held.slice(opener.length, end - at)));
      held = held.slice(end - at + HERMES_CLOSER.length).trimStart();
    }
    if (!said && calls.length === 0 && mayBeBareCall(held)) return { text: '', calls };
    const keep = possibleOpener(held, opener);
    out.push(held.slice(0, held.length - keep));
    held = held.slice(held.length - keep);
    return { text: say(out.join('')), calls };
  }

  function finish(): ParsedOutput {
    const rest = held;
    held = '';
    const marked = rest.startsWith(opener);
    const calls = readCalls(marked ? rest.slice(opener.length) : withoutFence(rest)).filter(
      (call) => marked || toolNames.has(call.name),
    );
    return calls.length > 0 ? { text: '', calls } : { text: say(rest), calls: [] };
  }

  function say(text: string): string {
    if (text.trim() !== '') said = true;
    return text;
  }

  function readCalls(text: string): readonly ToolCall[] {
    return style === 'mistral-args' ? readArgsCalls(text, newId) : readJsonCalls(text, newId);
  }

  return { push, finish };
}

/** `{"name","arguments"}`, one or a list of them. */
function readJsonCalls(text: string, newId: () => string): readonly ToolCall[] {
  let value: unknown;
  try {
    value = JSON.parse(text.trim());
  } catch {
    return [];
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => {
    if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return [];
    const given = 'arguments' in item ? item.arguments : 'parameters' in item ? item.parameters : {};
    return [{ id: newId(), name: item.name, arguments: typeof given === 'string' ? given : JSON.stringify(given) }];
  });
}

/** `name[CALL_ID]id[ARGS]{…}`, further ones after another marker. */
function readArgsCalls(text: string, newId: () => string): readonly ToolCall[] {
  return text.split('[TOOL_CALLS]').flatMap((part) => {
    const [head = '', args] = part.split('[ARGS]');
    if (args === undefined || !parses(args)) return [];
    const [name = '', id] = head.split('[CALL_ID]');
    return [{ id: id?.trim() ?? newId(), name: name.trim(), arguments: args.trim() }];
  });
}

function mayBeBareCall(text: string): boolean {
  const start = text.trimStart();
  return start === '' || bareStarts.some((bare) => start.startsWith(bare) || bare.startsWith(start));
}

function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*(?<body>\{[^`]*\})\s*```\s*$/.exec(text)?.groups?.['body'] ?? text;
}

/** How many characters at the end could still become the marker. */
function possibleOpener(text: string, opener: string): number {
  for (let length = Math.min(opener.length - 1, text.length); length > 0; length--) {
    if (opener.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
