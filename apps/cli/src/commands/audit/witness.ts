import { createServer, type IncomingMessage } from 'node:http';
import { resolve } from 'node:path';

import type { Witness } from '@riad/store';
import type { Command } from 'commander';

import { helpText, say } from '../../messages/say.ts';
import { integerBetween } from '../../numbers.ts';
import { note, print } from '../../output.ts';
import { collect } from '../data-control/call.ts';

/** A request holds a checkpoint and at most 63 hashes. */
const MAX_BODY_BYTES = 16 * 1024;

interface WitnessOptions {
  readonly name: string;
  readonly log: readonly string[];
  readonly folder: string;
  readonly host: string;
  readonly port: number;
}

/** A service of its own: it needs no server of Riad, and no log of its own. */
export function addWitness(audit: Command): void {
  audit
    .command('witness')
    .description(say('witness.about'))
    .requiredOption('--name <name>', say('witness.name'))
    .requiredOption('--log <key>', say('witness.log'), collect)
    .requiredOption('--folder <folder>', say('witness.folder'))
    .option('--host <address>', say('witness.host'), '127.0.0.1')
    .option('--port <number>', say('witness.port'), integerBetween(0, 65_535), 7380)
    .addHelpText(
      'after',
      helpText(
        ['riad audit witness --name witness.ministry.example/1 --log riad/1f2e3d4c+9c1a77b2+AR… --folder ./witness'],
        'witness.remark',
      ),
    )
    .action(async (options: WitnessOptions) => {
      const { openWitness } = await import('@riad/store');
      const { name, log: logs, folder } = options;
      serve(openWitness({ folder: resolve(folder), name, logs }), options);
    });
}

function serve(witness: Witness, { host, port }: WitnessOptions): void {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    const reply = (status: number, body: string): void => {
      response.writeHead(status, { 'content-type': status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8' });
      response.end(body);
    };
    if (request.method !== 'POST' || request.url?.endsWith('/add-checkpoint') !== true) {
      reply(404, 'POST /add-checkpoint\n');
      return;
    }
    void answer(request, witness).then(({ status, body }) => reply(status, body));
  });
  server.listen(port, host, () => {
    const address = server.address();
    const at = typeof address === 'object' && address !== null ? address.port : port;
    print(say('witness.listens', { address: `http://${host}:${at}` }));
    print(witness.verifierKey);
  });
}

async function answer(
  request: IncomingMessage,
  witness: Witness,
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const body = await readBody(request);
    return body === undefined ? { status: 413, body: 'too long\n' } : witness.answer(body);
  } catch (error) {
    note(String(error));
    return { status: 500, body: 'nothing was signed\n' };
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
