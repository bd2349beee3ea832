import {
  describeLocation,
  PlatformError,
  type Caller,
  type Finding,
  type FindingCounts,
  type RecordId,
  type TokenUsage,
} from '@riad/contracts';

import type { Exchange } from './exchange.ts';
import type { GatewayPorts } from './gateway-ports.ts';
import type { Reservation } from './limits/limiter.ts';
import { planTargets, type Router, type Target } from './routing/router.ts';
import { apply, estimateTokens, recordedModel } from './steps/apply.ts';
import { identify, missingKey } from './steps/identify.ts';
import { parse, type ParsedRequest } from './steps/parse.ts';
import type { UpstreamCall } from './upstreams/upstream.ts';
import { asPlatformError, errorBody, errorHeaders, streamErrorEvent } from './wire/error-body.ts';

/** Silence after which a stream gets a comment, so that intermediaries do not cut it. */
const HEARTBEAT_MS = 15_000;
const heartbeat = Buffer.from(': keep-alive\n\n');
/** Tries per target before the next one is asked. */
const RETRIES = 1;

/** One request on its way: parse, identify, limits, guard, record, send, relay, settle. Callbacks, not promises, once it is under way. */
export class Passage {
  readonly #ports: GatewayPorts;
  readonly #router: Router;
  readonly #exchange: Exchange;
  readonly #startedAt: number;
  #parsed: ParsedRequest | undefined;
  #caller: Caller | undefined;
  #reservation: Reservation | undefined;
  #findings: readonly (readonly Finding[])[] = [];
  #targets: readonly Target[] = [];
  #attempt = 0;
  #record: RecordId | undefined;
  #durable = false;
  #call: UpstreamCall | undefined;
  #held:
    | {
        readonly head?: { readonly status: number; readonly contentType: string };
        readonly bytes: Buffer[];
        end: boolean;
      }
    | undefined;
  #headSent = false;
  #streaming = false;
  #firstByteMs: number | undefined;
  #usage: TokenUsage | undefined;
  #ended = false;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(ports: GatewayPorts, router: Router, exchange: Exchange) {
    this.#ports = ports;
    this.#router = router;
    this.#exchange = exchange;
    this.#startedAt = ports.clock.monotonic();
  }

  start(): void {
    this.#exchange.reply.onClose(() => this.#clientLeft());
    this.#guarded(() => {
      this.#parsed = parse(this.#exchange, this.#ports.defaultModel);
      this.#identify();
    });
  }

  #identify(): void {
    const { identity } = this.#exchange;
    if ('caller' in identity) {
      this.#admit(identity.caller);
      return;
    }
    if (identity.secret === undefined) throw missingKey();
    const { secret } = identity;
    const known = this.#ports.keys.checkCached(secret);
    if (known !== undefined) {
      this.#admit(identify(known));
      return;
    }
    void this.#askWho(secret);
  }

  async #askWho(secret: string): Promise<void> {
    try {
      const check = await this.#ports.keys.check(secret);
      this.#guarded(() => this.#admit(identify(check)));
    } catch (error) {
      this.#fail(asPlatformError(error));
    }
  }

  #admit(caller: Caller): void {
    if (this.#ended || this.#parsed === undefined) return;
    this.#caller = caller;
    const candidates = this.#router.candidates(this.#parsed.model);
    this.#reservation = this.#ports.limiter.reserve(caller, estimateTokens(this.#parsed));
    this.#findings = this.#inspect(this.#parsed.texts);
    const targets = candidates.map((upstream) => ({
      upstream,
      verdict: this.#ports.decide(this.#findings, upstream.location),
    }));
    try {
      this.#targets = planTargets(targets, this.#parsed.model);
    } catch (error) {
      this.#refuseOnRecord(asPlatformError(error), targets[0]);
      return;
    }
    this.#open();
  }

  /** Fails closed: an error of the guard refuses the request. */
  #inspect(texts: readonly string[]): readonly (readonly Finding[])[] {
    try {
      return this.#ports.inspect(texts);
    } catch (error) {
      throw new PlatformError('guard.failed', 'the guard could not inspect this request', {
        cause: error,
        retryAfterSeconds: 5,
      });
    }
  }

  /** What policy refuses is recorded too, before it is answered. */
  #refuseOnRecord(error: PlatformError, target: Target | undefined): void {
    this.#record = this.#ports.ledger.append(
      {
        type: 'request.refused',
        facts: { ...this.#facts(target), reason: error.code, rule: target?.verdict.rule ?? null },
      },
      { onDurable: () => this.#fail(error), onError: (failure) => this.#fail(failure) },
    );
  }

  #open(): void {
    const target = this.#targets[0];
    if (target === undefined) return;
    const remote = target.upstream.location.kind === 'remote';
    this.#record = this.#ports.ledger.append(
      { type: 'request.open', facts: this.#facts(target) },
      {
        ...(remote ? {} : { onWritten: () => this.#guarded(() => this.#send()) }),
        onDurable: () => {
          this.#durable = true;
          if (remote) this.#guarded(() => this.#send());
          else this.#releaseHeld();
        },
        onError: (error) => this.#fail(error),
      },
    );
  }

  #facts(
    target: Target | undefined,
  ): Readonly<Record<string, string | number | boolean | null | Readonly<Record<string, number>>>> {
    const { operation, id } = this.#exchange;
    return {
      request: id,
      operation,
      key: this.#caller?.keyId ?? null,
      project: this.#caller?.projectId ?? null,
      model: this.#parsed === undefined ? '' : recordedModel(this.#parsed.model),
      target: target?.upstream.id ?? null,
      location: target === undefined ? null : describeLocation(target.upstream.location),
      policy: this.#ports.policyVersion(),
      decision: target?.verdict.action ?? 'block',
      findings: countByType(this.#findings),
    };
  }

  #send(): void {
    const target = this.#targets[0];
    if (this.#ended || target === undefined || this.#parsed === undefined || this.#caller === undefined) return;
    const request = apply(
      {
        exchange: this.#exchange,
        parsed: this.#parsed,
        caller: this.#caller,
        policyVersion: this.#ports.policyVersion(),
      },
      target,
    );
    this.#streaming = request.stream;
    this.#call = target.upstream.start(request, {
      onHead: (head) => this.#onHead(head),
      onData: (bytes) => this.#onData(bytes),
      onEnd: ({ usage }) => {
        this.#usage = usage;
        this.#onEnd();
      },
      onError: (error) => this.#onUpstreamError(error),
    });
    if (this.#ended) this.#call.abort();
  }

  #onHead(head: { readonly status: number; readonly contentType: string }): void {
    if (this.#ended) return;
    this.#firstByteMs = this.#ports.clock.monotonic() - this.#startedAt;
    if (this.#durable) this.#sendHead(head);
    else this.#held = { head, bytes: [], end: false };
  }

  #sendHead(head: { readonly status: number; readonly contentType: string }): void {
    this.#headSent = true;
    this.#exchange.reply.head(head.status, { 'content-type': head.contentType, ...this.#commonHeaders() });
    if (!this.#streaming) return;
    this.#heartbeat = setInterval(() => this.#exchange.reply.write(heartbeat), HEARTBEAT_MS);
  }

  #onData(bytes: Buffer): void {
    if (this.#ended) return;
    if (this.#held !== undefined) {
      this.#held.bytes.push(bytes);
      return;
    }
    this.#heartbeat?.refresh();
    if (this.#exchange.reply.write(bytes)) return;
    this.#call?.pause();
    this.#exchange.reply.onDrain(() => this.#call?.resume());
  }

  #onEnd(): void {
    if (this.#ended) return;
    if (this.#held !== undefined) {
      this.#held.end = true;
      return;
    }
    this.#settle('ok');
    this.#exchange.reply.end();
  }

  /** The opening record has reached the disk: what the model already said may go out. */
  #releaseHeld(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held?.head === undefined || this.#ended) return;
    this.#sendHead(held.head);
    for (const bytes of held.bytes) this.#onData(bytes);
    if (held.end) this.#onEnd();
  }

  /** Before the first byte another try or another target may answer; afterwards the stream ends with the truth. */
  #onUpstreamError(error: PlatformError): void {
    if (this.#ended) return;
    if (this.#headSent || this.#held !== undefined || !error.kind.retryable) {
      this.#fail(error);
      return;
    }
    this.#attempt++;
    if (this.#attempt > RETRIES || (error.retryAfterSeconds ?? 0) > 2) {
      this.#attempt = 0;
      this.#targets = this.#targets.slice(1);
    }
    if (this.#targets.length === 0 || this.#targets[0]?.upstream.id === 'embedded') this.#fail(error);
    else this.#guarded(() => this.#send());
  }

  #fail(error: PlatformError): void {
    if (this.#ended) return;
    const { reply } = this.#exchange;
    const wasHeld = this.#held !== undefined;
    this.#held = undefined;
    this.#settle(error.code);
    if (error.code === 'server.internal')
      this.#ports.logger.error('gateway.failed', { request: this.#exchange.id, error: error.cause ?? error });
    if (!this.#headSent || wasHeld) {
      reply.head(error.kind.status, { ...errorHeaders(error), ...this.#commonHeaders() });
      reply.end(Buffer.from(JSON.stringify(errorBody(error))));
      return;
    }
    if (!this.#streaming) {
      reply.destroy();
      return;
    }
    const created = Math.floor(this.#ports.clock.now() / 1000);
    reply.end(streamErrorEvent(error, { id: this.#exchange.id, model: this.#parsed?.model ?? '', created }));
  }

  #clientLeft(): void {
    if (this.#ended) return;
    this.#call?.abort();
    this.#settle('request.cancelled');
  }

  /** The end of every request, good or bad: limits are given back, usage is counted, the closing record is written. */
  #settle(outcome: string): void {
    this.#ended = true;
    clearInterval(this.#heartbeat);
    const { promptTokens, completionTokens, estimated } = this.#consumption();
    this.#reservation?.settle(promptTokens + completionTokens);
    const durationMs = this.#ports.clock.monotonic() - this.#startedAt;
    const target = this.#targets[0]?.upstream.id ?? 'none';
    const model = this.#parsed?.model ?? this.#ports.defaultModel();
    this.#ports.onEnd?.({
      operation: this.#exchange.operation,
      model,
      target,
      outcome,
      durationMs,
      firstByteMs: this.#firstByteMs,
      promptTokens,
      completionTokens,
    });
    if (this.#record === undefined || this.#caller === undefined) return;
    const counts = { promptTokens, completionTokens, estimated };
    if (this.#call !== undefined) {
      const { organisationId, projectId, keyId } = this.#caller;
      this.#ports.usage.add({ organisationId, projectId, keyId, model, target, ...counts, failed: outcome !== 'ok' });
    }
    this.#close({ opened: this.#record, outcome, target, ...counts, durationMs: Math.round(durationMs) });
  }

  /** What the upstream said, or a count of our own for a request that ended before it could. */
  #consumption(): { readonly promptTokens: number; readonly completionTokens: number; readonly estimated: boolean } {
    if (this.#usage !== undefined) return { ...this.#usage, estimated: false };
    if (this.#call === undefined) return { promptTokens: 0, completionTokens: 0, estimated: false };
    return {
      promptTokens: Math.ceil((this.#parsed?.raw.length ?? 0) / 4),
      completionTokens: this.#call.produced(),
      estimated: true,
    };
  }

  #close(facts: Readonly<Record<string, string | number | boolean>>): void {
    try {
      this.#ports.ledger.append({ type: 'request.close', facts });
    } catch (error) {
      // The opening record without a close is itself evidence; new requests are refused while the ledger is away.
      this.#ports.logger.error('ledger.close_not_written', { request: this.#exchange.id, error });
    }
  }

  #commonHeaders(): Readonly<Record<string, string>> {
    const target = this.#targets[0];
    const { id } = this.#exchange;
    return {
      'x-request-id': id,
      'mistral-correlation-id': id,
      ...(this.#record === undefined ? {} : { 'x-riad-record': this.#record }),
      ...(target === undefined
        ? {}
        : {
            'x-riad-target':
              target.upstream.id === 'embedded'
                ? 'embedded'
                : `${target.upstream.id}; ${describeLocation(target.upstream.location)}`,
          }),
      'x-riad-guard': describeFindings(countByType(this.#findings)),
      ...this.#reservation?.headers,
    };
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(asPlatformError(error));
    }
  }
}

function countByType(findings: readonly (readonly Finding[])[]): Readonly<Record<string, number>> {
  const counts: Partial<Record<keyof FindingCounts, number>> = {};
  for (const ofText of findings) for (const finding of ofText) counts[finding.type] = (counts[finding.type] ?? 0) + 1;
  return counts;
}

/** `cin=1; phone=2`, or `none`. */
function describeFindings(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([type, count]) => `${type}=${count}`)
      .join('; ') || 'none'
  );
}
