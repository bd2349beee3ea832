import type { Encoding } from './text-stage.ts';

/** A text of one choice of an answer, and how to put another in its place. */
export interface AnswerText {
  /** Texts of one channel belong together, event after event. */
  readonly channel: string;
  readonly encoding: Encoding;
  readonly text: string;
  readonly write: (text: string) => void;
  /** The `delta`, or the choice's own members, that says a text in this channel and nothing else. */
  readonly saying: (text: string) => Members;
}

export type Members = Record<string, unknown>;

const plainFields = ['content', 'reasoning_content', 'reasoning', 'refusal'] as const;

/** Every text that the model wrote in one choice of either vendor's answer, streamed (`delta`) or whole (`message`). */
export function answerTexts(choice: Members): readonly AnswerText[] {
  const texts: AnswerText[] = [];
  addField(texts, choice, 'text');
  for (const holder of [choice['delta'], choice['message']]) {
    if (!isMembers(holder)) continue;
    for (const field of plainFields) addField(texts, holder, field);
    addParts(texts, holder['content']);
    addCalls(texts, holder);
  }
  return texts;
}

function addField(texts: AnswerText[], holder: Members, field: string): void {
  const text = holder[field];
  if (typeof text !== 'string') return;
  texts.push({
    channel: field,
    encoding: 'text',
    text,
    write: (other) => void (holder[field] = other),
    saying: (said) => (field === 'text' ? { text: said } : { delta: { [field]: said } }),
  });
}

/** Mistral's content chunks: text, or thinking made of texts. */
function addParts(texts: AnswerText[], content: unknown): void {
  if (!Array.isArray(content)) return;
  for (const part of content.filter(isMembers)) {
    if (part['type'] === 'text') addPart(texts, part, { channel: 'content', content: (text) => text });
    const { thinking } = part;
    if (!Array.isArray(thinking)) continue;
    for (const thought of thinking.filter(isMembers))
      addPart(texts, thought, { channel: 'thinking', content: sayThought });
  }
}

function sayThought(text: string): unknown {
  return [{ type: 'thinking', thinking: [{ type: 'text', text }] }];
}

function addPart(
  texts: AnswerText[],
  part: Members,
  { channel, content }: { readonly channel: string; readonly content: (text: string) => unknown },
): void {
  const { text } = part;
  if (typeof text !== 'string') return;
  texts.push({
    channel,
    encoding: 'text',
    text,
    write: (other) => void (part['text'] = other),
    saying: (said) => ({ delta: { content: content(said) } }),
  });
}

function addCalls(texts: AnswerText[], holder: Members): void {
  const calls: readonly unknown[] = Array.isArray(holder['tool_calls']) ? holder['tool_calls'] : [];
  for (const [position, call] of calls.entries()) {
    if (!isMembers(call) || !isMembers(call['function'])) continue;
    const index = typeof call['index'] === 'number' ? call['index'] : position;
    addArguments(texts, call['function'], {
      channel: `call ${index}`,
      saying: (said) => ({ delta: { tool_calls: [{ index, function: { arguments: said } }] } }),
    });
  }
  const { function_call: former } = holder;
  if (isMembers(former))
    addArguments(texts, former, {
      channel: 'call',
      saying: (said) => ({ delta: { function_call: { arguments: said } } }),
    });
}

/** JSON source, or an object that some servers send instead. */
function addArguments(texts: AnswerText[], called: Members, place: Pick<AnswerText, 'channel' | 'saying'>): void {
  const { arguments: given } = called;
  if (typeof given === 'string') {
    texts.push({ ...place, encoding: 'json', text: given, write: (other) => void (called['arguments'] = other) });
  } else if (isMembers(given)) {
    texts.push({
      ...place,
      encoding: 'json',
      text: JSON.stringify(given),
      write: (other) => void (called['arguments'] = JSON.parse(other)),
    });
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
