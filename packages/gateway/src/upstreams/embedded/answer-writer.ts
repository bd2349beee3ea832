import type { FinishReason, TokenUsage } from '@riad/contracts';

import type { Dialect } from '../upstream.ts';
import type { AnswerShape, SpokenChoice, SpokenEvent, StreamedChoice } from './answer-shape.ts';
import { presentUsage, type AnswerFacts } from './present.ts';

/** Turns what the choices of one answer say into bytes. What there is nothing to send for yet is `undefined`. */
export interface AnswerWriter {
  readonly contentType: string;
  /** Whether the answer begins with its first event; otherwise with its last. */
  readonly streams: boolean;
  say(index: number, event: SpokenEvent): Buffer | undefined;
  /** `total` comes with the last choice that ends, and with it the end of the answer. */
  end(index: number, finish: FinishReason, total: TokenUsage | undefined): Buffer | undefined;
}

interface WriterOptions {
  readonly shape: AnswerShape;
  readonly facts: AnswerFacts;
  readonly choices: number;
}

const done = 'data: [DONE]\n\n';

/**
 * Server-sent events, one buffer for each. Mistral's clients get the usage in the last chunk; OpenAI's, only when they asked
 * for it, in one more chunk without choices.
 */
export function createStreamWriter(
  options: WriterOptions & { readonly dialect: Dialect; readonly includeUsage: boolean },
): AnswerWriter {
  const { shape, facts, dialect, includeUsage } = options;
  const choices = Array.from({ length: options.choices }, (_, index): StreamedChoice => ({
    index,
    begun: false,
    characters: 0,
  }));
  const frame = JSON.stringify({
    id: facts.id,
    object: shape.chunk,
    created: facts.created,
    model: facts.model,
    system_fingerprint: facts.fingerprint,
  }).slice(0, -1);
  const event = (choice: string, usage?: TokenUsage): string =>
    `data: ${frame},"choices":[${choice}]${usage === undefined ? '' : `,"usage":${JSON.stringify(presentUsage(usage))}`}}\n\n`;

  return {
    contentType: 'text/event-stream; charset=utf-8',
    streams: true,
    say(index, spoken) {
      const choice = choices[index];
      if (choice === undefined) return undefined;
      const piece = shape.piece(choice, spoken);
      choice.begun = true;
      return Buffer.from(event(JSON.stringify(piece)));
    },
    end(index, finish, total) {
      const choice = choices[index];
      if (choice === undefined) return undefined;
      const last = JSON.stringify(shape.lastPiece(choice, finish));
      if (total === undefined) return Buffer.from(event(last));
      if (dialect === 'mistral') return Buffer.from(event(last, total) + done);
      return Buffer.from(event(last) + (includeUsage ? event('', total) : '') + done);
    },
  };
}

/** One JSON document once every choice has ended. */
export function createWholeWriter({ shape, facts, choices: count }: WriterOptions): AnswerWriter {
  const choices = Array.from({ length: count }, (_, index): SpokenChoice => ({
    index,
    text: '',
    reasoning: '',
    calls: [],
    echo: undefined,
    logprobs: [],
    finish: 'stop',
  }));
  return {
    contentType: 'application/json; charset=utf-8',
    streams: false,
    say(index, event) {
      const choice = choices[index];
      if (choice !== undefined) keep(choice, event);
      return undefined;
    },
    end(index, finish, total) {
      const choice = choices[index];
      if (choice !== undefined) choice.finish = finish;
      if (total === undefined) return undefined;
      return Buffer.from(
        JSON.stringify({
          id: facts.id,
          object: shape.whole,
          created: facts.created,
          model: facts.model,
          system_fingerprint: facts.fingerprint,
          choices: choices.map((each) => shape.choice(each)),
          usage: presentUsage(total),
        }),
      );
    },
  };
}

function keep(choice: SpokenChoice, event: SpokenEvent): void {
  switch (event.type) {
    case 'echo':
      choice.echo = event;
      return;
    case 'text':
      choice.text += event.text;
      choice.logprobs.push(...(event.logprobs ?? []));
      return;
    case 'reasoning':
      choice.reasoning += event.text;
      return;
    case 'tool-call':
      choice.calls.push(event.call);
  }
}
