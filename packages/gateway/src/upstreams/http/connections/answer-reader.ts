import { parseAnswerHead, type AnswerHead } from './answer-head.ts';
import { createBodyDecoder } from './body-decoders.ts';
import type { BodyDecoder } from './chunked-body.ts';
import { notHttp } from './connection-error.ts';

const MAX_HEAD_BYTES = 32 * 1024;
const headEnd = Buffer.from('\r\n\r\n');

export interface ReaderSink {
  /** Interim heads (1xx) are passed over. */
  onHead(head: AnswerHead): void;
  /** The bytes are the callee's to keep. */
  onData(bytes: Buffer): void;
}

/** Reads one answer from what a connection brings. */
export class AnswerReader {
  readonly #sink: ReaderSink;
  #head: AnswerHead | undefined;
  #decoder: BodyDecoder | undefined;
  #partial: Buffer | undefined;
  #begun = false;
  #surplus = false;

  constructor(sink: ReaderSink) {
    this.#sink = sink;
  }

  /** Something of the answer has come. */
  get begun(): boolean {
    return this.#begun;
  }

  get headRead(): boolean {
    return this.#head !== undefined;
  }

  /** Seconds the connection may rest before it is used again: none when more came on it than this answer. */
  get reusableFor(): number {
    return this.#surplus ? 0 : (this.#head?.reusableFor ?? 0);
  }

  /** True once the answer is complete. Fails with `not-http`. */
  push(read: Buffer): boolean {
    this.#begun = true;
    const rest = this.#head === undefined ? this.#readHead(read) : read;
    if (rest === undefined || this.#decoder === undefined) return false;
    const { bytes, ended, used } = this.#decoder.push(rest);
    if (bytes.length > 0) this.#sink.onData(bytes);
    if (ended && used < rest.length) this.#surplus = true;
    return ended;
  }

  /** Whether an answer whose connection the other side has closed is complete by that. */
  endsByClose(): boolean {
    return this.#head?.bodyEnd.kind === 'close';
  }

  /** What follows the head; undefined while it is not whole. */
  #readHead(read: Buffer): Buffer | undefined {
    const bytes = this.#partial === undefined ? read : Buffer.concat([this.#partial, read]);
    this.#partial = undefined;
    for (let from = 0; ;) {
      const end = bytes.indexOf(headEnd, from);
      if ((end === -1 ? bytes.length : end) - from > MAX_HEAD_BYTES) throw notHttp('the head is too long');
      if (end === -1) {
        this.#partial = Buffer.from(bytes.subarray(from));
        return undefined;
      }
      const head = parseAnswerHead(bytes.toString('latin1', from, end));
      from = end + headEnd.length;
      if (head.status === 101) throw notHttp('the server changes the protocol');
      if (head.status < 200) continue;
      this.#head = head;
      this.#decoder = createBodyDecoder(head.bodyEnd);
      this.#sink.onHead(head);
      return bytes.subarray(from);
    }
  }
}
