import { table } from '../framework/results.ts';
import { median } from '../framework/statistics.ts';
import type { LoadOutcome, Measured } from './client.ts';
import { guardedBodies, type GuardedBodyName } from './bodies.ts';
import type { Measurements } from './measurements.ts';
import type { GuardRound } from './phases/guard.ts';
import { abortPhases } from './phases/aborts.ts';

const EVENTS_PER_STREAM = 100;

/** The figures that were promised, and what was measured. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly measured: number | undefined;
  readonly reached: boolean;
}

/** Requests per second of processor time; NaN when not measured. */
export function perProcessorSecond(rounds: readonly Measured[]): number {
  return median(rounds.map(({ done, processorSeconds }) => done / processorSeconds));
}

/** Microseconds of processor time per event. */
export function microsecondsPerEvent(rounds: readonly Measured[]): number {
  return median(rounds.map(({ done, processorSeconds }) => (processorSeconds * 1e6) / (done * EVENTS_PER_STREAM)));
}

/** Rounds are interleaved, so the ratio is taken within each. */
function ratio(of: readonly Measured[], to: readonly Measured[]): number {
  return median(
    of.flatMap((own, round) => {
      const other = to[round];
      if (other === undefined) return [];
      return [own.done / own.processorSeconds / (other.done / other.processorSeconds)];
    }),
  );
}

/** Added to the same quantile without a gateway, in milliseconds: the median over rounds of the difference within each. */
function added(of: readonly LoadOutcome[], direct: readonly LoadOutcome[], quantile: 'p50Ms' | 'p99Ms'): number {
  return median(
    of.flatMap((own, round) => (direct[round] === undefined ? [] : [own[quantile] - direct[round][quantile]])),
  );
}

/** Of the throughput without the guard, within each round. */
function guardShare(rounds: readonly GuardRound[], wanted: GuardedBodyName): number {
  const own = rounds.filter(({ body }) => body === wanted);
  return ratio(
    own.map(({ guarded }) => guarded),
    own.map(({ unguarded }) => unguarded),
  );
}

export function goalsOf(all: readonly Measurements[], direct: Measurements): readonly Goal[] {
  const find = (name: string): Measurements | undefined => all.find((candidate) => candidate.name === name);
  const riad = find('Riad');
  const nginx = find('nginx');
  if (riad === undefined || nginx === undefined) return [];
  const portkey = find('Portkey');
  const litellm = find('LiteLLM');
  const atLeast = (what: string, goal: number, measured: number): Goal => ({
    what,
    goal: `≥ ${goal}`,
    measured,
    reached: measured >= goal,
  });
  const atMost = (what: string, goal: number, measured: number): Goal => ({
    what,
    goal: `≤ ${goal}`,
    measured,
    reached: measured <= goal,
  });
  const kills = riad.kills;
  return [
    atLeast('requests per CPU second, 32 connections, of nginx', 0.2, ratio(riad.throughput32, nginx.throughput32)),
    atLeast('requests per CPU second, 256 connections, of nginx', 0.25, ratio(riad.throughput256, nginx.throughput256)),
    atLeast('the same at 32, times Portkey', 6, ratio(riad.throughput32, portkey?.throughput32 ?? [])),
    atLeast('the same at 32, times LiteLLM', 80, ratio(riad.throughput32, litellm?.throughput32 ?? [])),
    atMost('CPU per paced stream event, of nginx', 1.9, 1 / ratio(riad.paced, nginx.paced)),
    atMost('added p50 at 500 req/s, ms', 0.6, added(riad.latency, direct.latency, 'p50Ms')),
    atMost('added p99 at 500 req/s, ms', 3, added(riad.latency, direct.latency, 'p99Ms')),
    ...guardedBodies.map((body) =>
      atLeast(`requests per CPU second with the guard, of without it, ${body}`, 0.85, guardShare(riad.guard, body)),
    ),
    ...abortPhases.map((phase) => {
      const outcome = riad.aborts.find((candidate) => candidate.phase === phase);
      const within = outcome?.noticedMs.filter((ms) => ms <= 100).length ?? 0;
      return atLeast(
        `aborts upstream within 100 ms, ${phase}, %`,
        100,
        (100 * within) / (outcome?.tries ?? Number.NaN),
      );
    }),
    ...kills.flatMap(({ busyDisk, answeredUnrecorded, forwardedUnrecorded }) => {
      const when = busyDisk ? 'kill -9, busy disk' : 'kill -9';
      return [
        atMost(`answered without a record, ${when}`, 0, answeredUnrecorded),
        atMost(`forwarded without a record, ${when}`, 0, forwardedUnrecorded),
      ];
    }),
    atMost('memory of the server at rest, MiB', 120, riad.idleMiB),
    atMost('memory of the server with 256 streams, MiB', 220, riad.streamsMiB ?? Number.NaN),
  ];
}

