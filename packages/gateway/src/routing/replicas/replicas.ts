import type { ModelName } from '@riad/contracts';

import type { ParsedRequest } from '../../steps/parse.ts';
import type { Target } from '../../steps/decide.ts';
import type { GuardedRequest, Upstream, UpstreamCall, UpstreamSink } from '../../upstreams/upstream.ts';
import { BLOCK_BYTES, BLOCK_TOKENS, prefixBlocks } from './prefix-blocks.ts';
import { Replica, type Work } from './replica.ts';

/** Members that a model reads, in the order in which chat templates put them. */
const promptMembers = ['tools', 'messages', 'prompt', 'suffix', 'input'] as const;
const limitMembers = ['max_tokens', 'max_completion_tokens'] as const;
/** Tokens of an answer whose length nobody limited. */
const USUAL_ANSWER = 250;
const LONGEST_ANSWER = 4096;
/** Tokens of prompts that a server keeps, unless the settings say it. */
const USUAL_CACHE_TOKENS = 262_144;

/** Where a request goes, and what it costs there. */
export interface Placement {
  readonly targets: readonly Target[];
  /** Absent when there was nothing to choose. */
  readonly work: Work | undefined;
}

/**
 * Chooses among servers that hold the same model in the same place: the one where waiting work and the part of the prompt
 * that it has not read lately are least. Knows only what passes through this gateway.
 */
export interface Replicas {
  /** `scope`: who may share what a model has read. Only servers as protected as the first are put in order. */
  place(targets: readonly Target[], request: ParsedRequest, scope: string): Placement;
  /** Starts a placed request; its work counts until it is done. */
  start(
    upstream: Upstream,
    request: GuardedRequest,
    call: { readonly sink: UpstreamSink; readonly work: Work },
  ): UpstreamCall;
}

export function createReplicas(): Replicas {
  const known = new WeakMap<Upstream, Map<ModelName, Replica>>();

  function replicaOf(upstream: Upstream, model: ModelName): Replica {
    let models = known.get(upstream);
    if (models === undefined) known.set(upstream, (models = new Map()));
    let replica = models.get(model);
    if (replica === undefined)
      models.set(model, (replica = new Replica({ cacheTokens: upstream.cacheTokens ?? USUAL_CACHE_TOKENS })));
    return replica;
  }

  return {
    place(targets, request, scope) {
      const [first] = targets;
      const equals =
        first === undefined ? 0 : targets.findIndex(({ upstream }) => !isSamePlace(upstream, first.upstream));
      const count = equals === -1 ? targets.length : equals;
      if (count < 2) return { targets, work: undefined };
      const work = workOf(request, scope);
      const ordered = targets
        .slice(0, count)
        .map((target) => ({ target, cost: replicaOf(target.upstream, request.model).cost(work) }))
        .toSorted((left, right) => left.cost - right.cost)
        .map(({ target }) => target);
      return { targets: [...ordered, ...targets.slice(count)], work };
    },
    start(upstream, request, { sink, work }) {
      const visit = replicaOf(upstream, request.model).begin(work);
      let call: UpstreamCall;
      try {
        call = upstream.start(request, {
          onHead: (head) => sink.onHead(head),
          onData(bytes) {
            visit.firstByte();
            sink.onData(bytes);
          },
          onEnd(facts) {
            visit.end();
            sink.onEnd(facts);
          },
          onError(error) {
            visit.end();
            sink.onError(error);
          },
        });
      } catch (error) {
        visit.end();
        throw error;
      }
      return {
        abort() {
          visit.end();
          call.abort();
        },
        pause: () => call.pause(),
        resume: () => call.resume(),
        produced: () => call.produced(),
      };
    },
  };
}

function workOf({ raw, members, body }: ParsedRequest, scope: string): Work {
  const parts = promptMembers.flatMap((name) =>
    members.filter(({ key }) => key === name).map(({ valueStart, end }) => raw.subarray(valueStart, end)),
  );
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const limit = limitMembers.map((name) => body[name]).find((value) => typeof value === 'number');
  return {
    blocks: prefixBlocks(scope, parts),
    promptTokens: Math.ceil((bytes / BLOCK_BYTES) * BLOCK_TOKENS),
    answerTokens: Math.min(limit ?? USUAL_ANSWER, LONGEST_ANSWER),
  };
}

function isSamePlace({ location }: Upstream, { location: first }: Upstream): boolean {
  if (location.kind === 'local' || first.kind === 'local') return location.kind === first.kind;
  return location.country === first.country;
}
