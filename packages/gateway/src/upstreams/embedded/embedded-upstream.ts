import {
  localLocation,
  modelName,
  PlatformError,
  type Clock,
  type EmbedResult,
  type EngineBackend,
  type EngineModelStatus,
  type JsonObject,
  type ModelCard,
  type ModelName,
} from '@riad/contracts';

import type { GuardedRequest, Upstream, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { Generation } from './generation.ts';
import {
  numberAt,
  readChat,
  readCompletion,
  readFim,
  readTokenizePrompt,
  refuse,
  type GenerationPlan,
} from './read-request.ts';

/** Texts of one embeddings request. */
const MAX_INPUTS = 2048;

export interface EmbeddedUpstreamOptions {
  readonly engine: EngineBackend;
  readonly clock: Clock;
  /** Other names of a model, `default` among them. */
  readonly aliases: (model: EngineModelStatus) => readonly ModelName[];
  readonly describe: (model: EngineModelStatus) => {
    readonly description: string;
    readonly licence: string;
    readonly created: number;
  };
}

/** The models of this machine, answered in the caller's dialect. */
export function createEmbeddedUpstream(options: EmbeddedUpstreamOptions): Upstream {
  const { engine, clock } = options;

  function cards(): readonly ModelCard[] {
    return engine.models().map((model) => ({
      name: model.name,
      aliases: options.aliases(model),
      ...options.describe(model),
      ownedBy: 'riad',
      contextLength: model.contextLength,
      capabilities: {
        chat: model.kind === 'chat',
        completion: model.kind === 'chat',
        fim: model.supportsFim,
        embedding: model.kind === 'embedding',
        tools: model.supportsTools,
        vision: false,
      },
      location: localLocation,
    }));
  }

  function canonical(model: ModelName): ModelName {
    return cards().find((card) => card.name === model || card.aliases.includes(model))?.name ?? model;
  }

  function start(request: GuardedRequest, sink: UpstreamSink): UpstreamCall {
    const named = { ...request, model: canonical(request.model) };
    switch (request.operation) {
      case 'chat':
        return generate(named, repeat(readChat(named), named.body), sink);
      case 'completion':
        return generate(
          named,
          readCompletion(named).flatMap((plan) => repeat(plan, named.body)),
          sink,
        );
      case 'fim':
        return generate(named, [readFim(named)], sink);
      case 'embedding':
        return answerOnce(sink, async () =>
          presentEmbeddings(named, await engine.embed(named.model, readInputs(named.body))),
        );
      case 'tokenize':
        return answerOnce(sink, async () => tokenize(named));
      case 'detokenize':
        return answerOnce(sink, async () => ({
          value: { prompt: await engine.detokenize(named.model, readTokens(named.body)) },
        }));
    }
  }

  function generate(request: GuardedRequest, plans: readonly GenerationPlan[], sink: UpstreamSink): UpstreamCall {
    const prefix = request.operation === 'completion' ? 'cmpl' : 'chatcmpl';
    const facts = {
      id: `${prefix}-${request.id.replace(/^req_/, '')}`,
      model: request.model,
      created: Math.floor(clock.now() / 1000),
    };
    return new Generation({ engine, request, plans, facts, sink });
  }

  async function tokenize(request: GuardedRequest): Promise<Answer> {
    const prompt = readTokenizePrompt(request.body);
    const result = await engine.tokenize(request.model, prompt, request.body['add_special_tokens'] !== false);
    const tokens = [...result.tokens];
    return {
      value: {
        count: tokens.length,
        max_model_len: result.contextLength,
        tokens,
        token_strs: request.body['return_token_strs'] === true ? result.texts : null,
      },
    };
  }

  return {
    id: 'embedded',
    location: localLocation,
    cards,
    targetName: canonical,
    available: () => true,
    start,
    close: async () => engine.close(),
  };
}

/** `n` answers of one prompt. */
function repeat(plan: GenerationPlan, body: JsonObject): readonly GenerationPlan[] {
  const count = numberAt(body, 'n') ?? 1;
  const seed = plan.sampling.seed;
  return Array.from({ length: count }, (_, index) =>
    index === 0 || seed === undefined ? plan : { ...plan, sampling: { ...plan.sampling, seed: seed + index } },
  );
}

interface Answer {
  readonly value: unknown;
  readonly promptTokens?: number;
}

/** Work that answers with one JSON document. */
function answerOnce(sink: UpstreamSink, work: () => Promise<Answer>): UpstreamCall {
  let aborted = false;
  void deliver();
  return {
    abort() {
      aborted = true;
    },
    pause() {},
    resume() {},
    produced: () => 0,
  };

  async function deliver(): Promise<void> {
    try {
      const { value, promptTokens } = await work();
      if (aborted) return;
      sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
      sink.onData(Buffer.from(JSON.stringify(value)));
      sink.onEnd({
        usage: { promptTokens: promptTokens ?? 0, completionTokens: 0, cachedTokens: 0, reasoningTokens: 0 },
      });
    } catch (error) {
      if (aborted) return;
      sink.onError(
        error instanceof PlatformError
          ? error
          : new PlatformError('server.internal', 'the model failed', { cause: error }),
      );
    }
  }
}

function readInputs(body: JsonObject): readonly string[] | readonly (readonly number[])[] {
  refuse(body, 'dimensions', () => false);
  refuse(body, 'output_dimension', () => false);
  refuse(body, 'output_dtype', (value) => value === 'float');
  const input = body['input'];
  if (typeof input === 'string') return [input];
  const items = Array.isArray(input) ? input : [];
  if (items.length > MAX_INPUTS)
    throw new PlatformError(
      'request.invalid',
      `input has ${items.length} texts; at most ${MAX_INPUTS} go into one request`,
      { field: 'input' },
    );
  if (items.every((item) => typeof item === 'string')) return items;
  if (items.every((item) => typeof item === 'number')) return [items];
  return items.map((item) => (Array.isArray(item) ? item.filter((token) => typeof token === 'number') : []));
}

function readTokens(body: JsonObject): readonly number[] {
  const tokens = body['tokens'];
  return Array.isArray(tokens) ? tokens.filter((token) => typeof token === 'number') : [];
}

function presentEmbeddings(request: GuardedRequest, { vectors, promptTokens }: EmbedResult): Answer {
  const base64 = request.body['encoding_format'] === 'base64' && request.dialect === 'openai';
  return {
    promptTokens,
    value: {
      id: `embd-${request.id.replace(/^req_/, '')}`,
      object: 'list',
      model: modelName(request.model),
      data: vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: base64
          ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
          : [...vector],
      })),
      usage: { prompt_tokens: promptTokens, completion_tokens: 0, total_tokens: promptTokens },
    },
  };
}
