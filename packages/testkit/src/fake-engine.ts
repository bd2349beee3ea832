import {
  modelName,
  PlatformError,
  type EngineBackend,
  type EngineEvent,
  type EngineModelStatus,
  type EnginePrompt,
  type EngineSink,
  type FinishReason,
  type GenerateRequest,
  type ModelName,
  type TokenLogprob,
  type ToolCall,
} from '@riad/contracts';

import { createWordTokens, type WordTokens } from './word-tokens.ts';

/** What a fake model says to one request, in this order. */
export interface FakeAnswer {
  readonly reasoning?: string;
  /** Streamed word by word. */
  readonly text?: string;
  readonly calls?: readonly ToolCall[];
  /** Instead of an end, after everything above was said. */
  readonly error?: PlatformError;
  /** Milliseconds before the first event, and before every word. */
  readonly firstDelayMs?: number;
  readonly wordDelayMs?: number;
  /** Says everything above and then nothing more: only an abort, a deadline or a crash ends it. */
  readonly hangs?: boolean;
}

export interface FakeModel {
  readonly name: ModelName;
  readonly kind: 'chat' | 'embedding';
  readonly contextLength: number;
}

export interface FakeEngineOptions {
  /** `fake-chat` with 4,096 tokens and `fake-embed` with 512 when absent. */
  readonly models?: readonly FakeModel[];
  /** What is said to a request; absent, or `undefined` for a request: the last message is repeated politely. */
  readonly answer?: (request: GenerateRequest) => FakeAnswer | undefined;
  /** Passes the time; real timers when absent. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface FakeEngine extends EngineBackend {
  /** Every request that was received, in order. */
  readonly requests: readonly GenerateRequest[];
  /** Every prefix that was to be forgotten. */
  readonly forgotten: readonly string[];
  /** Fails what a model is doing with `engine.crashed`, as a killed worker does. */
  crash(model: ModelName): void;
}

export const fakeChat = modelName('fake-chat');
export const fakeEmbed = modelName('fake-embed');

const defaultModels: readonly FakeModel[] = [
  { name: fakeChat, kind: 'chat', contextLength: 4096 },
  { name: fakeEmbed, kind: 'embedding', contextLength: 512 },
];
const DIMENSIONS = 16;

