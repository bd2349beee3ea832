import { randomBytes } from 'node:crypto';

import {
  PlatformError,
  type EnginePrompt,
  type EngineSink,
  type EngineThroughput,
  type Tokenization,
  type TokenizerInfo,
  type ToolDefinition,
} from '@riad/contracts';

import { createToolCallParser, type ToolCallParser, type ToolCallStyle } from '../formats/tool-call-parser.ts';
import { toolStyleOf } from '../formats/tool-style.ts';
import type { ChatFormatName, WireGenerateRequest, WorkerFacts, WorkerSetup } from '../protocol/messages.ts';
import { createOutputForm, type OutputForm } from '../structured/output-form.ts';
import { createAnswer, type Answer, type ReasoningMarks } from './answer.ts';
import { startChecked, type AttemptSink } from './checked-run.ts';
import type { ModelDriver } from './driver/driver.ts';
import { openDriver } from './driver/open-driver.ts';
import { readGgufHeader } from '../model-store/gguf-header.ts';
import { createPromptRenderer, type PromptRenderer } from './prompt-renderer.ts';
import type { Scheduler } from './scheduler.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** Tokens of one decode, at most. */
const BATCH_SIZE = 512;

/** A loaded chat model. */
export interface ModelSession {
  readonly facts: WorkerFacts;
  generate(request: WireGenerateRequest, sink: EngineSink): Promise<{ abort(): void }>;
  tokenize(prompt: EnginePrompt, addSpecial: boolean): Omit<Tokenization, 'contextLength'>;
  detokenize(tokens: readonly number[]): string;
  info(): TokenizerInfo;
  forget(cacheKeyPrefix: string): void;
  throughput(): EngineThroughput;
}

/** Loads a chat model. `onProgress` is called while it works, so that a hang can be told from a long piece of work. */
export async function openModelSession(setup: WorkerSetup, onProgress: () => void): Promise<ModelSession> {
  // Our own reader is done before the native one has mapped the file.
  const [{ driver, reason }, header] = await Promise.all([
    openDriver({ path: setup.path, threads: setup.threads, wanted: setup.driver ?? 'native' }),
    readGgufHeader(setup.path),
  ]);
  const vocabulary = createVocabulary(driver.tokenizer, header);
  const contextLength = Math.min(setup.contextLength, driver.trainContextLength);
  const scheduler = await driver.openScheduler({
    vocabulary,
    slots: setup.parallel,
    contextLength,
    batchSize: BATCH_SIZE,
    threads: setup.threads,
    threadsAdapt: setup.threadsAdapt,
    idleEraseMs: setup.idleEraseMs,
    onProgress,
  });
  return new ChatSession({ driver, reason, vocabulary, scheduler, contextLength, format: setup.format });
}

interface SessionParts {
  readonly driver: ModelDriver;
  /** Why it is not the native one. */
  readonly reason: string | undefined;
  readonly vocabulary: Vocabulary;
  readonly scheduler: Scheduler;
  readonly contextLength: number;
  readonly format: ChatFormatName;
}

/** One attempt at an answer. */
interface Submission {
  readonly prompt: readonly number[];
  readonly request: WireGenerateRequest;
  readonly tools: readonly ToolDefinition[];
  readonly form: OutputForm;
}

