import type { OnReadOpts, Socket } from 'node:net';

import { ConnectionError } from './connection-error.ts';
import type { Exchange, ExchangeCarrier } from './exchange.ts';

export interface ConnectionOptions {
  /** Opens the socket, which gives what it reads to `onread`. */
  readonly open: (onread: OnReadOpts) => Socket;
  /** Where reads go: shared by all connections, because each read is used up before the next one. */
  readonly readBuffer: Buffer;
  /** `connect`, or `secureConnect` over TLS. */
  readonly openedEvent: string;
  readonly connectMs: number;
  /** May be used again. */
  readonly onFree: (connection: Connection) => void;
  /** Will never be used again. Called once. */
  readonly onGone: (connection: Connection) => void;
}

/** One socket to the server, with one exchange at a time. */
export class Connection implements ExchangeCarrier {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  readonly #opening: NodeJS.Timeout;
  #exchange: Exchange | undefined;
  #opened = false;
  #used = false;
  #paused = false;
  #cause: Error | undefined;
  #endedByServer = false;
  /** Ticks of the pool's clock since something was read, or since it was freed. */
  quietTicks = 0;
  /** Seconds that the server lets it rest. */
  restSeconds = 0;

  constructor(options: ConnectionOptions, first: Exchange) {
    this.#options = options;
    const socket = options.open({ buffer: options.readBuffer, callback: (size) => this.#onRead(size) });
    this.#socket = socket;
    this.#opening = setTimeout(() => socket.destroy(connectTimeout()), options.connectMs);
    socket.setNoDelay(true);
    socket.on(options.openedEvent, () => {
      this.#opened = true;
      clearTimeout(this.#opening);
    });
    socket.on('error', (error) => (this.#cause = error));
    socket.on('end', () => {
      this.#endedByServer = true;
      socket.destroy();
    });
    socket.on('close', () => this.#onClose());
    this.send(first);
  }

  /** What the pool's clock limits: being answered, or nothing while it is opened or held back by who reads. */
  get phase(): 'idle' | 'head' | 'body' | 'unlimited' {
    if (this.#exchange === undefined) return 'idle';
    if (!this.#opened || this.#paused) return 'unlimited';
    return this.#exchange.reader.headRead ? 'body' : 'head';
  }

  send(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.carrier = this;
    this.quietTicks = 0;
    const pieces = exchange.outgoing();
    if (pieces.length > 1) this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    if (pieces.length > 1) this.#socket.uncork();
  }

  abort(exchange: Exchange): void {
    if (this.#exchange !== exchange) return;
    this.#exchange = undefined;
    this.#socket.destroy();
  }

  pause(exchange: Exchange): void {
    if (this.#exchange !== exchange || this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(exchange: Exchange): void {
    if (this.#exchange !== exchange || !this.#paused) return;
    this.#paused = false;
    this.quietTicks = 0;
    this.#socket.resume();
  }

  /** The server took too long. */
  giveUp(fault: 'silent' | 'stalled'): void {
    this.#fail(new ConnectionError(fault, 'the server says nothing'));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** False: read no more for now. */
  #onRead(size: number): boolean {
    this.quietTicks = 0;
    const exchange = this.#exchange;
    if (exchange === undefined) {
      // What nobody asked for would be taken for the next answer.
      this.#socket.destroy();
      return false;
    }
    try {
      const complete = exchange.reader.push(this.#options.readBuffer.subarray(0, size));
      if (complete && this.#exchange === exchange) this.#finish(exchange);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('the answer could not be read', { cause: error }));
    }
    return !this.#paused;
  }

  #finish(exchange: Exchange): void {
    const { reusableFor } = exchange.reader;
    this.#exchange = undefined;
    this.#used = true;
    if (reusableFor <= 0 || this.#socket.writableLength > 0) {
      this.#socket.destroy();
    } else {
      if (this.#paused) this.#socket.resume();
      this.#paused = false;
      this.quietTicks = 0;
      this.restSeconds = reusableFor;
      this.#options.onFree(this);
    }
    exchange.sink.onEnd();
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    exchange?.sink.onError(error);
  }

  #onClose(): void {
    clearTimeout(this.#opening);
    this.#options.onGone(this);
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#exchange = undefined;
    const cause = this.#cause;
    if (!this.#opened) exchange.sink.onError(cause ?? connectTimeout());
    else if (cause === undefined && this.#endedByServer && exchange.reader.endsByClose()) exchange.sink.onEnd();
    else exchange.sink.onError(this.#lost(exchange, cause));
  }

  #lost(exchange: Exchange, cause: Error | undefined): ConnectionError {
    const unasked = this.#used && !exchange.reader.begun;
    return new ConnectionError('lost', 'the connection broke', cause === undefined ? { unasked } : { unasked, cause });
  }
}

function connectTimeout(): Error {
  return Object.assign(new Error('the server did not take the connection in time'), { code: 'ETIMEDOUT' });
}
