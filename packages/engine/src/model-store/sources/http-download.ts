import { describeNetworkError, failOnStatus, type HttpAnswer } from '../http.ts';
import { chunksOf } from '../files/file-bytes.ts';
import type { PartialFile } from '../files/partial-file.ts';
import type { FetchContext } from './fetch-context.ts';
import { retryTransient } from './retry.ts';
import { SourceProblem } from './source-problem.ts';

/** A killed download loses at most this much; the first bytes are kept at once. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
const CHECKPOINT_MS = 2000;

export interface Download {
  readonly url: URL;
  readonly bytes: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Downloads the rest of a file, going on where it stopped as often as that brings new bytes. */
export async function downloadInto(partial: PartialFile, download: Download, context: FetchContext): Promise<void> {
  let before = partial.bytes;
  await retryTransient(
    async () => {
      before = partial.bytes;
      if (partial.bytes < download.bytes) await attempt(partial, download, context);
    },
    { context, advanced: () => partial.bytes > before },
  );
}

async function attempt(partial: PartialFile, download: Download, context: FetchContext): Promise<void> {
  const answer = await context.http.open({
    url: download.url,
    signal: context.signal,
    headers: { ...download.headers, ...rangeHeaders(partial) },
  });
  if (answer.status === 416 && partial.bytes > 0) {
    answer.body.destroy();
    await partial.restart();
    throw new SourceProblem('transient', `${download.url.host} has no rest of the file; starting again`);
  }
  failOnStatus(answer, download.url);
  await alignStart(partial, answer, download);
  const etag = strongEtag(answer);
  await receive(partial, { answer, download, etag }, context);
}

function rangeHeaders(partial: PartialFile): Record<string, string> {
  if (partial.bytes === 0) return {};
  const { etag } = partial.state;
  return { range: `bytes=${partial.bytes}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
}

/** A whole answer starts over; a partial one must be the rest of a file of the right size. */
async function alignStart(partial: PartialFile, answer: HttpAnswer, download: Download): Promise<void> {
  const encoding = answer.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity')
    return reject(answer, `${download.url.host} sends the file in another encoding (${encoding.slice(0, 20)})`);
  if (answer.status === 206) return checkRange(partial, answer, download);
  if (partial.bytes > 0) await partial.restart();
  const length = answer.headers.get('content-length');
  if (length !== undefined && Number(length) !== download.bytes) wrongSize(answer, download, length);
}

function checkRange(partial: PartialFile, answer: HttpAnswer, download: Download): void {
  const header = answer.headers.get('content-range') ?? '';
  const range = /^bytes (?<start>\d+)-\d+\/(?<total>\d+|\*)$/.exec(header)?.groups;
  if (Number(range?.['start']) !== partial.bytes)
    return reject(answer, `${download.url.host} sends another piece than asked`);
  const total = range?.['total'] ?? '*';
  if (total !== '*' && Number(total) !== download.bytes) wrongSize(answer, download, total);
}

function wrongSize(answer: HttpAnswer, download: Download, found: string): never {
  answer.body.destroy();
  throw new SourceProblem('digest', `${download.url.host} offers ${found} bytes and the file has ${download.bytes}`);
}

function reject(answer: HttpAnswer, message: string): never {
  answer.body.destroy();
  throw new SourceProblem('refused', message);
}

interface Reception {
  readonly answer: HttpAnswer;
  readonly download: Download;
  readonly etag: string | undefined;
}

async function receive(partial: PartialFile, reception: Reception, { report, signal }: FetchContext): Promise<void> {
  const { answer, download, etag } = reception;
  const state = { parts: 0, ...(etag === undefined ? {} : { etag }) };
  let saved = partial.bytes;
  let savedAt = Number.NEGATIVE_INFINITY;
  try {
    for await (const chunk of chunksOf(answer.body)) {
      await partial.append(chunk);
      const now = performance.now();
      if (partial.bytes - saved >= CHECKPOINT_BYTES || now - savedAt >= CHECKPOINT_MS) {
        await partial.checkpoint(state);
        saved = partial.bytes;
        savedAt = now;
      }
      report('downloading', partial.bytes);
    }
  } catch (error) {
    if (partial.bytes > saved) await partial.checkpoint(state);
    if (error instanceof SourceProblem || isDiskError(error)) throw error;
    signal.throwIfAborted();
    throw new SourceProblem('transient', `${download.url.host} broke off (${describeNetworkError(error)})`, {
      cause: error,
    });
  }
  await partial.checkpoint(state);
  if (partial.bytes < download.bytes)
    throw new SourceProblem(
      'transient',
      `${download.url.host} ended after ${partial.bytes} of ${download.bytes} bytes`,
    );
}

/** Only a strong validator may tie two answers together. */
function strongEtag({ headers }: HttpAnswer): string | undefined {
  const etag = headers.get('etag');
  return etag !== undefined && /^"[\x21\x23-\x7e]{1,200}"$/.test(etag) ? etag : undefined;
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'write' || error.syscall === 'fdatasync');
}
