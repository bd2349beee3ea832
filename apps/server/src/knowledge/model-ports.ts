import { PlatformError, type Caller, type EngineBackend, type Scope } from '@riad/contracts';
import type { ModelStore } from '@riad/engine';
import type { Gateway } from '@riad/gateway';
import type { AnswerPorts, PassageEmbedder } from '@riad/knowledge';
import { z } from 'zod';

import { callGateway } from './call-gateway.ts';
import { chatAs } from './chat-as.ts';

export interface ModelPortsOptions {
  readonly gateway: Gateway;
  readonly models: ModelStore;
  readonly engine: EngineBackend;
  /** Who is asked for on behalf of documents: the owner, for the project of the scope. */
  readonly callerFor: (scope: Scope) => Caller;
}

export interface ModelPorts {
  readonly passages: PassageEmbedder;
  readonly embedQuestion: (scope: Scope, text: string) => Promise<Float32Array | undefined>;
  readonly embed: AnswerPorts['embed'];
  readonly chat: AnswerPorts['chat'];
}

const embeddingsSchema = z.looseObject({ data: z.array(z.looseObject({ embedding: z.array(z.number()) })) });
/** Characters of a question or sentence that are compared; longer ones say nothing more. */
const LONGEST_QUESTION = 1000;

/** What documents need of models, over the gateway. Embedding is done on this machine whatever the policy allows chat to do. */
export function createModelPorts({ gateway, models, engine, callerFor }: ModelPortsOptions): ModelPorts {
  const embeddingModel = () => models.installed().find(({ kind }) => kind === 'embedding');

  async function embedWith(
    scope: Scope,
    prefix: 'query' | 'passage',
    texts: readonly string[],
  ): Promise<readonly Float32Array[] | undefined> {
    const model = embeddingModel();
    if (model === undefined) return undefined;
    const answer = await callGateway(gateway, {
      operation: 'embedding',
      caller: callerFor(scope),
      body: { model: model.name, input: texts.map((text) => `${prefix}: ${text}`) },
    });
    return embeddingsSchema.parse(answer).data.map(({ embedding }) => Float32Array.from(embedding));
  }

  return {
    passages: {
      model: () => embeddingModel()?.sha256,
      isBusy: () => engine.models().some(({ kind, activeRequests }) => kind === 'chat' && activeRequests > 0),
      embed: (scope, texts) =>
        Promise.all(
          texts.map((text) => unlessBlocked(embedPassage(text, (pieces) => embedWith(scope, 'passage', pieces)))),
        ),
    },
    async embedQuestion(scope, text) {
      const vectors = await embedWith(scope, 'query', [text.slice(0, LONGEST_QUESTION)]);
      return vectors?.[0];
    },
    embed: (scope, texts) =>
      embedWith(
        scope,
        'query',
        texts.map((text) => text.slice(0, LONGEST_QUESTION)),
      ),
    chat: (scope, request) => chatAs({ gateway, caller: callerFor(scope) })(scope, request),
  };
}

/** What the guard blocks, a password for instance, has no vector. */
async function unlessBlocked(vector: Promise<Float32Array>): Promise<Float32Array | undefined> {
  try {
    return await vector;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'guard.blocked') return undefined;
    throw error;
  }
}

/** A passage that the model cannot read at once is read in halves; its vector is their mean. */
async function embedPassage(
  text: string,
  embed: (texts: readonly string[]) => Promise<readonly Float32Array[] | undefined>,
): Promise<Float32Array> {
  try {
    const [vector] = (await embed([text])) ?? [];
    if (vector !== undefined) return vector;
    throw new PlatformError('model.not_found', 'the embedding model was removed');
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'request.context_length' || text.length < 40) throw error;
    const middle = text.lastIndexOf(' ', text.length / 2);
    const cut = middle > 0 ? middle : Math.floor(text.length / 2);
    const [first, second] = await Promise.all([
      embedPassage(text.slice(0, cut), embed),
      embedPassage(text.slice(cut), embed),
    ]);
    return first.map((value, axis) => (value + (second[axis] ?? 0)) / 2);
  }
}
