import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';

import type { JsonObject, PlatformError, TokenUsage } from '@riad/contracts';

/** As in the gateway's port, which this package does not depend on. */
interface Sink {
  onHead(head: { readonly status: number; readonly contentType: string }): void;
  onData(bytes: Buffer): void;
  onEnd(end: { readonly usage?: TokenUsage }): void;
  onError(error: PlatformError): void;
}

interface Call {
  abort(): void;
  pause(): void;
  resume(): void;
  produced(): number;
}

/** An upstream under test, with a chat model that is willing to say two dozen pieces. */
export interface UpstreamSubject {
  /** Asks that model what a guarded request with this body asks. */
  start(body: JsonObject, sink: Sink): Call;
}

/** One promise every upstream of the gateway keeps. Runs under any test runner: it throws when the promise is broken. */
export interface UpstreamContractCase {
  readonly promise: string;
  check(subject: UpstreamSubject): Promise<void>;
}

/** What a sink heard of one call. */
interface Heard {
  /** `head`, `data`, `end` and `error`, in order. */
  readonly calls: string[];
  readonly buffers: Buffer[];
  contentType: string | undefined;
  usage: TokenUsage | undefined;
  error: PlatformError | undefined;
}

interface Listening extends Heard {
  readonly call: Call;
  /** Resolves at the end, whichever it is. */
  readonly done: Promise<unknown>;
}

/** Work at the other side has ended by then; what would still be said would have come. */
const SETTLED_MS = 150;
const messages = [{ role: 'user', content: 'Count to thirty.' }];
const usual = { messages, max_tokens: 24, temperature: 0 };
const streamed = { ...usual, stream: true, stream_options: { include_usage: true } };

function listen(subject: UpstreamSubject, body: JsonObject, onFirstData?: () => void): Listening {
  const heard: Heard = { calls: [], buffers: [], contentType: undefined, usage: undefined, error: undefined };
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const call = subject.start(body, {
    onHead({ contentType }) {
      heard.calls.push('head');
      heard.contentType = contentType;
    },
    onData(bytes) {
      heard.calls.push('data');
      if (heard.buffers.push(bytes) === 1) onFirstData?.();
    },
    onEnd({ usage }) {
      heard.calls.push('end');
      heard.usage = usage;
      resolve(undefined);
    },
    onError(error) {
      heard.calls.push('error');
      heard.error = error;
      resolve(undefined);
    },
  });
  return Object.assign(heard, { call, done: promise });
}

/** Waits for what a first piece of the answer brings about; an answer that ends without it breaks the contract. */
async function until({ calls, error }: Heard, happened: () => boolean): Promise<void> {
  while (!happened()) {
    assert.ok(!calls.includes('end') && !calls.includes('error'), `it ended before: ${error?.message ?? ''}`);
    await pass(5);
  }
}

const textOf = ({ buffers }: Heard): string => Buffer.concat(buffers).toString('utf8');

/** What the events of a stream say, after each was looked at. */
function streamedText(heard: Heard): string {
  const events = textOf(heard)
    .trimEnd()
    .split(/\r?\n\r?\n/);
  assert.equal(events.pop(), 'data: [DONE]');
  const deltas = events.flatMap((event) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another shape breaks the contract on the next line
    const { choices } = JSON.parse(event.replace(/^data: /, '')) as { choices: StreamedChoice[] };
    return choices.map((choice) => {
      assert.ok('finish_reason' in choice, 'a choice without finish_reason, which Mistral’s client refuses');
      return choice.delta.content ?? '';
    });
  });
  return deltas.join('');
}

interface StreamedChoice {
  readonly delta: { readonly content?: string | null };
  readonly finish_reason: string | null;
}

function inOrder({ calls }: Heard, end: 'end' | 'error'): void {
  assert.equal(calls[0], 'head');
  assert.equal(calls.at(-1), end);
  assert.ok(calls.slice(1, -1).every((name) => name === 'data'));
}

export const upstreamContract: readonly UpstreamContractCase[] = [
  {
    promise: 'a whole answer is one JSON document after its head, then one end with the use',
    async check(subject) {
      const heard = listen(subject, usual);
      await heard.done;
      inOrder(heard, 'end');
      assert.match(heard.contentType ?? '', /^application\/json/);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another shape breaks the contract on the next line
      const { choices } = JSON.parse(textOf(heard)) as { choices: { message: { content: string } }[] };
      assert.ok((choices[0]?.message.content ?? '').length > 0);
      assert.ok((heard.usage?.promptTokens ?? 0) > 0 && (heard.usage?.completionTokens ?? 0) > 0);
    },
  },
  {
    promise: 'a stream is events after its head, [DONE], then one end with the use; its pieces are counted',
    async check(subject) {
      const heard = listen(subject, streamed);
      await heard.done;
      inOrder(heard, 'end');
      assert.match(heard.contentType ?? '', /^text\/event-stream/);
      assert.ok(streamedText(heard).length > 0);
      assert.ok((heard.usage?.completionTokens ?? 0) > 0);
      assert.ok(heard.call.produced() > 0);
    },
  },
  {
    promise: 'whoever leaves in the middle of a stream hears nothing more, also when leaving twice',
    async check(subject) {
      let leave = (): void => undefined;
      const heard = listen(subject, streamed, () => leave());
      leave = () => {
        heard.call.abort();
        heard.call.abort();
        heard.calls.push('left');
      };
      await until(heard, () => heard.calls.includes('left'));
      await pass(SETTLED_MS);
      assert.equal(heard.calls.at(-1), 'left');
    },
  },
  {
    promise: 'whoever leaves before the first byte hears nothing at all, and the next is answered',
    async check(subject) {
      const heard = listen(subject, usual);
      heard.call.abort();
      await pass(SETTLED_MS);
      assert.deepEqual(heard.calls, []);
      const next = listen(subject, usual);
      await next.done;
      inOrder(next, 'end');
    },
  },
  {
    promise: 'leaving after the end changes nothing',
    async check(subject) {
      const heard = listen(subject, usual);
      await heard.done;
      const before = heard.calls.length;
      heard.call.abort();
      await pass(SETTLED_MS);
      assert.equal(heard.calls.length, before);
    },
  },
  {
    promise: 'while it is paused nothing new comes; then everything does, in order',
    async check(subject) {
      const whole = listen(subject, streamed);
      await whole.done;
      let hold = (): void => undefined;
      let paused = false;
      const held = listen(subject, streamed, () => hold());
      hold = () => {
        held.call.pause();
        paused = true;
      };
      await until(held, () => paused);
      // What had arrived before may still be handed over.
      await pass(50);
      const before = held.calls.length;
      await pass(SETTLED_MS);
      assert.equal(held.calls.length, before);
      assert.ok(!held.calls.includes('end'));
      held.call.resume();
      await held.done;
      inOrder(held, 'end');
      assert.equal(streamedText(held), streamedText(whole));
    },
  },
  {
    promise: 'a prompt that does not fit is refused before any head, by its own code: somebody else may be asked',
    async check(subject) {
      const content = 'word '.repeat(20_000);
      const heard = listen(subject, { ...streamed, messages: [{ role: 'user', content }] });
      await heard.done;
      assert.deepEqual(heard.calls, ['error']);
      assert.equal(heard.error?.code, 'request.context_length');
    },
  },
];
