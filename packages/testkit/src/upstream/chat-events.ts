/** What a scripted model says. */
export interface ChatScript {
  readonly texts?: readonly string[];
  readonly model?: string;
  /** Null: the finish is missing. */
  readonly finish?: string | null;
  /** The event that only carries use, as OpenAI's API sends it last. */
  readonly usage?: boolean;
  readonly done?: boolean;
  readonly lineEnd?: '\n' | '\r\n';
}

export const scriptedUsage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

const usualTexts = ['Bonjour', ' مرحبا', ' ⵣ', ' 👋'];

/** The events of a streamed chat, one string each. */
export function chatEvents(script: ChatScript = {}): readonly string[] {
  const { texts = usualTexts, model = 'scripted', finish = 'stop', usage = true, done = true, lineEnd = '\n' } = script;
  const facts = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model };
  const chunk = (delta: unknown, finishReason: string | null): unknown => ({
    ...facts,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  });
  const values = [
    chunk({ role: 'assistant', content: '' }, null),
    ...texts.map((content) => chunk({ content }, null)),
    ...(finish === null ? [] : [chunk({}, finish)]),
    ...(usage ? [{ ...facts, choices: [], usage: scriptedUsage }] : []),
  ];
  const events = values.map((value) => `data: ${JSON.stringify(value)}${lineEnd}${lineEnd}`);
  return done ? [...events, `data: [DONE]${lineEnd}${lineEnd}`] : events;
}

/** A chat that is not streamed, as JSON text. */
export function chatAnswer({ texts = usualTexts, model = 'scripted', finish = 'stop' }: ChatScript = {}): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: texts.join('') }, finish_reason: finish }],
    usage: scriptedUsage,
  });
}

/** The same bytes in pieces of one size, through characters and line ends. */
export function cutEvery(size: number, text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}