/** A deterministic engine that says what a test tells it to: a word is a token, and equal words make near vectors. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  return new ScriptedEngine(options);
}

interface Run {
  readonly request: GenerateRequest;
  readonly sink: EngineSink;
  ended: boolean;
  fail(error: PlatformError): void;
}

class ScriptedEngine implements FakeEngine {
  readonly #models: readonly FakeModel[];
  readonly #answer: (request: GenerateRequest) => FakeAnswer | undefined;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #words: WordTokens = createWordTokens();
  readonly #runs = new Set<Run>();
  readonly #loaded = new Set<ModelName>();
  readonly requests: GenerateRequest[] = [];
  readonly forgotten: string[] = [];
  #closed = false;

  constructor(options: FakeEngineOptions) {
    this.#models = options.models ?? defaultModels;
    this.#answer = options.answer ?? (() => undefined);
    this.#wait = options.wait ?? realWait;
  }

  models(): readonly EngineModelStatus[] {
    return this.#models.map(({ name, kind, contextLength }) => ({
      name,
      kind,
      contextLength,
      state: this.#loaded.has(name) ? 'ready' : 'available',
      supportsTools: kind === 'chat',
      supportsFim: kind === 'chat',
      adapters: [],
      memoryBytes: this.#loaded.has(name) ? 1 : 0,
      activeRequests: [...this.#runs].filter((run) => run.request.model === name).length,
      waitingRequests: 0,
    }));
  }

  async load(name: ModelName): Promise<void> {
    this.#find(name);
    this.#loaded.add(name);
  }

  async unload(name: ModelName): Promise<void> {
    this.#find(name);
    this.#loaded.delete(name);
    this.#failAll(stopping(), name);
  }

  generate(request: GenerateRequest, sink: EngineSink): { abort(): void } {
    this.requests.push(request);
    const deadline =
      request.deadlineMs === undefined
        ? undefined
        : setTimeout(
            () => run.fail(new PlatformError('engine.deadline', 'the answer took too long')),
            request.deadlineMs,
          );
    const run: Run = {
      request,
      sink,
      ended: false,
      fail: (error) => {
        if (run.ended) return;
        this.#finish(run, deadline);
        sink.onError(error);
      },
    };
    this.#runs.add(run);
    void this.#play(run)
      .then(() => run.ended && clearTimeout(deadline))
      .catch((error: unknown) => run.fail(asPlatformError(error)));
    return { abort: () => run.fail(new PlatformError('request.cancelled', 'the request was cancelled')) };
  }

  #finish(run: Run, deadline?: NodeJS.Timeout): void {
    run.ended = true;
    clearTimeout(deadline);
    this.#runs.delete(run);
  }

  async #play(run: Run): Promise<void> {
    const { request, sink } = run;
    await this.#wait(0);
    const prompt = this.#promptText(request);
    const answer = this.#answer(request) ?? { text: politeAnswer(request) };
    await this.#wait(answer.firstDelayMs ?? 0);
    if (run.ended) return;
    const { reasoning = '', calls = [] } = answer;
    const promptTokens = this.#words.tokenize(prompt).length;
    this.#open(run, { prompt, promptTokens, reasoning });
    const said = await this.#sayWords(run, answer);
    if (run.ended) return;
    for (const [index, call] of calls.entries()) tell(run, { type: 'tool-call', index, call });
    if (run.ended) return;
    if (answer.hangs === true) return;
    if (answer.error !== undefined) throw answer.error;
    this.#finish(run);
    const reasoningTokens = this.#words.tokenize(reasoning).length;
    const usage = { promptTokens, completionTokens: said.tokens, cachedTokens: 0, reasoningTokens };
    sink.onEvent({ type: 'end', finish: calls.length > 0 ? 'tool_calls' : said.finish, usage });
  }

  #open(
    run: Run,
    { prompt, promptTokens, reasoning }: { prompt: string; promptTokens: number; reasoning: string },
  ): void {
    tell(run, { type: 'start', promptTokens, cachedTokens: 0 });
    if (run.request.echo) tell(run, { type: 'echo', text: prompt });
    if (reasoning !== '') tell(run, { type: 'reasoning', text: reasoning });
  }

  async #sayWords(run: Run, answer: FakeAnswer): Promise<{ readonly tokens: number; readonly finish: FinishReason }> {
    const { request, sink } = run;
    const { text, stopped } = untilStop(answer.text ?? '', request.stop);
    const words = this.#words.split(text);
    const wanted = words.slice(0, request.maxTokens ?? words.length);
    for (const word of wanted) {
      await this.#wait(answer.wordDelayMs ?? 0);
      if (run.ended) break;
      const logprobs =
        request.topLogprobs === undefined ? {} : { logprobs: [this.#logprob(word, request.topLogprobs)] };
      sink.onEvent({ type: 'text', text: word, ...logprobs });
    }
    return { tokens: wanted.length, finish: wanted.length === words.length || stopped ? 'stop' : 'length' };
  }

  #logprob(word: string, top: number): TokenLogprob {
    const chosen = { token: word, tokenId: this.#words.id(word), bytes: [...Buffer.from(word)], logprob: -0.1 };
    return { ...chosen, top: top > 0 ? [chosen] : [] };
  }

  #promptText({ model, prompt }: GenerateRequest): string {
    const found = this.#find(model);
    if (found.kind !== 'chat') throw new PlatformError('model.not_capable', 'this model makes embeddings');
    this.#loaded.add(model);
    const text = this.#textOf(prompt);
    const tokens = this.#words.tokenize(text).length;
    const field = prompt.kind === 'chat' ? 'messages' : 'prompt';
    if (tokens === 0) throw new PlatformError('request.invalid', 'the prompt is empty', { field });
    if (tokens < found.contextLength) return text;
    throw new PlatformError('request.context_length', `the prompt has ${tokens} tokens`, { field });
  }

  #textOf(prompt: EnginePrompt): string {
    switch (prompt.kind) {
      case 'text':
        return prompt.text;
      case 'tokens':
        return this.#words.detokenize(prompt.tokens);
      case 'fim':
        return `${prompt.prefix} ${prompt.suffix}`;
      case 'chat':
        return prompt.messages.map((message) => `${message.role}: ${message.content}`).join('\n');
    }
  }

  async embed(
    name: ModelName,
    texts: readonly string[] | readonly (readonly number[])[],
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly promptTokens: number }> {
    const found = this.#find(name);
    if (found.kind !== 'embedding') throw new PlatformError('model.not_capable', 'this model makes no embeddings');
    this.#loaded.add(name);
    const lists = texts.map((text) => (typeof text === 'string' ? this.#words.tokenize(text) : text));
    for (const [index, list] of lists.entries()) {
      const field = `input[${index}]`;
      if (list.length === 0) throw new PlatformError('request.invalid', 'an empty text has no embedding', { field });
      if (list.length > found.contextLength)
        throw new PlatformError('request.context_length', `text ${index} has ${list.length} tokens`, { field });
    }
    return { vectors: lists.map(vectorOf), promptTokens: lists.reduce((sum, list) => sum + list.length, 0) };
  }

  async tokenize(
    name: ModelName,
    prompt: EnginePrompt,
  ): Promise<{
    readonly tokens: readonly number[];
    readonly texts: readonly string[];
    readonly contextLength: number;
  }> {
    const { contextLength } = this.#find(name);
    const text = this.#textOf(prompt);
    return { tokens: this.#words.tokenize(text), texts: this.#words.split(text), contextLength };
  }

  async detokenize(name: ModelName, tokens: readonly number[]): Promise<string> {
    this.#find(name);
    return this.#words.detokenize(tokens);
  }

  async tokenizerInfo(
    name: ModelName,
  ): Promise<{ readonly vocabularySize: number; readonly contextLength: number; readonly eosToken: string }> {
    const { contextLength } = this.#find(name);
    return { vocabularySize: this.#words.size, contextLength, eosToken: '</s>' };
  }

  crash(name: ModelName): void {
    this.#failAll(new PlatformError('engine.crashed', `the process of ${name} ended`, { retryAfterSeconds: 1 }), name);
  }

  async forget(cacheKeyPrefix: string): Promise<void> {
    this.forgotten.push(cacheKeyPrefix);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#failAll(stopping());
  }

  #failAll(error: PlatformError, name?: ModelName): void {
    for (const run of this.#runs) if (name === undefined || run.request.model === name) run.fail(error);
  }

  #find(name: ModelName): FakeModel {
    if (this.#closed) throw stopping();
    const found = this.#models.find((model) => model.name === name);
    if (found !== undefined) return found;
    throw new PlatformError('model.not_found', `there is no model ${name}`, { field: 'model' });
  }
}

/** A sink may abort while it is told something: it hears nothing more then. */
function tell(run: Run, event: EngineEvent): void {
  if (!run.ended) run.sink.onEvent(event);
}

function politeAnswer({ prompt, format }: GenerateRequest): string {
  if (format.kind !== 'text') return '{"answer": "Bonjour"}';
  const last = prompt.kind === 'chat' ? (prompt.messages.at(-1)?.content ?? '') : 'votre texte';
  return `Bonjour ! Vous avez dit : ${last} Que puis-je faire pour vous aujourd’hui ?`;
}

function untilStop(text: string, stops: readonly string[]): { readonly text: string; readonly stopped: boolean } {
  const found = stops.filter((stop) => stop !== '').map((stop) => text.indexOf(stop));
  const first = Math.min(...found.filter((at) => at !== -1));
  return Number.isFinite(first) ? { text: text.slice(0, first), stopped: true } : { text, stopped: false };
}

function vectorOf(tokens: readonly number[]): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const token of tokens) vector[token % DIMENSIONS] = (vector[token % DIMENSIONS] ?? 0) + 1;
  return vector;
}

function realWait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else setImmediate(resolve);
  });
}

function asPlatformError(error: unknown): PlatformError {
  return error instanceof PlatformError
    ? error
    : new PlatformError('server.internal', 'the fake engine failed', { cause: error });
}

function stopping(): PlatformError {
  return new PlatformError('server.stopping', 'the engine is stopping');
}
