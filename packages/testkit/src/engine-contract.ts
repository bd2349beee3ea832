import assert from 'node:assert/strict';

import {
  modelName,
  PlatformError,
  type EngineBackend,
  type EngineEvent,
  type GenerateRequest,
  type ModelName,
} from '@riad/contracts';

/** An engine under test, with a chat model that is willing to say at least a dozen tokens. */
export interface EngineSubject {
  readonly engine: EngineBackend;
  readonly chat: ModelName;
  readonly embedding: ModelName;
}

/** One promise every `EngineBackend` keeps. Runs under any test runner: it throws when the promise is broken. */
export interface EngineContractCase {
  readonly promise: string;
  check(subject: EngineSubject): Promise<void>;
}

interface Outcome {
  readonly events: readonly EngineEvent[];
  readonly error: PlatformError | undefined;
  readonly text: string;
}

const PROMPT = 'The capital of France is';

function requestTo({ chat }: EngineSubject, overrides: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    model: chat,
    prompt: { kind: 'text', text: PROMPT },
    sampling: { temperature: 0, topP: 1 },
    maxTokens: 12,
    stop: [],
    format: { kind: 'text' },
    echo: false,
    cacheKey: 'contract',
    ...overrides,
  };
}

/** Runs a request to its end. `steer` sees every event and may abort; what comes after the end breaks the contract. */
function outcomeOf(
  engine: EngineBackend,
  request: GenerateRequest,
  steer: (event: EngineEvent | undefined, abort: () => void) => void = () => {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const events: EngineEvent[] = [];
    let ended = false;
    const end = (error?: PlatformError): void => {
      if (ended) reject(new Error('the sink was told of two ends'));
      ended = true;
      const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
      // Late events would come within the next turns of the loop.
      setTimeout(() => resolve({ events, error, text }), 50);
    };
    const run = engine.generate(request, {
      onEvent(event) {
        if (ended) reject(new Error(`a ${event.type} event came after the end`));
        events.push(event);
        if (event.type === 'end') end();
        else steer(event, () => run.abort());
      },
      onError: end,
    });
    steer(undefined, () => run.abort());
  });
}

