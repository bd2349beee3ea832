import { StringDecoder } from 'node:string_decoder';

import type { Reply } from '@riad/gateway';
import { z } from 'zod';

export interface AnswerListener {
  /** The answer's headers, before its first text. */
  onHead(headers: Readonly<Record<string, string>>): void;
  onText(text: string): void;
  /** Once: how it ended. */
  onEnd(failure: AnswerFailure | undefined): void;
}

export interface AnswerFailure {
  readonly code: string;
  readonly message: string;
}

const chunkSchema = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).optional() })).optional(),
});
const failureSchema = z.object({ error: z.object({ code: z.string().nullish(), message: z.string() }) });

/** Reads the gateway's answer as a program would, event by event. */
export function createAnswerReply(listener: AnswerListener): { readonly reply: Reply; stop(): void } {
  const decoder = new StringDecoder('utf8');
  let status = 0;
  let code: string | undefined;
  let rest = '';
  let ended = false;
  let leave: () => void = () => undefined;

  function end(failure: AnswerFailure | undefined): void {
    if (ended) return;
    ended = true;
    listener.onEnd(failure);
  }

  function take(bytes: Buffer): void {
    rest += decoder.write(bytes);
    if (status >= 400) return;
    for (let cut = rest.indexOf('\n\n'); cut !== -1; cut = rest.indexOf('\n\n')) {
      const event = rest.slice(0, cut);
      rest = rest.slice(cut + 2);
      readEvent(event);
    }
  }

  function readEvent(event: string): void {
    const data = dataOf(event);
    if (data === '' || data === '[DONE]' || ended) return;
    const value: unknown = JSON.parse(data);
    const failure = failureSchema.safeParse(value);
    if (failure.success) {
      end({ code: code ?? failure.data.error.code ?? 'server.internal', message: failure.data.error.message });
      return;
    }
    const text = chunkSchema.parse(value).choices?.[0]?.delta?.content ?? '';
    if (text !== '') listener.onText(text);
  }

  const reply: Reply = {
    head(answered, headers) {
      status = answered;
      code = headers['x-riad-error'];
      listener.onHead(headers);
    },
    write(bytes) {
      take(bytes);
      return true;
    },
    end(bytes) {
      if (bytes !== undefined) take(bytes);
      end(status >= 400 ? readFailure(rest, code) : undefined);
    },
    destroy: () => end({ code: 'server.internal', message: 'the answer was cut short' }),
    onDrain: () => undefined,
    onClose: (listen) => void (leave = listen),
  };
  return {
    reply,
    stop() {
      if (ended) return;
      ended = true;
      leave();
    },
  };
}

/** What a server-sent event says; a comment says nothing. */
function dataOf(event: string): string {
  const line = event.split('\n').find((part) => part.startsWith('data:'));
  return line === undefined ? '' : line.slice('data:'.length).trim();
}

function readFailure(body: string, code: string | undefined): AnswerFailure {
  const parsed = failureSchema.safeParse(JSON.parse(body));
  return {
    code: code ?? 'server.internal',
    message: parsed.success ? parsed.data.error.message : 'the request failed',
  };
}
