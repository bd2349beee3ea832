import { createFrameReader, encodeFrame } from '../protocol/frames.ts';
import type { FromWorker, ToWorker, WireGenerateRequest } from '../protocol/messages.ts';

/** A worker without a model, for the supervisor's tests: what it does is the prompt's first word. */
const send = (message: FromWorker): void => void process.stdout.write(encodeFrame(message));
const usage = { promptTokens: 1, completionTokens: 1, cachedTokens: 0, reasoningTokens: 0 };

process.stdin.on(
  'data',
  createFrameReader((message) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the supervisor of the same package is on the other side
    receive(message as ToWorker);
  }),
);
process.stdin.on('end', () => process.exit(0));

function receive(message: ToWorker): void {
  if (message.type === 'setup') setUp(message.setup.path);
  else if (message.type === 'generate') generate(message.id, message.request);
  else if (message.type === 'abort')
    send({
      type: 'error',
      id: message.id,
      error: { code: 'request.cancelled', message: 'aborted below', options: {} },
    });
}

function setUp(path: string): void {
  if (path.includes('crashes-on-load')) process.exit(3);
  if (path.includes('unusable')) {
    send({ type: 'unusable', error: { code: 'model.damaged', message: 'not a model', options: {} } });
    return;
  }
  if (path.includes('never-ready')) return;
  send({
    type: 'ready',
    facts: { contextLength: 100, supportsTools: false, supportsFim: false, dimensions: 4, driver: 'native' },
  });
}

function generate(id: number, { prompt }: WireGenerateRequest): void {
  const word = prompt.kind === 'text' ? prompt.text : '';
  send({ type: 'event', id, event: { type: 'start', promptTokens: 1, cachedTokens: 0 } });
  if (word === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (word === 'garbage') process.stdout.write(Buffer.from([0, 0, 0, 4, 1, 2, 3, 4]));
  if (word === 'unknown') process.stdout.write(encodeFrame({ type: 'surprise' }));
  if (word === 'wait') return;
  const text = word === 'environment' ? JSON.stringify(process.env) : word;
  send({ type: 'event', id, event: { type: 'text', text } });
  send({ type: 'event', id, event: { type: 'end', finish: 'stop', usage } });
}