/** Keeps this thread busy. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

async function codeOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly field: string | undefined }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PlatformError) return { code: error.code, field: error.field };
    throw error;
  }
  return { code: 'none', field: undefined };
}

export const engineContract: readonly EngineContractCase[] = [
  {
    promise: 'events come in order: a start, text, one end with the counts',
    async check(subject) {
      const { events, error } = await outcomeOf(subject.engine, requestTo(subject));
      assert.equal(error, undefined);
      const [start, end] = [events[0], events.at(-1)];
      assert.equal(start?.type, 'start');
      assert.equal(end?.type, 'end');
      assert.ok(events.slice(1, -1).every((event) => event.type === 'text'));
      assert.ok(end.usage.promptTokens > 0 && end.usage.promptTokens === start.promptTokens);
      assert.ok(end.usage.completionTokens > 0);
    },
  },
  {
    promise: 'max tokens ends an answer with `length` at exactly that many',
    async check(subject) {
      const { events } = await outcomeOf(subject.engine, requestTo(subject, { maxTokens: 3 }));
      const end = events.at(-1);
      assert.equal(end?.type, 'end');
      assert.equal(end.finish, 'length');
      assert.equal(end.usage.completionTokens, 3);
    },
  },
  {
    promise: 'a stop string ends the answer before it, wherever tokens begin',
    async check(subject) {
      const { text } = await outcomeOf(subject.engine, requestTo(subject));
      const stop = text.slice(4, 9);
      const stopped = await outcomeOf(subject.engine, requestTo(subject, { stop: [stop] }));
      assert.equal(stopped.text, text.slice(0, text.indexOf(stop)));
      assert.partialDeepStrictEqual(stopped.events.at(-1), { type: 'end', finish: 'stop' });
    },
  },
  {
    promise: 'an abort ends with one `request.cancelled`, may be repeated, and the next request works',
    async check(subject) {
      const aborted = await outcomeOf(subject.engine, requestTo(subject), (event, abort) => {
        if (event?.type !== 'text') return;
        abort();
        abort();
      });
      assert.equal(aborted.error?.code, 'request.cancelled');
      assert.equal((await outcomeOf(subject.engine, requestTo(subject))).error, undefined);
    },
  },
  {
    promise: 'an abort before anything began is answered the same way',
    async check(subject) {
      const aborted = await outcomeOf(subject.engine, requestTo(subject), (event, abort) => {
        if (event === undefined) abort();
      });
      assert.equal(aborted.error?.code, 'request.cancelled');
      assert.deepEqual(aborted.events, []);
    },
  },
  {
    promise: 'a deadline that passes ends with `engine.deadline`',
    async check(subject) {
      const request = requestTo(subject, { maxTokens: 500, deadlineMs: 1, prompt: { kind: 'text', text: PROMPT } });
      // A slow reader: the engine has a millisecond, whatever machine this is.
      const { error } = await outcomeOf(subject.engine, request, () => pause(5));
      assert.equal(error?.code, 'engine.deadline');
    },
  },
  {
    promise: 'a sink that throws disturbs nobody else',
    async check(subject) {
      subject.engine.generate(requestTo(subject), {
        onEvent() {
          throw new Error('the reader is broken');
        },
        onError() {},
      });
      assert.equal((await outcomeOf(subject.engine, requestTo(subject))).error, undefined);
    },
  },
  {
    promise: 'requests side by side get what each gets alone',
    async check(subject) {
      const prompts = [PROMPT, 'One, two, three,'];
      const ask = async (text: string): Promise<string> =>
        (await outcomeOf(subject.engine, requestTo(subject, { prompt: { kind: 'text', text } }))).text;
      const alone: string[] = [];
      for (const prompt of prompts) alone.push(await ask(prompt));
      assert.deepEqual(await Promise.all(prompts.map(ask)), alone);
    },
  },
  {
    promise: 'a prompt longer than the context is refused by its field, never cut',
    async check(subject) {
      const text = 'word '.repeat(200_000);
      const { error, events } = await outcomeOf(subject.engine, requestTo(subject, { prompt: { kind: 'text', text } }));
      assert.equal(error?.code, 'request.context_length');
      assert.equal(error.field, 'prompt');
      assert.deepEqual(events, []);
    },
  },
  {
    promise: 'echo gives the prompt before any text',
    async check(subject) {
      const { events } = await outcomeOf(subject.engine, requestTo(subject, { echo: true }));
      assert.partialDeepStrictEqual(events[1], { type: 'echo', text: PROMPT });
    },
  },
  {
    promise: 'logprobs come one per token',
    async check(subject) {
      const { events } = await outcomeOf(subject.engine, requestTo(subject, { topLogprobs: 1, maxTokens: 4 }));
      const logprobs = events.flatMap((event) => (event.type === 'text' ? (event.logprobs ?? []) : []));
      assert.equal(logprobs.length, 4);
      assert.ok(logprobs.every((position) => position.logprob <= 0 && position.top.length === 1));
    },
  },
  {
    promise: 'tokens go back to the text they came from',
    async check({ engine, chat }) {
      const text = 'Bonjour Fès 🌍 مرحبا';
      const { tokens, texts, contextLength } = await engine.tokenize(chat, { kind: 'text', text }, false);
      assert.equal(texts.length, tokens.length);
      assert.equal(await engine.detokenize(chat, tokens), text);
      const info = await engine.tokenizerInfo(chat);
      assert.equal(info.contextLength, contextLength);
      assert.ok(info.vocabularySize > 0);
    },
  },
  {
    promise: 'texts become one vector each, in order, the same every time',
    async check({ engine, embedding }) {
      const first = await engine.embed(embedding, ['query: la maison', 'query: le ciel']);
      const again = await engine.embed(embedding, ['query: la maison', 'query: le ciel']);
      assert.equal(first.vectors.length, 2);
      assert.ok(first.promptTokens > 2);
      assert.deepEqual(first.vectors, again.vectors);
      assert.notDeepEqual(first.vectors[0], first.vectors[1]);
    },
  },
  {
    promise: 'a text that is too long for an embedding is refused by its place',
    async check({ engine, embedding }) {
      const refused = await codeOf(engine.embed(embedding, ['court', 'mot '.repeat(3000)]));
      assert.deepEqual(refused, { code: 'request.context_length', field: 'input[1]' });
    },
  },
  {
    promise: 'a model is asked for what it can do only',
    async check(subject) {
      assert.equal((await codeOf(subject.engine.embed(subject.chat, ['a']))).code, 'model.not_capable');
      const { error } = await outcomeOf(subject.engine, requestTo(subject, { model: subject.embedding }));
      assert.equal(error?.code, 'model.not_capable');
    },
  },
  {
    promise: 'an unknown model is not found, by whatever way it is asked for',
    async check(subject) {
      const nobody = modelName('nobody');
      const { engine } = subject;
      const missing = { code: 'model.not_found', field: 'model' };
      assert.deepEqual(await codeOf(engine.load(nobody)), missing);
      assert.deepEqual(await codeOf(engine.embed(nobody, ['a'])), missing);
      assert.deepEqual(await codeOf(engine.tokenize(nobody, { kind: 'text', text: 'a' }, true)), missing);
      const { error } = await outcomeOf(engine, requestTo(subject, { model: nobody }));
      assert.equal(error?.code, 'model.not_found');
    },
  },
  {
    promise: 'a model that was unloaded loads again by itself',
    async check(subject) {
      const { engine, chat } = subject;
      const state = (): string | undefined => engine.models().find((model) => model.name === chat)?.state;
      await engine.load(chat);
      assert.equal(state(), 'ready');
      await engine.unload(chat);
      assert.equal(state(), 'available');
      assert.equal((await outcomeOf(engine, requestTo(subject))).error, undefined);
      assert.equal(state(), 'ready');
    },
  },
];

/** Kept apart because nothing can be asked afterwards: what runs when an engine is closed is told so, and so is what comes later. */
export async function checkEngineClose(subject: EngineSubject): Promise<void> {
  const running = outcomeOf(subject.engine, requestTo(subject, { maxTokens: 500 }), (event) => {
    if (event?.type === 'start') void subject.engine.close();
  });
  assert.equal((await running).error?.code, 'server.stopping');
  assert.equal((await outcomeOf(subject.engine, requestTo(subject))).error?.code, 'server.stopping');
}
