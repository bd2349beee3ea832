import {
  type Caller,
  type ConversationId,
  type PlatformError,
  type Policy,
  type RecordId,
  type TokenUsage,
} from '@riad/contracts';
import { guardWith } from '@riad/guard';

import { createAnswerGuard, type AnswerFacts, type AnswerGuard } from './answer-guard/answer-guard.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayPorts } from './gateway-ports.ts';
import type { Reservation } from './limits/limiter.ts';
import type { RetryBudget } from './routing/retry-budget.ts';
import type { Course, Replicas } from './routing/replicas/replicas.ts';
import type { Router } from './routing/router.ts';
import { unknownSoFar, type Admitted, type Inspected } from './steps/admitted.ts';
import { Answer } from './steps/answer.ts';
import { apply, type Applied } from './steps/apply.ts';
import { cacheKeyOf } from './steps/cache-key.ts';
import { decide, describeActions, describeTarget, policyOf, type Target } from './steps/decide.ts';
import { identify } from './steps/identify.ts';
import { inspect } from './steps/inspect.ts';
import { openRecord, requestFacts } from './steps/open-record.ts';
import { refuseOpposed } from './steps/oppose.ts';
import { judgeUse, refuseOtherUse } from './steps/purpose.ts';
import { parse, type ParsedRequest } from './steps/parse.ts';
import { plan } from './steps/plan.ts';
import { reserve } from './steps/reserve.ts';
import { nextTry } from './steps/retry.ts';
import { settle } from './steps/settle.ts';
import type { UpstreamCall, UpstreamEnd, UpstreamHead, UpstreamSink } from './upstreams/upstream.ts';
import { asPlatformError } from './wire/error-body.ts';

export interface PipelineParts {
  readonly ports: GatewayPorts;
  readonly router: Router;
  readonly replicas: Replicas;
  readonly budget: RetryBudget;
}

/**
 * One request on its way: parse, identify, reserve, inspect, decide, plan, record, apply, send, answer, settle. Callbacks,
 * not promises, once it is under way. Whatever happens, `#settle` runs once.
 */
export class Pipeline implements UpstreamSink {
  readonly #parts: PipelineParts;
  readonly #exchange: Exchange;
  readonly #startedAt: number;
  #answer: Answer | undefined;
  #caller: Caller | undefined;
  #reservation: Reservation | undefined;
  #admitted: Admitted | undefined;
  #targets: readonly Target[] = [];
  #course: Course | undefined;
  #tries = 0;
  #allTries = 0;
  #record: RecordId | undefined;
  #call: UpstreamCall | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #firstByteMs: number | undefined;
  #usage: TokenUsage | undefined;
  #answerGuard: AnswerGuard | undefined;
  #conversation: ConversationId | undefined;
  #over = false;

  constructor(parts: PipelineParts, exchange: Exchange) {
    this.#parts = parts;
    this.#exchange = exchange;
    this.#startedAt = parts.ports.clock.monotonic();
  }