class ChatSession implements ModelSession {
  readonly #parts: SessionParts;
  readonly #renderer: PromptRenderer;
  readonly #toolStyle: ToolCallStyle | undefined;
  readonly facts: WorkerFacts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { driver, reason, vocabulary, contextLength, format } = parts;
    this.#renderer = createPromptRenderer(vocabulary, format);
    this.#toolStyle = toolStyleOf(format, vocabulary.chatTemplate);
    this.facts = {
      contextLength,
      supportsTools: this.#toolStyle !== undefined,
      supportsFim: this.#renderer.supportsFim,
      dimensions: driver.embeddingLength,
      driver: driver.kind,
      ...(reason === undefined ? {} : { driverReason: reason }),
    };
  }

  async generate(request: WireGenerateRequest, sink: EngineSink): Promise<{ abort(): void }> {
    const prompt = this.#renderer.tokens(request.prompt, true);
    this.#refuseOverflow(prompt.length, request.prompt);
    const tools = this.#callableTools(request.prompt);
    const form = this.#formOf(request, tools);
    const start = (attempt: WireGenerateRequest, below: AttemptSink): Promise<{ abort(): void }> =>
      this.#submit({ prompt, request: attempt, tools, form }, below);
    if (form.grammar === undefined || form.grammar.exact) return start(request, sink);
    return startChecked({ request, sink, start });
  }

  async #submit({ prompt, request, tools, form }: Submission, sink: AttemptSink): Promise<{ abort(): void }> {
    const answer = this.#answerFor(request, { tools, form, sink });
    const { grammar } = form;
    const grammarState = grammar && (await this.#parts.driver.createGrammarState(grammar.text));
    return this.#parts.scheduler.submit({
      prompt,
      request,
      grammarState,
      ...(request.adapter === undefined ? {} : { adapter: request.adapter }),
      onStart: (promptTokens, cachedTokens) => {
        sink.onEvent({ type: 'start', promptTokens, cachedTokens });
        if (request.echo && request.topLogprobs === undefined)
          sink.onEvent({ type: 'echo', text: this.detokenize(prompt) });
      },
      onEcho: (logprobs) => sink.onEvent({ type: 'echo', text: this.detokenize(prompt), logprobs }),
      onToken: (sampled) => answer.token(sampled),
      onEnd: (finish, usage) => {
        sink.onSpent?.(usage.completionTokens);
        answer.end(finish, usage);
      },
      onError: (error) => sink.onError(error),
    });
  }

  tokenize(prompt: EnginePrompt, addSpecial: boolean): Omit<Tokenization, 'contextLength'> {
    const tokens = this.#renderer.tokens(prompt, addSpecial);
    return { tokens, texts: tokens.map((token) => this.#parts.vocabulary.text(token)) };
  }

  detokenize(tokens: readonly number[]): string {
    this.#parts.vocabulary.check(tokens, 'tokens');
    return this.#parts.vocabulary.detokenize(tokens);
  }

  info(): TokenizerInfo {
    return this.#parts.vocabulary.info(this.#parts.contextLength);
  }

  forget(cacheKeyPrefix: string): void {
    this.#parts.scheduler.forget(cacheKeyPrefix);
  }

  throughput(): EngineThroughput {
    return this.#parts.scheduler.throughput();
  }

  #answerFor(
    request: WireGenerateRequest,
    { tools, form, sink }: Pick<Submission, 'tools' | 'form'> & { readonly sink: EngineSink },
  ): Answer {
    const { prompt } = request;
    return createAnswer({
      vocabulary: this.#parts.vocabulary,
      stop: request.stop,
      toolCalls: this.#toolCallParser(tools),
      maxCalls: prompt.kind === 'chat' && !prompt.parallelToolCalls ? 1 : Number.POSITIVE_INFINITY,
      validate: form.validate,
      validateCall: form.validateCall,
      withLogprobs: request.topLogprobs !== undefined,
      reasoning: this.#reasoningMarks(prompt),
      emit: (event) => sink.onEvent(event),
      fail: (error) => sink.onError(error),
    });
  }

  #refuseOverflow(promptTokens: number, prompt: EnginePrompt): void {
    const { contextLength } = this.#parts;
    const field = prompt.kind === 'chat' ? 'messages' : 'prompt';
    if (promptTokens === 0) throw new PlatformError('request.invalid', 'the prompt is empty', { field });
    if (promptTokens < contextLength) return;
    throw new PlatformError(
      'request.context_length',
      `the prompt has ${promptTokens} tokens and this model reads ${contextLength}, its answer included`,
      { field, remedy: 'Shorten it, or raise engine.contextLength if the model allows.' },
    );
  }

  /** The tools that an answer may call: all, none, or the one that was named. */
  #callableTools(prompt: EnginePrompt): readonly ToolDefinition[] {
    if (prompt.kind !== 'chat' || prompt.toolChoice === 'none') return [];
    const { tools, toolChoice } = prompt;
    if (tools.length === 0 && toolChoice === 'auto') return [];
    if (tools.length > 0 && this.#toolStyle === undefined) {
      throw new PlatformError('model.not_capable', 'this model cannot call tools', {
        field: 'tools',
        remedy: 'Choose a model whose card says tools.',
      });
    }
    const callable = typeof toolChoice === 'string' ? tools : tools.filter((tool) => tool.name === toolChoice.name);
    if (callable.length > 0) return callable;
    throw new PlatformError('request.invalid', 'tool_choice asks for a call to a tool that is not in tools', {
      field: 'tool_choice',
    });
  }

  #toolCallParser(tools: readonly ToolDefinition[]): ToolCallParser | undefined {
    if (tools.length === 0 || this.#toolStyle === undefined) return undefined;
    return createToolCallParser({
      style: this.#toolStyle,
      isControl: (marker) => this.#parts.vocabulary.control.has(marker),
      toolNames: new Set(tools.map((tool) => tool.name)),
      newId: newCallId,
    });
  }

  #formOf({ prompt, format }: WireGenerateRequest, tools: readonly ToolDefinition[]): OutputForm {
    const choice = prompt.kind === 'chat' ? prompt.toolChoice : 'none';
    return createOutputForm({
      format,
      tools,
      style: this.#toolStyle,
      forced: tools.length > 0 && choice !== 'auto',
      several: prompt.kind === 'chat' && prompt.parallelToolCalls && typeof choice === 'string',
      control: this.#parts.vocabulary.control,
    });
  }

  #reasoningMarks(prompt: EnginePrompt): ReasoningMarks | undefined {
    if (prompt.kind !== 'chat') return undefined;
    const { control, chatTemplate } = this.#parts.vocabulary;
    if (control.has('[THINK]')) return { open: '[THINK]', close: '[/THINK]', control: true };
    if (chatTemplate?.includes('</think>') !== true) return undefined;
    return { open: '<think>', close: '</think>', control: control.has('<think>') };
  }
}

/** Nine letters and digits: what every vendor's client accepts. */
function newCallId(): string {
  return randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 9);
}
