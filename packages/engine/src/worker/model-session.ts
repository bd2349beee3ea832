import { randomBytes } from 'node:crypto';

import {
  PlatformError,
  type EnginePrompt,
  type EngineSink,
  type TokenizerInfo,
  type Tokenization,
} from '@riad/contracts';
import type { LlamaContext } from 'node-llama-cpp';

import { renderMistral, type MistralVersion } from '../formats/mistral.ts';
import { tokenizeSegments } from '../formats/segments.ts';
import { createTemplateFormat, type TemplateFormat } from '../formats/template.ts';
import { createToolCallParser, type ToolCallStyle } from '../formats/tool-call-parser.ts';
import type { WireGenerateRequest, WorkerFacts, WorkerSetup } from '../protocol/messages.ts';
import { anyObjectGrammar, hermesCallGrammar, schemaGrammar } from '../structured/schema-grammar.ts';
import { createOutputValidator } from '../structured/validate.ts';
import { createAnswer } from './answer.ts';
import { loadNativeModel, nativeContext, type NativeModel } from './native.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

const BATCH_SIZE = 512;

/** A loaded chat model. */
export interface ModelSession {
  readonly facts: WorkerFacts;
  generate(request: WireGenerateRequest, sink: EngineSink): Promise<{ abort(): void }>;
  tokenize(prompt: EnginePrompt, addSpecial: boolean): Omit<Tokenization, 'contextLength'>;
  detokenize(tokens: readonly number[]): string;
  info(): TokenizerInfo;
}

export async function openModelSession(setup: WorkerSetup): Promise<ModelSession> {
  const native = await loadNativeModel(setup.path, setup.threads);
  const vocabulary = createVocabulary(native);
  const contextLength = Math.min(setup.contextLength, native.model.trainContextSize);
  const context = await openContext(native, setup, contextLength);
  const scheduler = createScheduler({
    context: nativeContext(context),
    createSampler: native.createSampler,
    vocabulary,
    slots: setup.parallel,
    contextLength,
    batchSize: BATCH_SIZE,
  });
  return new ChatSession({ native, vocabulary, scheduler, contextLength, format: setup.format });
}

async function openContext(native: NativeModel, setup: WorkerSetup, contextLength: number): Promise<LlamaContext> {
  return native.model.createContext({
    contextSize: contextLength,
    sequences: setup.parallel,
    batchSize: BATCH_SIZE,
    threads: setup.threads,
  });
}

interface SessionParts {
  readonly native: NativeModel;
  readonly vocabulary: Vocabulary;
  readonly scheduler: Scheduler;
  readonly contextLength: number;
  readonly format: WorkerSetup['format'];
}

