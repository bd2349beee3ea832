import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A mirror of one model file, as slow as it is told to be. */
export interface ModelMirror {
  readonly url: string;
  /** Where each request for the file began, in bytes. */
  readonly begun: readonly number[];
  /** From now on answers come at once. */
  hurry(): void;
  close(): Promise<void>;
}

const PIECE = 1024 * 1024;
const PAUSE_MS = 100;

export async function startModelMirror(file: string): Promise<ModelMirror> {
  const bytes = readFileSync(file);
  const path = `/blobs/sha256/${createHash('sha256').update(bytes).digest('hex')}`;
  const begun: number[] = [];
  let slow = true;

  async function give(response: ServerResponse, start: number): Promise<void> {
    for (let at = start; at < bytes.length && !response.destroyed; at += PIECE) {
      await new Promise((resolve) => response.write(bytes.subarray(at, at + PIECE), resolve));
      if (slow) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    response.end();
  }

  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const headers = { 'content-length': bytes.length - start, etag: '"one"', 'accept-ranges': 'bytes' };
    const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start === 0 ? 200 : 206, start === 0 ? headers : { ...headers, ...range });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    begun.push(start);
    void give(response, start);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    begun,
    hurry() {
      slow = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
