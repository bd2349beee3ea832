import {
  localLocation,
  modelName,
  type Clock,
  type EngineBackend,
  type EngineModelStatus,
  type ModelCard,
  type ModelName,
} from '@riad/contracts';

import type { GuardedRequest, Upstream, UpstreamCall, UpstreamSink } from '../upstream.ts';
import { answerOnce, refuseCall } from './answer-once.ts';
import { completionShape, createChatShape } from './answer-shape.ts';
import { createStreamWriter, createWholeWriter } from './answer-writer.ts';
import { embed } from './embeddings.ts';
import { startGeneration } from './generation.ts';
import { isObject } from './json-fields.ts';
import { readChat, readCompletion, readFim, type GenerationPlan } from './read-request.ts';
import { rerank, type RetrievalPrefixes } from './rerank.ts';
import { usesLegacyFunctions } from './read-tools.ts';
import { detokenize, tokenize } from './token-counts.ts';

export interface EmbeddedUpstreamOptions {
  readonly engine: EngineBackend;
  readonly clock: Clock;
  /** Other names of a model, `default` among them. */
  readonly aliases: (model: EngineModelStatus) => readonly ModelName[];
  readonly describe: (model: EngineModelStatus) => ModelDescription;
}

export interface ModelDescription {
  readonly description: string;
  readonly licence: string;
  readonly created: number;
  /** Digest of its file: shown as `system_fingerprint`. */
  readonly digest?: string;
  /** What an embedding model wants before its texts. */
  readonly prefixes?: RetrievalPrefixes;
}

/** The models of this machine, answered in the caller's dialect. */
export function createEmbeddedUpstream(options: EmbeddedUpstreamOptions): Upstream {
  const { engine, clock } = options;

  function cards(): readonly ModelCard[] {
    return engine.models().flatMap((model) => {
      const { description, licence, created } = options.describe(model);
      const card = {
        name: model.name,
        aliases: options.aliases(model),
        description,
        licence,
        created,
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
      };
      return [card, ...model.adapters.map((adapter) => adapted(card, adapter))];
    });
  }

  /** The model that a name means, and the name that the engine knows it by, its adapter included. */
  function find(name: ModelName): { readonly model: EngineModelStatus; readonly name: ModelName } | undefined {
    const [base, adapter] = name.split(':', 2);
    const models = engine.models();
    const model =
      models.find((one) => one.name === base) ?? models.find((one) => options.aliases(one).some((it) => it === base));
    if (model === undefined) return undefined;
    return { model, name: adapter === undefined ? model.name : modelName(`${model.name}:${adapter}`) };
  }

  function start(request: GuardedRequest, sink: UpstreamSink): UpstreamCall {
    const found = find(request.model);
    const model = found?.model;
    const named = { ...request, model: found?.name ?? request.model };
    try {
      return serve(named, model, sink);
    } catch (error) {
      return refuseCall(sink, error);
    }
  }

  function serve(request: GuardedRequest, model: EngineModelStatus | undefined, sink: UpstreamSink): UpstreamCall {
    switch (request.operation) {
      case 'chat':
        return generate(request, { plans: readChat(request), model, sink });
      case 'completion':
        return generate(request, { plans: readCompletion(request), model, sink });
      case 'fim':
        return generate(request, { plans: readFim(request), model, sink });
      case 'embedding':
        return answerOnce(sink, async (isWanted) => embed(engine, request, isWanted));
      case 'rerank':
        return answerOnce(sink, async (isWanted) => rerank({ engine, request, isWanted, prefixes: prefixesOf(model) }));
      case 'tokenize':
        return answerOnce(sink, async () => tokenize(engine, request));
      case 'detokenize':
        return answerOnce(sink, async () => detokenize(engine, request));
    }
  }

  function prefixesOf(model: EngineModelStatus | undefined): RetrievalPrefixes {
    const known = model === undefined ? undefined : options.describe(model).prefixes;
    return known ?? { queryPrefix: '', passagePrefix: '' };
  }

  function generate(request: GuardedRequest, { plans, model, sink }: Work): UpstreamCall {
    const { body, dialect } = request;
    const isText = request.operation === 'completion';
    const digest = model === undefined ? undefined : options.describe(model).digest;
    const answer = {
      shape: isText ? completionShape : createChatShape({ dialect, legacyFunctions: usesLegacyFunctions(body) }),
      facts: {
        id: `${isText ? 'cmpl' : 'chatcmpl'}-${request.id.replace(/^req_/, '')}`,
        created: Math.floor(clock.now() / 1000),
        model: request.model,
        fingerprint: digest === undefined ? null : `fp_${digest.slice(0, 12)}`,
      },
      choices: plans.length,
    };
    const streamOptions = body['stream_options'];
    const includeUsage = isObject(streamOptions) && streamOptions['include_usage'] === true;
    const writer = request.stream
      ? createStreamWriter({ ...answer, dialect, includeUsage })
      : createWholeWriter(answer);
    return startGeneration({ engine, model: request.model, plans, writer, sink });
  }

  return {
    id: 'embedded',
    location: localLocation,
    cards,
    targetName: (model) => find(model)?.name ?? model,
    available: () => true,
    start,
    close: async () => engine.close(),
  };
}

/** The same model with an adapter on it. */
function adapted(card: ModelCard, adapter: string): ModelCard {
  return {
    ...card,
    name: modelName(`${card.name}:${adapter}`),
    aliases: card.aliases.map((alias) => modelName(`${alias}:${adapter}`)),
  };
}

interface Work {
  readonly plans: readonly GenerationPlan[];
  readonly model: EngineModelStatus | undefined;
  readonly sink: UpstreamSink;
}
