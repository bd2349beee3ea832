import { AnswerReader, type ReaderSink } from './answer-reader.ts';

/** Hears one answer: a head, data, then exactly one of `onEnd` and `onError`; nothing after `abort`. */
export interface AnswerSink extends ReaderSink {
  onEnd(): void;
  /** A `ConnectionError`, or the system's error when no connection could be opened. */
  onError(error: Error): void;
}

/** The connection that an exchange is on; it does nothing for one that is over. */
export interface ExchangeCarrier {
  abort(exchange: Exchange): void;
  pause(exchange: Exchange): void;
  resume(exchange: Exchange): void;
}

/** What is sent: the head up to its last field, and the body. */
export interface OutgoingRequest {
  /** Lines that end with CRLF each; the length of the body is added. */
  readonly head: string;
  readonly body: Buffer;
}

/** A body up to this size goes out in one piece with its head. */
const JOINED_BYTES = 64 * 1024;

/** One request and its answer, on a connection or waiting for one. */
export class Exchange {
  readonly sink: AnswerSink;
  readonly reader: AnswerReader;
  readonly #request: OutgoingRequest;
  readonly #leaveQueue: (exchange: Exchange) => void;
  carrier: ExchangeCarrier | undefined;

  constructor(request: OutgoingRequest, sink: AnswerSink, leaveQueue: (exchange: Exchange) => void) {
    this.#request = request;
    this.sink = sink;
    this.reader = new AnswerReader(sink);
    this.#leaveQueue = leaveQueue;
  }

  /** The connection is closed, or the place in the queue given up. Safe to repeat, also when all is over. */
  abort(): void {
    if (this.carrier === undefined) this.#leaveQueue(this);
    else this.carrier.abort(this);
  }

  /** Reads nothing more until `resume`: what comes stays with the system, and then with the server. */
  pause(): void {
    this.carrier?.pause(this);
  }

  resume(): void {
    this.carrier?.resume(this);
  }

  /** The bytes of the request, in one piece or two. */
  outgoing(): readonly Buffer[] {
    const { head, body } = this.#request;
    const text = `${head}content-length: ${body.length}\r\n\r\n`;
    if (body.length > JOINED_BYTES) return [Buffer.from(text, 'latin1'), body];
    const bytes = Buffer.allocUnsafe(text.length + body.length);
    bytes.write(text, 'latin1');
    body.copy(bytes, text.length);
    return [bytes];
  }
}
