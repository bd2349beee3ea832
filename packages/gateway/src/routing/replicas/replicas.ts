import { isSameLocation, type ModelName } from '@riad/contracts';

import type { ParsedRequest } from '../../steps/parse.ts';
import type { Target } from '../../steps/decide.ts';
import type { Upstream } from '../../upstreams/upstream.ts';
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

/** A request that may be sent to several servers: its work counts where it is, from the moment it was placed. */
export interface Course {
  /** It goes to this server now, which may be another than before. */
  sentTo(upstream: Upstream): void;
  firstByte(): void;
  end(): void;
}

export interface Placement {
  readonly targets: readonly Target[];
  /** Absent when there was nothing to choose. */
  readonly course: Course | undefined;
}

/**
 * Chooses among servers that hold the same model in the same place: the one where waiting work and the part of the prompt
 * that it has not read lately are least. Knows only what passes through this gateway.
 */
export interface Replicas {
  /** `scope`: who may share what a model has read. Only servers in the same place as the first are put in order. */
  place(targets: readonly Target[], request: ParsedRequest, scope: string): Placement;
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

  function courseFrom(first: Upstream, model: ModelName, work: Work): Course {
    let server = first;
    let visit = replicaOf(server, model).begin(work);
    return {
      sentTo(upstream) {
        if (upstream === server) return;
        visit.end();
        server = upstream;
        visit = replicaOf(server, model).begin(work);
      },
      firstByte: () => visit.firstByte(),
      end: () => visit.end(),
    };
  }

  return {
    place(targets, request, scope) {
      const first = targets[0]?.upstream;
      const elsewhere = targets.findIndex(
        ({ upstream }) => first === undefined || !isSameLocation(upstream.location, first.location),
      );
      const count = elsewhere === -1 ? targets.length : elsewhere;
      if (count < 2) return { targets, course: undefined };
      const work = workOf(request, scope);
      const ordered = targets
        .slice(0, count)
        .map((target) => ({ target, cost: replicaOf(target.upstream, request.model).cost(work) }))
        .toSorted((left, right) => left.cost - right.cost)
        .map(({ target }) => target);
      const chosen = ordered[0]?.upstream;
      const course = chosen === undefined ? undefined : courseFrom(chosen, request.model, work);
      return { targets: [...ordered, ...targets.slice(count)], course };
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