export function presentReport(all: readonly Measurements[], direct: Measurements): string {
  return [
    '## Goals',
    table(
      ['figure', 'goal', 'measured', ''],
      goalsOf(all, direct).map(({ what, goal, measured, reached }) => [
        what,
        goal,
        number(measured ?? Number.NaN),
        reached ? 'reached' : 'short',
      ]),
    ),
    '## Throughput',
    'Requests of 1.5 kB, answers of 0.6 kB, closed loop, one core; all processes of a candidate counted. Ratios are taken within a round.',
    throughputTable(all),
    '## Latency',
    'Open loop, 500 requests per second, added to the same quantile without a gateway.',
    latencyTable(all, direct),
    '## Clients that leave',
    'Upstream connection closed within 100 ms / tries, and the slowest notice.',
    abortTable(all),
    '## Killed under load',
    killTable(all),
    '## Start and memory',
    'Memory of the process that serves; children (PostgreSQL) are not in it. Batches: how often everybody was sent 16,000 requests before the first round, until they became no cheaper.',
    table(
      ['', 'first answer after s', 'batches of warm-up', 'MiB at rest', 'MiB with 256 streams'],
      all.map((one) => [
        one.name,
        number(one.startSeconds),
        String(one.warmUpBatches),
        number(one.idleMiB),
        number(one.streamsMiB ?? Number.NaN),
      ]),
    ),
  ].join('\n\n');
}

function throughputTable(all: readonly Measurements[]): string {
  const nginx = all.find(({ name }) => name === 'nginx');
  return table(
    [
      '',
      'req/CPU s at 32',
      'of nginx',
      'req/CPU s at 256',
      'of nginx',
      'burst µs/event',
      'of nginx',
      'paced µs/event',
      'of nginx',
    ],
    all.map((one) => [
      one.name,
      whole(perProcessorSecond(one.throughput32)),
      number(ratio(one.throughput32, nginx?.throughput32 ?? [])),
      whole(perProcessorSecond(one.throughput256)),
      number(ratio(one.throughput256, nginx?.throughput256 ?? [])),
      number(microsecondsPerEvent(one.burst)),
      number(1 / ratio(one.burst, nginx?.burst ?? [])),
      number(microsecondsPerEvent(one.paced)),
      number(1 / ratio(one.paced, nginx?.paced ?? [])),
    ]),
  );
}

function latencyTable(all: readonly Measurements[], direct: Measurements): string {
  return table(
    ['', 'upstream 20 ms: p50 ms', 'p99 ms', 'upstream at once: p50 ms', 'p99 ms'],
    all.map((one) => [
      one.name,
      number(added(one.latency, direct.latency, 'p50Ms')),
      number(added(one.latency, direct.latency, 'p99Ms')),
      number(added(one.latencyInstant, direct.latencyInstant, 'p50Ms')),
      number(added(one.latencyInstant, direct.latencyInstant, 'p99Ms')),
    ]),
  );
}

function abortTable(all: readonly Measurements[]): string {
  return table(
    ['', ...abortPhases],
    all
      .filter(({ aborts }) => aborts.length > 0)
      .map(({ name, aborts }) => [
        name,
        ...abortPhases.map((phase) => {
          const outcome = aborts.find((candidate) => candidate.phase === phase);
          if (outcome === undefined) return '';
          const within = outcome.noticedMs.filter((ms) => ms <= 100).length;
          return `${within}/${outcome.tries}${within === 0 ? '' : `, ${number(Math.max(...outcome.noticedMs))} ms`}`;
        }),
      ]),
  );
}

function killTable(all: readonly Measurements[]): string {
  return table(
    ['', 'disk', 'answered', 'without record', 'forwarded', 'without record', 'slowest answer ms'],
    all.flatMap(({ name, kills }) =>
      kills.map((kill) => [
        name,
        kill.busyDisk ? 'busy' : 'quiet',
        String(kill.answered),
        String(kill.answeredUnrecorded),
        String(kill.forwarded),
        String(kill.forwardedUnrecorded),
        whole(kill.slowestMs),
      ]),
    ),
  );
}

function number(value: number): string {
  if (Number.isNaN(value)) return '-';
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(value < 0.1 && value > 0 ? 3 : 2);
}

function whole(value: number): string {
  return Number.isNaN(value) ? '-' : Math.round(value).toLocaleString('en');
}
