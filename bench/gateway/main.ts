/**
 * `./riad bench gateway`: nginx, a bare undici relay, Portkey, LiteLLM and Riad in one run, each pinned to one core against
 * the same mock upstream, rounds interleaved. `--only Riad,nginx` leaves others out, `--phases throughput,memory` phases;
 * `--dry` writes no results.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { describeMachine } from '../framework/machine.ts';
import { residentMiB } from '../framework/processes.ts';
import { writeResult } from '../framework/results.ts';
import type { Candidate } from './candidates/candidate.ts';
import { createLiteLlm } from './candidates/litellm.ts';
import { createNginx } from './candidates/nginx.ts';
import { createPortkey } from './candidates/portkey.ts';
import { createRiad } from './candidates/riad.ts';
import { createUndiciRelay } from './candidates/undici-relay.ts';
import { newMeasurements, type Measurements } from './measurements.ts';
import { measureAborts } from './phases/aborts.ts';
import { measureGuard } from './phases/guard.ts';
import { measureKill } from './phases/kill.ts';
import { measureLatency } from './phases/latency.ts';
import { measureStreamMemory } from './phases/memory.ts';
import { measureBurst, measurePaced, measureThroughput } from './phases/throughput.ts';
import { warmUp } from './phases/warm-up.ts';
import { presentReport } from './report.ts';
import { startCandidate, startMock, type Running } from './running.ts';
import { buildNative, removeScratch } from './work-folder.ts';

const allPhases = ['throughput', 'streams', 'latency', 'guard', 'memory', 'aborts', 'kill'];
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    phases: { type: 'string', default: allPhases.join(',') },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    port: { type: 'string', default: '19300' },
    dry: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const upstream = Number(values.port);
const phases = new Set(values.phases.split(','));
const REST_MS = 10_000;

const machine = describeMachine();
const riad = createRiad();
const unguarded = createRiad({ guarded: false });
const direct = newMeasurements('direct');
const candidates = await prepare([
  createNginx(),
  createUndiciRelay(),
  createPortkey(),
  createLiteLlm(),
  riad,
  unguarded,
]);
const measured = new Map<Candidate, Measurements>(
  candidates.map((candidate) => [candidate, newMeasurements(candidate.name)]),
);

try {
  await measureAll();
} finally {
  removeScratch();
}
const all = [...measured].filter(([candidate]) => candidate !== unguarded).map(([, own]) => own);
const report = presentReport(all, direct);
process.stdout.write(`\n${report}\n`);
if (!values.dry) {
  const path = writeResult({
    name: 'gateway',
    machine,
    text: report,
    data: { direct, candidates: all },
  });
  process.stdout.write(`\nWritten to ${path}\n`);
}

async function prepare(wanted: readonly Candidate[]): Promise<readonly Candidate[]> {
  const only = values.only?.toLowerCase().split(',');
  const ready: Candidate[] = [];
  for (const candidate of wanted) {
    if (candidate === unguarded && !phases.has('guard')) continue;
    if (only !== undefined && candidate !== unguarded && !only.includes(candidate.name.toLowerCase())) continue;
    say(`Preparing ${candidate.name}`);
    try {
      await candidate.prepare();
      ready.push(candidate);
    } catch (error) {
      say(
        `${candidate.name} cannot be had here and is left out: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return ready;
}

async function measureAll(): Promise<void> {
  const mock = startMock(buildNative('mock'), upstream);
  const running: Running[] = [];
  try {
    for (const [index, candidate] of candidates.entries()) running.push(await start(candidate, upstream + 1 + index));
    await wait(REST_MS);
    for (const one of running) of(one).idleMiB = residentMiB(one.pid);
    for (const one of running) {
      of(one).warmUpBatches = await warmUp(one);
      say(`${one.candidate.name} was warm after ${of(one).warmUpBatches} batches`);
    }
    for (let round = 0; round < rounds; round++) {
      await measureRound(running, round);
      if (phases.has('guard')) await measureGuardRound(running);
    }
    await stopUnguarded(running);
    if (phases.has('memory')) await measureMemory(running);
    mock.kill();
    await wait(200);
    if (phases.has('aborts')) await measureAllAborts(running);
    if (phases.has('kill')) await measureKills(running);
  } finally {
    mock.kill();
    await Promise.all(running.map((one) => one.stop()));
  }
}

async function start(candidate: Candidate, port: number): Promise<Running> {
  say(`Starting ${candidate.name}`);
  const running = await startCandidate(candidate, { port, upstream });
  of(running).startSeconds = running.startSeconds;
  return running;
}

async function measureRound(running: readonly Running[], round: number): Promise<void> {
  say(`Round ${round + 1} of ${rounds}`);
  if (phases.has('latency')) {
    direct.latency.push(await measureLatency(upstream, 'whole-20ms', 500));
    direct.latencyInstant.push(await measureLatency(upstream, 'whole', 500));
  }
  for (const one of running.filter(({ candidate }) => candidate !== unguarded)) {
    const own = of(one);
    const slow = one.candidate.slow === true;
    if (phases.has('throughput')) {
      own.throughput32.push(await measureThroughput(one, 32, seconds));
      if (!slow) own.throughput256.push(await measureThroughput(one, 256, seconds));
    }
    if (phases.has('streams')) {
      own.burst.push(await measureBurst(one, slow ? 4 : 32, seconds));
      if (!slow) own.paced.push(await measurePaced(one, 32, 3));
    }
    if (phases.has('latency') && !slow) {
      own.latency.push(await measureLatency(one, 'whole-20ms', 500));
      own.latencyInstant.push(await measureLatency(one, 'whole', 500));
    }
  }
}

/** It has no part in the phases that follow. */
async function stopUnguarded(running: Running[]): Promise<void> {
  const place = running.findIndex(({ candidate }) => candidate === unguarded);
  const [stopped] = place === -1 ? [] : running.splice(place, 1);
  await stopped?.stop();
}

async function measureGuardRound(running: readonly Running[]): Promise<void> {
  const guarded = running.find(({ candidate }) => candidate === riad);
  const other = running.find(({ candidate }) => candidate === unguarded);
  if (guarded === undefined || other === undefined) return;
  of(guarded).guard.push(...(await measureGuard({ guarded, unguarded: other }, seconds)));
}

async function measureMemory(running: readonly Running[]): Promise<void> {
  for (const one of running.filter(({ candidate }) => candidate.slow !== true))
    of(one).streamsMiB = await measureStreamMemory(one, 256);
}

async function measureAllAborts(running: readonly Running[]): Promise<void> {
  for (const one of running) {
    say(`Clients that leave ${one.candidate.name}`);
    of(one).aborts = await measureAborts(one, upstream, 20);
  }
}

async function measureKills(running: readonly Running[]): Promise<void> {
  const victim = running.find(({ candidate }) => candidate === riad);
  if (victim === undefined) return;
  say('Killing Riad under load');
  const quiet = await measureKill(victim, { upstreamPort: upstream, data: riad.data, busyDisk: false });
  await victim.stop();
  const mock = startMock(buildNative('mock'), upstream);
  const again = await startCandidate(riad, { port: victim.port, upstream });
  mock.kill();
  await wait(200);
  const busy = await measureKill(again, { upstreamPort: upstream, data: riad.data, busyDisk: true });
  await again.stop();
  of(victim).kills = [quiet, busy];
}

function of(running: Running): Measurements {
  const own = measured.get(running.candidate);
  if (own === undefined) throw new Error(`${running.candidate.name} was not prepared`);
  return own;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