class ChatSession implements ModelSession {
  readonly #parts: SessionParts;
  readonly #template: TemplateFormat | undefined;
  readonly #templateSource: string | undefined;
  readonly #toolStyle: ToolCallStyle | undefined;
  readonly facts: WorkerFacts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { native, vocabulary, contextLength, format } = parts;
    const source: unknown = native.model.fileInfo.metadata.tokenizer.chat_template;
    this.#templateSource = typeof source === 'string' ? source : undefined;
    if (format === 'template' && this.#templateSource !== undefined) {
      this.#template = createTemplateFormat(this.#templateSource, vocabulary.control.keys(), {
        bos: tokenText(vocabulary, vocabulary.bos),
        eos: tokenText(vocabulary, vocabulary.eos),
      });
    }
    this.#toolStyle = toolStyleOf(format, this.#templateSource);
    this.facts = {
      contextLength,
      supportsTools: this.#toolStyle !== undefined,
      supportsFim: vocabulary.control.has('<|fim_prefix|>') || vocabulary.control.has('[SUFFIX]'),
      dimensions: native.model.embeddingVectorSize,
    };
  }

  async generate(request: WireGenerateRequest, sink: EngineSink): Promise<{ abort(): void }> {
    const prompt = this.#promptTokens(request.prompt, true);
    this.#refuseOverflow(prompt.length, request);
    const tools = request.prompt.kind === 'chat' && request.prompt.toolChoice !== 'none' ? request.prompt.tools : [];
    if (tools.length > 0 && this.#toolStyle === undefined) {
      throw new PlatformError('model.not_capable', 'this model cannot call tools', {
        field: 'tools',
        remedy: 'Choose a model whose card says tools.',
      });
    }
    const validate = createOutputValidator(request.format);
    const grammar = this.#grammarFor(request);
    const grammarState = grammar === undefined ? undefined : await this.#parts.native.createGrammarState(grammar);
    const answer = createAnswer({
      vocabulary: this.#parts.vocabulary,
      stop: request.stop,
      toolCalls:
        tools.length > 0 && this.#toolStyle !== undefined
          ? createToolCallParser({
              style: this.#toolStyle,
              toolNames: new Set(tools.map((tool) => tool.name)),
              newId: newCallId,
            })
          : undefined,
      validate,
      withLogprobs: request.topLogprobs !== undefined,
      reasoning: this.#reasoningMarks(request.prompt),
      emit: (event) => sink.onEvent(event),
      fail: (error) => sink.onError(error),
    });
    return this.#parts.scheduler.submit({
      prompt,
      request,
      grammarState,
      onStart: (promptTokens, cachedTokens) => {
        sink.onEvent({ type: 'start', promptTokens, cachedTokens });
        if (request.echo && request.topLogprobs === undefined)
          sink.onEvent({ type: 'echo', text: this.detokenize(prompt) });
      },
      onEcho: (logprobs) => sink.onEvent({ type: 'echo', text: this.detokenize(prompt), logprobs }),
      onToken: (sampled) => answer.token(sampled),
      onEnd: (finish, usage) => answer.end(finish, usage),
      onError: (error) => sink.onError(error),
    });
  }

  tokenize(prompt: EnginePrompt, addSpecial: boolean): Omit<Tokenization, 'contextLength'> {
    const tokens = this.#promptTokens(prompt, addSpecial);
    return { tokens, texts: tokens.map((token) => tokenText(this.#parts.vocabulary, token)) };
  }

  detokenize(tokens: readonly number[]): string {
    const decoder = new TextDecoder();
    return (
      tokens.map((token) => decoder.decode(this.#parts.vocabulary.bytes(token), { stream: true })).join('') +
      decoder.decode()
    );
  }

  info(): TokenizerInfo {
    const { vocabulary, contextLength } = this.#parts;
    return {
      ...(vocabulary.bos === undefined ? {} : { bosToken: tokenText(vocabulary, vocabulary.bos) }),
      ...(vocabulary.eos === undefined ? {} : { eosToken: tokenText(vocabulary, vocabulary.eos) }),
      ...(this.#templateSource === undefined ? {} : { chatTemplate: this.#templateSource }),
      vocabularySize: vocabulary.size,
      contextLength,
    };
  }

  #promptTokens(prompt: EnginePrompt, addSpecial: boolean): readonly number[] {
    const { vocabulary } = this.#parts;
    const first = addSpecial && vocabulary.addsBos && vocabulary.bos !== undefined ? [vocabulary.bos] : [];
    switch (prompt.kind) {
      case 'tokens':
        return this.#checkTokens(prompt.tokens);
      case 'text':
        return [...first, ...vocabulary.tokenize(prompt.text)];
      case 'fim':
        return this.#fimTokens(prompt.prefix, prompt.suffix, first);
      case 'chat':
        return this.#chatTokens(prompt);
    }
  }

  #checkTokens(tokens: readonly number[]): readonly number[] {
    const { size } = this.#parts.vocabulary;
    const wrong = tokens.findIndex((token) => token < 0 || token >= size);
    if (wrong === -1) return tokens;
    throw new PlatformError('request.invalid', `token ${tokens[wrong]} is outside the vocabulary of ${size} tokens`, {
      field: `prompt[${wrong}]`,
    });
  }

  #fimTokens(prefix: string, suffix: string, first: readonly number[]): readonly number[] {
    const { vocabulary } = this.#parts;
    if (vocabulary.control.has('<|fim_prefix|>')) {
      return tokenizeSegments(
        [
          { control: '<|fim_prefix|>' },
          { text: prefix },
          { control: '<|fim_suffix|>' },
          { text: suffix },
          { control: '<|fim_middle|>' },
        ],
        vocabulary,
      );
    }
    if (vocabulary.control.has('[SUFFIX]')) {
      return [
        ...first,
        ...tokenizeSegments(
          [{ control: '[SUFFIX]' }, { text: suffix }, { control: '[PREFIX]' }, { text: prefix }],
          vocabulary,
        ),
      ];
    }
    throw new PlatformError('model.not_capable', 'this model was not trained to fill in the middle', {
      field: 'suffix',
      remedy: 'Choose a model whose card says completion_fim.',
    });
  }

  #chatTokens(prompt: Extract<EnginePrompt, { kind: 'chat' }>): readonly number[] {
    const { vocabulary, format } = this.#parts;
    const tools = prompt.toolChoice === 'none' ? [] : prompt.tools;
    if (format !== 'template')
      return tokenizeSegments(renderMistral(mistralVersion(format), prompt.messages, tools), vocabulary);
    if (this.#template !== undefined)
      return tokenizeSegments(this.#template.render(prompt.messages, tools), vocabulary);
    throw new PlatformError('model.not_capable', 'this model has no chat format: it only continues text', {
      field: 'messages',
      remedy: 'Use /v1/completions, or choose a chat model.',
    });
  }

  #refuseOverflow(promptTokens: number, request: WireGenerateRequest): void {
    const { contextLength } = this.#parts;
    if (promptTokens === 0)
      throw new PlatformError('request.invalid', 'the prompt is empty', {
        field: request.prompt.kind === 'chat' ? 'messages' : 'prompt',
      });
    const asked = request.maxTokens ?? 1;
    if (promptTokens + Math.min(asked, 1) <= contextLength) return;
    throw new PlatformError(
      'request.context_length',
      `the prompt has ${promptTokens} tokens and this model reads ${contextLength}, its answer included`,
      {
        field: request.prompt.kind === 'chat' ? 'messages' : 'prompt',
        remedy: 'Shorten it, or raise engine.contextLength if the model allows.',
      },
    );
  }

  #grammarFor(request: WireGenerateRequest): string | undefined {
    const { prompt, format } = request;
    if (
      prompt.kind === 'chat' &&
      prompt.tools.length > 0 &&
      prompt.toolChoice !== 'auto' &&
      prompt.toolChoice !== 'none'
    ) {
      return this.#callGrammar(prompt.tools, prompt.toolChoice);
    }
    if (format.kind === 'json') return anyObjectGrammar;
    return format.kind === 'schema' ? schemaGrammar(format.schema) : undefined;
  }

  #callGrammar(
    tools: Extract<EnginePrompt, { kind: 'chat' }>['tools'],
    choice: 'required' | { readonly name: string },
  ): string {
    const allowed = choice === 'required' ? tools : tools.filter((tool) => tool.name === choice.name);
    if (allowed.length === 0)
      throw new PlatformError('request.invalid', 'tool_choice names no tool of the list', { field: 'tool_choice' });
    if (this.#toolStyle === 'hermes') return hermesCallGrammar(allowed);
    throw new PlatformError('request.unsupported', 'a call cannot be forced with this model’s format', {
      field: 'tool_choice',
      remedy: 'Use "auto".',
    });
  }

  #reasoningMarks(prompt: EnginePrompt): { readonly open: string; readonly close: string } | undefined {
    if (prompt.kind !== 'chat') return undefined;
    if (this.#parts.vocabulary.control.has('[THINK]')) return { open: '[THINK]', close: '[/THINK]' };
    return this.#templateSource?.includes('</think>') === true ? { open: '<think>', close: '</think>' } : undefined;
  }
}

function toolStyleOf(format: WorkerSetup['format'], template: string | undefined): ToolCallStyle | undefined {
  if (format === 'template') return template?.includes('<tool_call>') === true ? 'hermes' : undefined;
  if (format === 'mistral-v1') return undefined;
  return mistralVersion(format) < 11 ? 'mistral-json' : 'mistral-args';
}

function mistralVersion(format: Exclude<WorkerSetup['format'], 'template'>): MistralVersion {
  const versions = {
    'mistral-v1': 1,
    'mistral-v2': 2,
    'mistral-v3': 3,
    'mistral-v7': 7,
    'mistral-v11': 11,
    'mistral-v13': 13,
  } as const;
  return versions[format];
}

function tokenText(vocabulary: Vocabulary, token: number | undefined): string {
  if (token === undefined) return '';
  const control = vocabulary.controlText(token);
  if (control !== undefined) return control;
  const bytes = vocabulary.bytes(token);
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(bytes);
  } catch {
    return [...bytes].map((byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

/** Nine letters and digits: what every vendor's client accepts. */
function newCallId(): string {
  return randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 9);
}
