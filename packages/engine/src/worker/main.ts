import { flushCompileCache } from 'node:module';

import { PlatformError, type EnginePrompt, type Tokenization } from '@riad/contracts';

import { createFrameReader, encodeFrame } from '../protocol/frames.ts';
import type { FromWorker, ToWorker, WireError, WorkerSetup } from '../protocol/messages.ts';
import { openEmbedder, type Embedder } from './embedder.ts';
import { openModelSession, type ModelSession } from './model-session.ts';

/**
 * One model in a process of its own: frames in on standard input, frames out on standard output. When the other side is
 * gone, standard input ends and so does this process.
 */
const send = (message: FromWorker): void => {
  // What is said in one turn of the loop goes out together: the tokens of a batch are one write.
  if (outgoing.push(encodeFrame(message)) === 1) setImmediate(flush);
};
let outgoing: Buffer[] = [];

function flush(): void {
  const [first] = outgoing;
  process.stdout.write(outgoing.length === 1 && first !== undefined ? first : Buffer.concat(outgoing));
  outgoing = [];
}
const runs = new Map<number, { abort(): void } | 'starting' | 'aborted'>();
let session: ModelSession | undefined;
let embedder: Embedder | undefined;

process.stdin.on(
  'data',
  createFrameReader((message) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this pipe are this package, of one version
    void receive(message as ToWorker);
  }),
);
process.stdin.on('end', leave);
process.stdin.on('error', leave);
process.stdout.on('error', leave);

/** At once: an ordinary exit would wait for the native threads, and there is nothing to save. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}

const SIGN_MS = 1000;
let lastSign = 0;
/** Tells at most once a second that work goes on, and how fast. */
function onProgress(): void {
  const now = performance.now();
  if (now - lastSign < SIGN_MS) return;
  lastSign = now;
  sign();
  // The last batch of a burst is counted too.
  setTimeout(sign, SIGN_MS).unref();
}

function sign(): void {
  send(session === undefined ? { type: 'alive' } : { type: 'throughput', throughput: session.throughput() });
}

async function receive(message: ToWorker): Promise<void> {
  if (message.type === 'setup') return setUp(message.setup);
  if (message.type === 'abort') return abort(message.id);
  if (message.type === 'forget') return session?.forget(message.cacheKeyPrefix);
  try {
    await answer(message);
  } catch (error) {
    runs.delete(message.id);
    send({ type: 'error', id: message.id, error: presentError(error) });
  }
}

async function setUp(setup: WorkerSetup): Promise<void> {
  try {
    if (setup.kind === 'chat') session = await openModelSession(setup, onProgress);
    else embedder = await openEmbedder(setup, onProgress);
  } catch (error) {
    send({ type: 'unusable', error: presentError(error, 'model.damaged') });
    return;
  }
  const facts = (session ?? embedder)?.facts;
  if (facts !== undefined) send({ type: 'ready', facts });
  // This process never ends in the ordinary way, which is when compiled code is kept for the next one.
  setImmediate(flushCompileCache);
}

async function answer(message: Exclude<ToWorker, { type: 'setup' | 'abort' | 'forget' }>): Promise<void> {
  const { id } = message;
  switch (message.type) {
    case 'generate':
      return generate(id, message.request);
    case 'embed': {
      const { vectors, promptTokens } = await requireEmbedder().embed(message.inputs);
      send({
        type: 'embedded',
        id,
        promptTokens,
        vectors: vectors.map((vector) => Buffer.from(vector.buffer).toString('base64')),
      });
      return;
    }
    case 'tokenize':
      send({ type: 'tokenized', id, ...tokenize(message.prompt, message.addSpecial) });
      return;
    case 'detokenize':
      send({ type: 'detokenized', id, text: (embedder ?? requireSession()).detokenize(message.tokens) });
      return;
    case 'info':
      send({ type: 'described', id, info: (embedder ?? requireSession()).info() });
  }
}

function tokenize(prompt: EnginePrompt, addSpecial: boolean): Omit<Tokenization, 'contextLength'> {
  return embedder !== undefined && prompt.kind === 'text'
    ? embedder.tokenize(prompt.text, addSpecial)
    : requireSession().tokenize(prompt, addSpecial);
}

async function generate(id: number, request: Extract<ToWorker, { type: 'generate' }>['request']): Promise<void> {
  runs.set(id, 'starting');
  const run = await requireSession().generate(request, {
    onEvent(event) {
      if (event.type === 'end') runs.delete(id);
      send({ type: 'event', id, event });
    },
    onError(error) {
      runs.delete(id);
      send({ type: 'error', id, error: presentError(error) });
    },
  });
  if (runs.get(id) === 'aborted') run.abort();
  if (runs.has(id)) runs.set(id, run);
}

function abort(id: number): void {
  const run = runs.get(id);
  if (run === undefined) return;
  if (typeof run === 'string') runs.set(id, 'aborted');
  else run.abort();
}

function requireSession(): ModelSession {
  if (session !== undefined) return session;
  throw new PlatformError('model.not_capable', 'this model makes embeddings; it does not write text', {
    field: 'model',
  });
}

function requireEmbedder(): Embedder {
  if (embedder !== undefined) return embedder;
  throw new PlatformError('model.not_capable', 'this model writes text; it makes no embeddings', { field: 'model' });
}

function presentError(error: unknown, otherwise: 'model.damaged' | 'server.internal' = 'server.internal'): WireError {
  if (error instanceof PlatformError) {
    // Of everything expected only this one has a cause that no request can explain.
    if (error.code === 'engine.crashed') report(error.cause);
    const { code, message, field, remedy, retryAfterSeconds } = error;
    return {
      code,
      message,
      options: {
        ...(field === undefined ? {} : { field }),
        ...(remedy === undefined ? {} : { remedy }),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      },
    };
  }
  report(error);
  const message = otherwise === 'model.damaged' ? 'the model file could not be loaded' : 'the model failed';
  return { code: otherwise, message, options: {} };
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
