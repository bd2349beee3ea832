import { PlatformError } from '@riad/contracts';

import { createEventSplitter } from '../upstreams/http/event-splitter.ts';
import { answerTexts, isMembers, type AnswerText, type Members } from './answer-texts.ts';
import type { Rewriter } from './rewriter.ts';
import type { Encoding, TextStage } from './text-stage.ts';

interface Channel {
  readonly choice: number;
  readonly name: string;
  readonly isCall: boolean;
  readonly stage: TextStage;
  readonly saying: AnswerText['saying'];
}

/**
 * Puts every text of a stream of events through its channel's stage. An event in which nothing changes goes on as the same
 * bytes. What a channel holds back is said in an event of its own before its choice goes on to something else.
 */
export class EventRewriter implements Rewriter {
  readonly #makeStage: (encoding: Encoding) => TextStage;
  readonly #splitter = createEventSplitter();
  readonly #channels = new Map<string, Channel>();
  readonly #speaking = new Map<number, Channel>();
  #envelope: Members = {};

  constructor(makeStage: (encoding: Encoding) => TextStage) {
    this.#makeStage = makeStage;
  }

  push(bytes: Buffer): Buffer {
    const run = this.#splitter.push(bytes);
    if (run === undefined) return empty;
    const out: Buffer[] = [];
    let at = 0;
    for (const end of run.ends) {
      out.push(...this.#rewrite(run.bytes.subarray(at, end)));
      at = end;
    }
    return Buffer.concat(out);
  }

  end(): Buffer {
    return Buffer.concat(this.#flushAll());
  }

  stages(): readonly TextStage[] {
    return [...this.#channels.values()].map(({ stage }) => stage);
  }

  #rewrite(event: Buffer): readonly Buffer[] {
    const data = dataOf(event.toString('utf8'));
    if (data === '[DONE]') return [...this.#flushAll(), event];
    if (data === '') return [event];
    const chunk = parseEvent(data);
    const choices: readonly unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
    const { choices: _choices, usage: _usage, ...envelope } = chunk;
    this.#envelope = envelope;
    const before: Buffer[] = [];
    let changed = false;
    for (const [position, choice] of choices.entries()) {
      if (!isMembers(choice)) continue;
      const index = typeof choice['index'] === 'number' ? choice['index'] : position;
      for (const text of answerTexts(choice)) {
        const channel = this.#channelFor(index, text);
        before.push(...this.#changeSpeaker(channel));
        const shown = channel.stage.push(text.text);
        if (shown === text.text) continue;
        text.write(shown);
        changed = true;
      }
      if (typeof choice['finish_reason'] !== 'string') continue;
      const rest = this.#flushInto(choice, index);
      before.push(...rest.before);
      changed ||= rest.changed;
    }
    return [...before, changed ? Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`) : event];
  }

  #channelFor(choice: number, { channel: name, encoding, saying }: AnswerText): Channel {
    const key = `${choice} ${name}`;
    let channel = this.#channels.get(key);
    if (channel === undefined) {
      channel = { choice, name, isCall: encoding === 'json', stage: this.#makeStage(encoding), saying };
      this.#channels.set(key, channel);
    }
    return channel;
  }

  /** Several calls may be spoken in turn; everything else is over when something else begins. */
  #changeSpeaker(channel: Channel): readonly Buffer[] {
    if (channel.isCall) return [];
    const former = this.#speaking.get(channel.choice);
    this.#speaking.set(channel.choice, channel);
    return former === undefined || former === channel ? [] : this.#flush(former);
  }

  /** The end of a choice: what its last event itself held back belongs into that event, everything else goes before it. */
  #flushInto(choice: Members, index: number): { readonly before: readonly Buffer[]; readonly changed: boolean } {
    const own = answerTexts(choice).at(-1);
    const before: Buffer[] = [];
    let changed = false;
    for (const channel of this.#channels.values()) {
      if (channel.choice !== index) continue;
      if (own === undefined || own.channel !== channel.name) {
        before.push(...this.#flush(channel));
        continue;
      }
      const rest = channel.stage.end();
      if (rest === '') continue;
      own.write(own.text + rest);
      changed = true;
    }
    return { before, changed };
  }

  #flushAll(): readonly Buffer[] {
    return [...this.#channels.values()].flatMap((channel) => this.#flush(channel));
  }

  #flush({ stage, choice, saying }: Channel): readonly Buffer[] {
    const rest = stage.end();
    if (rest === '') return [];
    const event = { ...this.#envelope, choices: [{ index: choice, ...saying(rest), finish_reason: null }] };
    return [Buffer.from(`data: ${JSON.stringify(event)}\n\n`)];
  }
}

const empty = Buffer.alloc(0);

/** The joined `data` lines. */
function dataOf(event: string): string {
  if (event.startsWith('data: {') && event.endsWith('}\n\n')) return event.slice(6, -2);
  const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines
    .map((line) => line.slice(5))
    .join('\n')
    .trim();
}

function parseEvent(data: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    throw new PlatformError('upstream.failed', 'the answer holds an event that is not JSON', { cause: error });
  }
  return isMembers(value) ? value : {};
}
