/**
 * riad-server.ts MODEL THREADS SLOTS CELLS EOS…: the embedded engine behind the route of llama-server that is measured, so
 * that the client does the same on both sides. Prints its port and the process that runs the model.
 */
import { createServer, type ServerResponse } from 'node:http';
import { flushCompileCache } from 'node:module';
import { json } from 'node:stream/consumers';

import { modelName, systemClock } from '@riad/contracts';
import { createEmbeddedEngine } from '@riad/engine';
import { z } from 'zod';

const [path = '', threads = '1', slots = '1', cells = '2048', ...eos] = process.argv.slice(2);
const name = modelName('measured');
const bodySchema = z.object({ prompt: z.array(z.int()), n_predict: z.int() });

const engine = createEmbeddedEngine({
  installed: () => [
    { name, kind: 'chat', path, contextLength: 32_768, format: 'template', supportsTools: false, supportsFim: false },
  ],
  verify: async () => {},
  threads: Number(threads),
  memory: 'auto',
  contextLength: Number(cells),
  parallel: Number(slots),
  clock: systemClock,
  runtime: { compileCache: process.env['NODE_COMPILE_CACHE'] ?? '' },
  logger: {
    info() {},
    warn() {},
    error: (message, facts) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
  },
});
/** Neither side may end an answer early. */
const logitBias = new Map(eos.map((token) => [Number(token), -100]));

await engine.load(name);
flushCompileCache();
const server = createServer((request, response) => {
  void answer(json(request), response);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ port, worker: engine.models()[0]?.processId })}\n`);
});

async function answer(body: Promise<unknown>, response: ServerResponse): Promise<void> {
  const { prompt, n_predict: maxTokens } = bodySchema.parse(await body);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const run = engine.generate(
    {
      model: name,
      prompt: { kind: 'tokens', tokens: prompt },
      sampling: { temperature: 0, topP: 1, logitBias },
      maxTokens,
      stop: [],
      format: { kind: 'text' },
      echo: false,
      cacheKey: 'bench',
    },
    {
      onEvent(event) {
        if (event.type === 'text') response.write(`data: ${JSON.stringify({ content: event.text, stop: false })}\n\n`);
        if (event.type !== 'end') return;
        const { completionTokens, cachedTokens } = event.usage;
        response.end(
          `data: ${JSON.stringify({ content: '', stop: true, tokens_predicted: completionTokens, cached: cachedTokens })}\n\n`,
        );
      },
      onError: (error) => response.destroy(error),
    },
  );
  response.on('close', () => run.abort());
}
