/**
 * `./riad bench guard`: what the guard finds, what it takes for personal data and is none, and how fast it reads, beside
 * Presidio and the packages of npm on the same documents in the same run. `--test` takes the part of the documents that
 * was never tuned on; `--texts FOLDER` adds texts about nobody; `--alone` leaves the peers out; `--dry` writes no results.
 */
import { parseArgs } from 'node:util';

import type { Document } from '../../packages/guard/eval/documents.ts';
import { documentsOf } from '../../packages/guard/eval/parts.ts';
import { describeMachine } from '../framework/machine.ts';
import { writeResult } from '../framework/results.ts';
import { measureAccuracy, measureDisguises, measureFalseAlarms, type FalseAlarms } from './accuracy.ts';
import { createRiadCandidate, type Candidate } from './candidates.ts';
import { createNpmPeers } from './peers/npm.ts';
import { createPresidio } from './peers/presidio.ts';
import { presentReport, type Figures } from './report.ts';
import { measureSpeed } from './speed.ts';
import { plainTexts } from './texts.ts';

const PEERS_READ = 20_000;

const { values } = parseArgs({
  options: {
    test: { type: 'boolean', default: false },
    texts: { type: 'string' },
    alone: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
  },
});

const machine = describeMachine();
const documents = values.test
  ? documentsOf('test')
  : (['development', 'wide', 'written'] as const).flatMap(documentsOf);
const texts = plainTexts(values.texts);
const riad = createRiadCandidate();
const { peers, absent } = values.alone ? { peers: [], absent: [] } : prepare([createPresidio(), ...createNpmPeers()]);

const speed = measureSpeed(texts);
const alarms: FalseAlarms[] = [];
for (const one of texts) alarms.push(await measureFalseAlarms(riad, one));
for (const peer of peers) for (const one of texts) alarms.push(await measureFalseAlarms(peer, one, PEERS_READ));
const figures: Figures = {
  part: values.test ? 'the test part' : 'the development parts, which the guard was built on',
  accuracies: await inTurn([riad, ...peers], (candidate) => measureAccuracy(candidate, documents)),
  disguised: [
    ...(await measureDisguises(riad, documents)),
    ...(await inTurn(peers.slice(0, 1), (peer) => measureDisguises(peer, everySixth(documents)))).flat(),
  ],
  alarms,
  peersRead: PEERS_READ,
  speed,
  absent,
};
const text = presentReport(figures);
process.stdout.write(`${text}\n`);
if (!values.dry) {
  const path = writeResult({ name: 'guard', machine, text, data: figures });
  process.stdout.write(`\n${path}\n`);
}

function prepare(candidates: readonly Candidate[]): {
  readonly peers: readonly Candidate[];
  readonly absent: string[];
} {
  const missing: string[] = [];
  const had = candidates.filter((candidate) => {
    try {
      candidate.prepare();
      return true;
    } catch (error) {
      missing.push(
        `${candidate.name} (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)})`,
      );
      return false;
    }
  });
  return { peers: had, absent: missing };
}

/** One document of each template. */
function everySixth(all: readonly Document[]): readonly Document[] {
  return all.filter((_, index) => index % 6 === 0);
}

async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
