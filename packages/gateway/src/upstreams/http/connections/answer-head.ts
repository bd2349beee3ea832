import { notHttp } from './connection-error.ts';

/** How the end of a body is found. */
export type BodyEnd =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' };

export interface AnswerHead {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly bodyEnd: BodyEnd;
  /** Seconds the connection may rest before it is used again; 0 when it may not. */
  readonly reusableFor: number;
}

const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;
const NO_LIMIT = Number.POSITIVE_INFINITY;

interface Fields {
  contentType: string;
  retryAfter: string | undefined;
  length: number | undefined;
  chunked: boolean;
  close: boolean;
  restSeconds: number;
}

/**
 * Reads a head, without its last blank line. Strict where two readers could understand different things: about where the
 * body ends, and about lines that are none. Fails with `not-http`.
 */
export function parseAnswerHead(text: string): AnswerHead {
  const firstEnd = lineEnd(text, 0);
  const found = statusLine.exec(text.slice(0, firstEnd));
  if (found === null) throw notHttp('the status line is not one of HTTP/1');
  const status = Number(found[2]);
  const fields = readFields(text, firstEnd + 2);
  if (fields.chunked && fields.length !== undefined) throw notHttp('the body has two ends');
  const bodyEnd = endOf(status, fields);
  const closes = fields.close || found[1] === '0' || bodyEnd.kind === 'close';
  const { contentType, retryAfter } = fields;
  return { status, contentType, retryAfter, bodyEnd, reusableFor: closes ? 0 : fields.restSeconds };
}

function readFields(text: string, from: number): Fields {
  const fields: Fields = {
    contentType: '',
    retryAfter: undefined,
    length: undefined,
    chunked: false,
    close: false,
    restSeconds: NO_LIMIT,
  };
  for (let at = from; at < text.length;) {
    const end = lineEnd(text, at);
    const colon = text.indexOf(':', at);
    if (colon <= at || colon >= end || isSpace(text, at) || isSpace(text, colon - 1))
      throw notHttp('a header is not a name and a value');
    readField(fields, text.slice(at, colon), text.slice(colon + 1, end));
    at = end + 2;
  }
  return fields;
}

function readField(fields: Fields, name: string, value: string): void {
  switch (name.toLowerCase()) {
    case 'connection':
      fields.close ||= /\bclose\b/i.test(value);
      break;
    case 'keep-alive':
      fields.restSeconds = readRest(value);
      break;
    case 'retry-after':
      fields.retryAfter = value.trim();
      break;
    case 'content-type':
      fields.contentType = value.trim();
      break;
    case 'content-length':
      fields.length = readLength(fields, value.trim());
      break;
    case 'transfer-encoding':
      fields.chunked = readCoding(fields, value.trim());
      break;
    default:
      break;
  }
}

function readLength({ length }: Fields, value: string): number {
  if (length !== undefined || !/^\d{1,15}$/.test(value)) throw notHttp('the length of the body is not one number');
  return Number(value);
}

function readCoding({ chunked }: Fields, value: string): boolean {
  if (chunked || value.toLowerCase() !== 'chunked') throw notHttp('the coding of the body is not known');
  return true;
}

/** `timeout=5, max=100`. A second less than promised: the server counts from when it sent, not from when we read. */
function readRest(value: string): number {
  const seconds = /\btimeout=(\d{1,6})\b/i.exec(value)?.[1];
  return seconds === undefined ? NO_LIMIT : Math.max(0, Number(seconds) - 1);
}

function endOf(status: number, { length, chunked }: Fields): BodyEnd {
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 };
  if (chunked) return { kind: 'chunked' };
  return length === undefined ? { kind: 'close' } : { kind: 'length', bytes: length };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\r\n', from);
  return end === -1 ? text.length : end;
}

function isSpace(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}
