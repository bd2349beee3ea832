import type { ConnectionPool } from './connection-pool.ts';

/** Sends a request without a body and gives the status of its answer. Rejects when the answer is not over in time. */
export function askStatus(pool: ConnectionPool, head: string, limitMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const exchange = pool.send(
      { head, body: Buffer.alloc(0) },
      {
        onHead: (answer) => void (status = answer.status),
        onData: () => undefined,
        onEnd() {
          clearTimeout(timer);
          resolve(status);
        },
        onError(error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
    const timer = setTimeout(() => {
      exchange.abort();
      reject(new Error(`no answer within ${limitMs} ms`));
    }, limitMs);
  });
}
