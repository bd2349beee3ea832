import type { FindingCounts, Policy } from '@riad/contracts';
import { holdsAnswers, type Guard, type SurrogateSource } from '@riad/guard';

import type { Operation } from '../upstreams/upstream.ts';
import { AnswerTally } from './answer-tally.ts';
import { EventRewriter } from './event-rewriter.ts';
import type { Rewriter } from './rewriter.ts';
import { createTextStage } from './text-stage.ts';
import { WholeRewriter } from './whole-rewriter.ts';

export interface AnswerGuardOptions {
  readonly operation: Operation;
  readonly stream: boolean;
  readonly guard: Guard;
  readonly policy: Policy;
  /** Absent: nothing was replaced in the question. */
  readonly surrogates: SurrogateSource | undefined;
}

/** What an answer turned out to hold. */
export interface AnswerFacts {
  /** Found in what the model wrote. */
  readonly findings: FindingCounts;
  readonly restored: number;
  /** Surrogates that the model made up: they stay visible. */
  readonly unknown: number;
}

/** Stands between an upstream's answer and the client. */
export interface AnswerGuard {
  /** What may go out now, perhaps nothing. Fails with `guard.blocked` when the policy ends the answer. */
  push(bytes: Buffer): Buffer;
  end(): Buffer;
  facts(): AnswerFacts;
}

const empty = Buffer.alloc(0);
const spoken: ReadonlySet<Operation> = new Set(['chat', 'completion', 'fim']);
const silent: AnswerFacts = { findings: {}, restored: 0, unknown: 0 };
const nothingToGuard: AnswerGuard = { push: (bytes) => bytes, end: () => empty, facts: () => silent };

/** Passes the same bytes on unless the policy acts on answers or surrogates may come back. */
export function createAnswerGuard(options: AnswerGuardOptions): AnswerGuard {
  const { operation, guard } = options;
  if (!spoken.has(operation)) return nothingToGuard;
  const tally = new AnswerTally({ guard, stream: options.stream });
  const rewriter = createRewriter(options);
  if (rewriter === undefined) {
    return {
      push(bytes) {
        tally.push(bytes);
        return bytes;
      },
      end: () => empty,
      facts: () => ({ ...silent, findings: tally.end() }),
    };
  }
  return {
    push(bytes) {
      tally.push(bytes);
      return rewriter.push(bytes);
    },
    end: () => rewriter.end(),
    facts() {
      let restored = 0;
      let unknown = 0;
      for (const stage of rewriter.stages()) {
        restored += stage.counts().restored;
        unknown += stage.counts().unknown;
      }
      return { findings: tally.end(), restored, unknown };
    },
  };
}

function createRewriter({ stream, guard, policy, surrogates }: AnswerGuardOptions): Rewriter | undefined {
  const scan = holdsAnswers(policy) ? { guard, policy } : undefined;
  if (surrogates === undefined && scan === undefined) return undefined;
  const makeStage = (encoding: 'text' | 'json') => createTextStage({ encoding, surrogates, scan });
  return stream ? new EventRewriter(makeStage) : new WholeRewriter(makeStage);
}
