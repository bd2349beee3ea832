import type { PlatformError } from '@riad/contracts';

import type { Reply } from '../exchange.ts';
import type { UpstreamHead } from '../upstreams/upstream.ts';
import { errorBody, errorHeaders, streamErrorEvent, type StreamFacts } from '../wire/error-body.ts';

/** Silence after which a stream gets a comment, so that intermediaries do not cut it. */
const HEARTBEAT_MS = 15_000;
const heartbeat = Buffer.from(': keep-alive\n\n');
/** Bytes that wait for the record to become durable before the upstream is asked to pause. */
const HELD_BYTES = 64 * 1024;
const streamHead: UpstreamHead = { status: 200, contentType: 'text/event-stream; charset=utf-8' };

export interface AnswerOptions {
  readonly reply: Reply;
  readonly stream: boolean;
  /** Headers of every answer, errors included. */
  readonly headers: () => Record<string, string>;
  /** What the event that ends a broken stream says about it. */
  readonly facts: () => StreamFacts;
  /** Called when `push` returned false and may be called again. */
  readonly onReady: () => void;
}

/**
 * Bytes out. Holds everything back while the record is not durable, sends whole answers in one piece, keeps a silent stream
 * alive, and ends a broken one with the truth.
 */
export class Answer {
  readonly #options: AnswerOptions;
  #held = false;
  #head: UpstreamHead | undefined;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #full = false;
  #started = false;
  #ending: { readonly error: PlatformError | undefined; readonly done: () => void } | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: AnswerOptions) {
    this.#options = options;
    options.reply.onDrain(options.onReady);
  }

  /** The client has seen a status. What follows can only be bytes of this answer. */
  get started(): boolean {
    return this.#started;
  }

  /** Nothing goes out before `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#advance();
    if (!this.#full) return;
    this.#full = false;
    this.#options.onReady();
  }

  /** From here on silence is filled: a stream whose model takes long to begin is begun without it. */
  keepAlive(): void {
    if (!this.#options.stream || this.#heartbeat !== undefined) return;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  begin(head: UpstreamHead): void {
    this.#head = head;
    this.#advance();
  }

  /** False: wait for `onReady`. */
  push(bytes: Buffer): boolean {
    this.#heartbeat?.refresh();
    if (this.#started && !this.#held) return this.#options.reply.write(bytes);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    const flowing = this.#advance();
    if (!this.#held) return flowing;
    this.#full = this.#pendingBytes >= HELD_BYTES;
    return !this.#full;
  }

  /** `done` is called when the last byte has been handed over, which may have to wait for the record. */
  end(done: () => void): void {
    this.#ending = { error: undefined, done };
    this.#advance();
  }

  fail(error: PlatformError, done: () => void): void {
    this.#ending = { error, done };
    this.#pending = [];
    this.#advance();
  }

  /** What waits for the record will never go out: the record could not be written. */
  drop(): void {
    this.#held = false;
    this.#ending = undefined;
    this.#pending = [];
  }

  /** The client has left. */
  stop(): void {
    clearInterval(this.#heartbeat);
  }

  #advance(): boolean {
    if (this.#held) return true;
    if (this.#ending !== undefined) {
      this.#finish(this.#ending);
      return true;
    }
    if (this.#head === undefined || (!this.#options.stream && this.#pending.length < 2)) return true;
    if (!this.#started) this.#start(this.#head);
    let flowing = true;
    for (const bytes of this.#pending) flowing = this.#options.reply.write(bytes);
    this.#pending = [];
    return flowing;
  }

  #finish({ error, done }: { readonly error: PlatformError | undefined; readonly done: () => void }): void {
    this.stop();
    // The closing record is written first: who has seen the end of an answer finds its record.
    done();
    if (error !== undefined) this.#sendFailure(error);
    else this.#sendEnd();
  }

  #sendEnd(): void {
    const { reply } = this.#options;
    const rest = this.#pending.length === 1 ? this.#pending[0] : Buffer.concat(this.#pending);
    if (!this.#started && this.#head !== undefined) {
      this.#start(this.#head, { 'content-length': String(rest?.length ?? 0) });
    }
    if (rest === undefined || rest.length === 0) reply.end();
    else reply.end(rest);
  }

  #sendFailure(error: PlatformError): void {
    const { reply, stream, headers, facts } = this.#options;
    if (this.#started) {
      if (stream) reply.end(streamErrorEvent(error, facts()));
      else reply.destroy();
      return;
    }
    const body = Buffer.from(JSON.stringify(errorBody(error)));
    reply.head(error.kind.status, {
      ...headers(),
      ...errorHeaders(error),
      'content-length': String(body.length),
    });
    reply.end(body);
  }

  #start({ status, contentType }: UpstreamHead, more?: Readonly<Record<string, string>>): void {
    this.#started = true;
    const headers = this.#options.headers();
    headers['content-type'] = contentType;
    if (more !== undefined) Object.assign(headers, more);
    this.#options.reply.head(status, headers);
  }

  #beat(): void {
    if (this.#held) return;
    if (!this.#started) this.#start(streamHead);
    this.#options.reply.write(heartbeat);
  }
}
