/**
 * `node tools/mistral-formats/compare.ts [--python PATH] [--each N] [--write]`: renders conversations with Riad and with
 * mistral-common, which has to be in that Python, and compares the token ids. `--write` keeps what mistral-common makes of
 * them for the tests, which then need no Python. Exit 3 when one differs.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import {
  renderMistral,
  type MistralConversation,
  type MistralVersion,
} from '../../packages/engine/src/formats/mistral.ts';
import { createConversation } from './conversations.ts';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    each: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
  },
});
const tokenizers: readonly (readonly [name: string, version: MistralVersion])[] = [
  ['v1', 1],
  ['v2', 2],
  ['v3', 3],
  ['v3-tekken', 3],
  ['v7', 7],
  ['v7-tekken', 7],
  ['v11', 11],
  ['v13', 13],
  ['v15', 15],
];
/** Kept for the tests of each tokenizer. */
const KEPT = 36;

const answerShape = z.union([
  z.object({ refused: z.string() }),
  z.object({
    same: z.boolean(),
    tokens: z.int(),
    pieces: z.array(z.union([z.object({ control: z.string() }), z.object({ text: z.string() })])),
  }),
]);

const python = spawn(options.python, [fileURLToPath(new URL('render.py', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

async function ask(tokenizer: string, version: MistralVersion, conversation: MistralConversation) {
  const segments = renderMistral(version, conversation);
  python.stdin.write(`${JSON.stringify({ tokenizer, conversation, segments })}\n`);
  const { value } = await answers.next();
  return answerShape.parse(JSON.parse(String(value)));
}

interface Compared {
  readonly tokenizer: string;
  readonly version: MistralVersion;
  readonly conversation: MistralConversation;
  readonly pieces: readonly unknown[];
}

/** Conversations of one tokenizer, as many as are wanted, those left out that mistral-common refuses. */
async function compare(tokenizer: string, version: MistralVersion): Promise<readonly Compared[]> {
  const alike: Compared[] = [];
  let tokens = 0;
  let refused = 0;
  for (let seed = 0; alike.length < wanted && seed < wanted * 10; seed++) {
    const conversation = createConversation(version, seed);
    const answer = await ask(tokenizer, version, conversation);
    if ('refused' in answer) {
      refused++;
      process.stdout.write(`${tokenizer}, seed ${seed}: refused there: ${answer.refused}\n`);
    } else if (answer.same) {
      tokens += answer.tokens;
      alike.push({ tokenizer, version, conversation, pieces: answer.pieces });
    } else {
      different++;
      const [ours, theirs] = [renderMistral(version, conversation), answer.pieces].map((one) => JSON.stringify(one));
      process.stdout.write(`${tokenizer}, seed ${seed} differs\n  ours   ${ours}\n  wanted ${theirs}\n`);
    }
  }
  process.stdout.write(`${tokenizer}: ${alike.length} alike, ${tokens} tokens, ${refused} refused there\n`);
  return alike;
}

const wanted = Number(options.each);
const kept: Compared[] = [];
let different = 0;
let compared = 0;
for (const [tokenizer, version] of tokenizers) {
  const alike = await compare(tokenizer, version);
  compared += alike.length;
  kept.push(...alike.slice(0, KEPT));
}
python.stdin.end();
process.stdout.write(`${compared} conversations alike, ${different} differ\n`);
if (different > 0) process.exitCode = 3;
else if (options.write) {
  const file = new URL('../../packages/engine/src/formats/mistral-conversations.json', import.meta.url);
  writeFileSync(file, `[\n${kept.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
}
