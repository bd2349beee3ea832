import { request } from 'node:http';

export interface Completion {
  /** Milliseconds to the first token and to the end. */
  readonly first: number;
  readonly total: number;
  readonly tokens: number;
}

/** One streamed completion of token ids, greedy. */
export function complete(port: number, prompt: readonly number[], tokens: number): Promise<Completion> {
  const body = JSON.stringify({
    prompt,
    n_predict: tokens,
    stream: true,
    cache_prompt: true,
    ignore_eos: true,
    temperature: 0,
  });
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path: '/completion',
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        let first = 0;
        let rest = '';
        let predicted = 0;
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (first === 0) first = performance.now() - started;
          rest = (rest + chunk).slice(-4000);
        });
        response.on('end', () => {
          // llama-server counts in every event: the last one tells.
          predicted = Number([...rest.matchAll(/"tokens_predicted":(?<count>\d+)/g)].at(-1)?.groups?.['count'] ?? 0);
          resolve({ first, total: performance.now() - started, tokens: predicted });
        });
        response.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
