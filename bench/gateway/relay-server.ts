/** The bare relay that the benchmark compares with: `node relay-server.ts PORT UPSTREAM_PORT`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { Pool, type Dispatcher } from 'undici';

const [port = '', upstream = ''] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${upstream}`, { connections: 512, pipelining: 1 });

class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on('drain', () => this.#controller?.resume());
    response.on('close', () => {
      if (!response.writableFinished) this.#controller?.abort(new Error('the client has left'));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.#response.writeHead(status, {
      'content-type': headers['content-type']?.toString() ?? 'application/json',
      ...(headers['content-length'] === undefined ? {} : { 'content-length': headers['content-length'].toString() }),
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#response.end();
  }

  onResponseError(): void {
    this.#response.destroy();
  }
}

function relay(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [first] = chunks;
    pool.dispatch(
      {
        path: request.url ?? '/',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks),
      },
      new Relay(response),
    );
  });
}

createServer(relay).listen(Number(port), '127.0.0.1');