  start(): void {
    const { ports } = this.#parts;
    this.#exchange.reply.onClose(() => this.#leave());
    this.#try(() => {
      const parsed = parse(this.#exchange, ports.defaultModel);
      this.#answer = this.#makeAnswer(parsed);
      identify(this.#exchange.identity, ports.keys, {
        onCaller: (caller) => this.#try(() => this.#admit(parsed, caller)),
        onError: (error) => this.#fail(error),
      });
    });
  }

  #admit(parsed: ParsedRequest, caller: Caller): void {
    if (this.#over) return;
    this.#caller = caller;
    reserve(this.#parts.ports.limiter, parsed, {
      caller,
      onReserved: (reservation) => this.#try(() => this.#inspect(parsed, caller, reservation)),
      onError: (error) => this.#fail(error),
    });
  }

  #inspect(parsed: ParsedRequest, caller: Caller, reservation: Reservation): void {
    if (this.#over) {
      reservation.settle(0);
      return;
    }
    const { ports, budget } = this.#parts;
    this.#reservation = reservation;
    budget.earn();
    const refuse = (error: PlatformError): void =>
      this.#refuse(unknownSoFar({ parsed, caller, findings: [] }), [], error);
    let patterns: Policy['patterns'];
    try {
      ({ patterns } = policyOf(() => ports.policy(caller)));
    } catch (error) {
      refuse(asPlatformError(error));
      return;
    }
    inspect(ports, {
      texts: parsed.texts,
      scope: caller.organisationId,
      patterns,
      onFindings: (findings) => this.#try(() => this.#decide({ parsed, caller, findings })),
      onError: (error) => this.#try(() => refuse(error)),
    });
  }

  #decide(inspected: Inspected): void {
    if (this.#over) return;
    const { ports, router } = this.#parts;
    const { parsed, caller, findings } = inspected;
    let admitted = unknownSoFar(inspected);
    let targets: readonly Target[] = [];
    try {
      const policy = policyOf(() => ports.policy(caller));
      const judged = judgeUse(ports.checkUse, { exchange: this.#exchange, caller, body: parsed.body });
      admitted = { ...admitted, policy, use: judged.use };
      refuseOtherUse(judged);
      refuseOpposed(findings, { opposes: ports.opposes, caller, texts: parsed.texts });
      const upstreams = router.candidates(parsed.model);
      admitted = { ...admitted, known: true };
      targets = decide(policy, findings, upstreams);
      this.#place(
        plan(targets, { model: parsed.model, body: parsed.body, findings }),
        parsed,
        cacheKeyOf(caller, policy.version),
      );
    } catch (error) {
      this.#refuse(admitted, targets, asPlatformError(error));
      return;
    }
    this.#admitted = admitted;
    this.#open(admitted, 'request.open');
  }

  #place(planned: readonly Target[], parsed: ParsedRequest, scope: string): void {
    const { targets, course } = this.#parts.replicas.place(planned, parsed, scope);
    this.#targets = targets;
    this.#course = course;
  }

  /** What guard, policy or routing refuse is recorded, durably, before it is answered. */
  #refuse(admitted: Admitted, targets: readonly Target[], error: PlatformError): void {
    if (this.#over) return;
    this.#admitted = admitted;
    this.#targets = targets;
    const entry = {
      type: 'request.refused',
      facts: { ...this.#facts(admitted, targets[0]), reason: error.code, rule: targets[0]?.verdict.rule ?? null },
    };
    this.#holdFor(() => {
      this.#record = this.#parts.ports.ledger.append(entry, {
        onDurable: () => this.#answer?.release(),
        onError: (failure) => this.#failNow(failure),
      });
    });
    this.#fail(error);
  }

  /** The record is durable before the first byte leaves to a remote target, or back to the client. */
  #open(admitted: Admitted, type: 'request.open' | 'request.fallback'): void {
    const target = this.#targets[0];
    if (target === undefined) return;
    const opened = this.#record;
    const facts = this.#facts(admitted, target);
    const entry = { type, facts: opened === undefined ? facts : { ...facts, opened } };
    const gates = {
      onMaySend: () => this.#try(() => this.#send(admitted, target)),
      onMayAnswer: () => this.#answer?.release(),
      onError: (error: PlatformError) => this.#failNow(error),
    };
    this.#holdFor(() => {
      const record = openRecord(this.#parts.ports.ledger, entry, { target, gates });
      this.#record ??= record;
    });
  }

  #send({ parsed, caller, policy, findings }: Admitted, target: Target): void {
    if (this.#over || policy === undefined) return;
    this.#tries++;
    this.#allTries++;
    this.#answer?.keepAlive();
    const { conversations } = this.#parts.ports;
    apply({ exchange: this.#exchange, parsed, caller, policy, findings, conversations }, target, {
      onReady: (applied) => this.#try(() => this.#start(applied, policy, target)),
      onError: (error) => this.#fail(error),
    });
  }

  #start({ request, surrogates, conversation }: Applied, policy: Policy, { upstream }: Target): void {
    if (this.#over) return;
    const { operation, stream } = request;
    const guard = guardWith({ inspect: this.#parts.ports.inspect }, policy.patterns);
    this.#answerGuard = createAnswerGuard({ operation, stream, guard, policy, surrogates });
    this.#conversation = conversation;
    this.#course?.sentTo(upstream);
    const call = upstream.start(request, this);
    this.#call = call;
    if (this.#over) call.abort();
  }

  onHead(head: UpstreamHead): void {
    if (this.#over) return;
    this.#firstByteMs ??= this.#elapsed();
    this.#answer?.begin(head);
  }

  onData(bytes: Buffer): void {
    if (this.#over) return;
    this.#course?.firstByte();
    this.#stopping(() => {
      const shown = this.#answerGuard?.push(bytes) ?? bytes;
      if (shown.length > 0 && this.#answer?.push(shown) === false) this.#call?.pause();
    });
  }

  onEnd({ usage }: UpstreamEnd): void {
    if (this.#over) return;
    this.#usage = usage;
    this.#stopping(() => {
      const rest = this.#answerGuard?.end();
      if (rest !== undefined && rest.length > 0) this.#answer?.push(rest);
      this.#answer?.end(() => this.#settle('ok'));
    });
  }

  /** Before the first byte another try or another target may answer; afterwards the answer ends with the truth. */
  onError(error: PlatformError): void {
    if (this.#over) return;
    if (this.#firstByteMs !== undefined || this.#answer?.started === true) {
      this.#fail(error);
      return;
    }
    const next = nextTry({
      error,
      tries: this.#tries,
      hasFallback: this.#targets.length > 1,
      budget: this.#parts.budget,
    });
    switch (next.kind) {
      case 'give-up':
        return this.#fail(error);
      case 'again':
        return this.#sendAgain(next.afterMs);
      case 'fallback':
        this.#targets = this.#targets.slice(1);
        this.#tries = 0;
        return this.#try(() => this.#admitted !== undefined && this.#open(this.#admitted, 'request.fallback'));
    }
  }

  #sendAgain(afterMs: number): void {
    const target = this.#targets[0];
    const admitted = this.#admitted;
    if (target === undefined || admitted === undefined) return;
    this.#waiting = setTimeout(() => this.#try(() => this.#send(admitted, target)), afterMs);
  }

  #fail(error: PlatformError): void {
    if (this.#over) return;
    if (error.code === 'server.internal')
      this.#parts.ports.logger.error('gateway.failed', { request: this.#exchange.id, error: error.cause ?? error });
    this.#answer ??= this.#makeAnswer(undefined);
    this.#answer.fail(error, () => this.#settle(error.code));
  }

  /** The ledger could not keep its promise: nothing that waits for it may be answered any more. */
  #failNow(error: PlatformError): void {
    if (this.#over) return;
    this.#call?.abort();
    this.#record = undefined;
    this.#answer?.drop();
    this.#fail(error);
  }

  #leave(): void {
    if (this.#over) return;
    this.#answer?.stop();
    this.#call?.abort();
    this.#settle('request.cancelled');
  }

  #settle(outcome: string): void {
    this.#over = true;
    this.#course?.end();
    clearTimeout(this.#waiting);
    const { ports } = this.#parts;
    settle(ports, {
      exchange: this.#exchange,
      outcome,
      model: this.#admitted?.known === true ? this.#admitted.parsed.model : undefined,
      target: this.#targets[0]?.upstream.id,
      caller: this.#caller,
      record: this.#record,
      reservation: this.#reservation,
      usage: this.#usage,
      produced: this.#call?.produced(),
      tries: this.#allTries,
      durationMs: this.#elapsed(),
      firstByteMs: this.#firstByteMs,
      answer: this.#answerFacts(),
      conversation: this.#conversation,
    });
  }

  /** A guard that cannot look back any more must not keep the closing record from being written. */
  #answerFacts(): AnswerFacts | undefined {
    try {
      return this.#answerGuard?.facts();
    } catch (error) {
      this.#parts.ports.logger.error('guard.answer_not_counted', { request: this.#exchange.id, error });
      return undefined;
    }
  }

  #makeAnswer(parsed: ParsedRequest | undefined): Answer {
    const { id, operation, reply } = this.#exchange;
    return new Answer({
      reply,
      stream: parsed?.stream === true,
      headers: () => this.#headers(),
      facts: () => ({
        id,
        operation,
        model: parsed?.model ?? '',
        created: Math.floor(this.#parts.ports.clock.now() / 1000),
      }),
      onReady: () => this.#call?.resume(),
    });
  }

  #headers(): Record<string, string> {
    const { id } = this.#exchange;
    const headers: Record<string, string> = { 'x-request-id': id, 'mistral-correlation-id': id };
    if (this.#record !== undefined) headers['x-riad-record'] = this.#record;
    const target = this.#targets[0];
    if (target !== undefined) {
      headers['x-riad-target'] = describeTarget(target);
      headers['x-riad-guard'] = describeActions(target.verdict);
    }
    const limits = this.#reservation?.headers ?? (this.#caller && this.#parts.ports.limiter.headers(this.#caller));
    return limits === undefined ? headers : Object.assign(headers, limits);
  }

  #facts({ parsed, caller, known, findings, use, policy }: Admitted, target: Target | undefined) {
    const model = known ? parsed.model : undefined;
    const policyVersion = policy?.version ?? null;
    return requestFacts({ exchange: this.#exchange, caller, model, target, findings, use, policyVersion });
  }

  /** Nothing goes out until the record that `write` appends is durable. */
  #holdFor(write: () => void): void {
    this.#answer?.hold();
    try {
      write();
    } catch (error) {
      this.#failNow(asPlatformError(error));
    }
  }

  /** What the guard of answers refuses ends the answer at both sides. */
  #stopping(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#call?.abort();
      this.#fail(asPlatformError(error));
    }
  }

  #elapsed(): number {
    return this.#parts.ports.clock.monotonic() - this.#startedAt;
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(asPlatformError(error));
    }
  }
}
