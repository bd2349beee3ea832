import { PlatformError } from '@riad/contracts';

import type { UpstreamSink } from '../upstream.ts';
import { findUsage } from './read-usage.ts';
import type { Relay } from './relay.ts';

/** An answer up to this size is sent when it is complete, so that one that breaks off can be asked for again. */
const COMPLETE_BYTES = 256 * 1024;
/** Bytes of the end of a longer answer that are kept to read its use from. */
const TAIL_BYTES = 4096;

/** Passes on one JSON document. */
export class WholeRelay implements Relay {
  readonly #upstream: string;
  readonly #sink: UpstreamSink;
  #chunks: Buffer[] = [];
  #size = 0;
  #passing = false;
  #tail: Buffer = Buffer.alloc(0);

  constructor({ upstream, sink }: { readonly upstream: string; readonly sink: UpstreamSink }) {
    this.#upstream = upstream;
    this.#sink = sink;
  }

  onData(bytes: Buffer): boolean {
    if (this.#passing) {
      this.#pass(bytes);
      return false;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size <= COMPLETE_BYTES) return false;
    this.#passing = true;
    this.#begin();
    for (const chunk of this.#chunks) this.#pass(chunk);
    this.#chunks = [];
    return false;
  }

  onEnd(): void {
    if (!this.#passing) {
      this.#endComplete();
      return;
    }
    this.#end(this.#tail);
  }

  onLost(error: PlatformError): void {
    const broken = new PlatformError('upstream.truncated', `${this.#upstream} broke off in the middle of its answer`, {
      cause: error,
    });
    this.#sink.onError(this.#passing ? broken : error);
  }

  produced(): number {
    return 0;
  }

  #endComplete(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    if (!looksWhole(body)) {
      this.#sink.onError(
        new PlatformError('upstream.failed', `${this.#upstream} did not answer with a whole JSON object`),
      );
      return;
    }
    this.#begin();
    this.#sink.onData(body);
    this.#end(body);
  }

  #begin(): void {
    this.#sink.onHead({ status: 200, contentType: 'application/json; charset=utf-8' });
  }

  #pass(bytes: Buffer): void {
    this.#tail =
      bytes.length >= TAIL_BYTES
        ? bytes.subarray(-TAIL_BYTES)
        : Buffer.concat([this.#tail, bytes]).subarray(-TAIL_BYTES);
    this.#sink.onData(bytes);
  }

  #end(bytes: Buffer): void {
    const usage = findUsage(bytes);
    this.#sink.onEnd(usage === undefined ? {} : { usage });
  }
}

/** Whether it begins and ends like a JSON object. */
function looksWhole(body: Buffer): boolean {
  const text =
    body.length <= 2 * TAIL_BYTES ? body : Buffer.concat([body.subarray(0, TAIL_BYTES), body.subarray(-TAIL_BYTES)]);
  const trimmed = text.toString('latin1').trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}');
}
