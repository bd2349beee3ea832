import type { Tally } from '../../packages/guard/eval/score.ts';
import { table } from '../framework/results.ts';
import type { Accuracy, Disguised, FalseAlarms } from './accuracy.ts';
import type { Speed } from './speed.ts';

export interface Figures {
  /** What the documents are: `development and wide` or `test`. */
  readonly part: string;
  readonly accuracies: readonly Accuracy[];
  readonly disguised: readonly Disguised[];
  readonly alarms: readonly FalseAlarms[];
  /** How much of each text the peers read, in bytes; they are too slow for all of it. */
  readonly peersRead: number;
  readonly speed: Speed;
  /** Peers that could not be had, and why. */
  readonly absent: readonly string[];
}

/** Classes of the table of targets, with what each must reach. */
const classes: readonly (readonly [name: string, keys: readonly string[], recall: number, precision: number])[] = [
  ['RIB, IBAN, ICE, card, NIR, SIREN, SIRET', ['rib', 'iban', 'ice', 'card', 'nir', 'siren', 'siret'], 99.5, 99.5],
  ['telephone, e-mail, IP', ['phone', 'email', 'ip'], 99, 99],
  ['CIN', ['cin'], 97, 95],
  [
    'plate, Massar, passport, IF, RC, TP, CNSS, AMO, IDCS, licence, residence card, civil status',
    [
      'plate',
      'massar',
      'passport',
      'tax_id',
      'trade_register',
      'patente',
      'cnss',
      'amo',
      'idcs',
      'driving_licence',
      'residence_card',
      'civil_status',
    ],
    97,
    97,
  ],
  ['date of birth', ['birth_date'], 95, 95],
  ['address', ['address'], 90, 90],
  ['names, French', ['person fr'], 95, 92],
  ['names, Arabic', ['person ar'], 92, 90],
  ['names, Darija in Arabic letters', ['person ary'], 88, 85],
  ['names, Arabizi', ['person arz'], 82, 80],
  ['sensitive, about a person', ['sensitive'], 90, 85],
  ['secrets', ['secret', 'url_credentials'], 98, 98],
];

export function presentReport(figures: Figures): string {
  return [
    `Documents: ${figures.part}.`,
    presentClasses(figures),
    presentSpeeds(figures),
    presentAlarms(figures),
    presentDisguises(figures),
    ...(figures.absent.length === 0 ? [] : [`Left out: ${figures.absent.join('; ')}.`]),
  ].join('\n\n');
}

function presentClasses({ accuracies }: Figures): string {
  const head = ['class', ...accuracies.map(({ candidate }) => candidate), 'target'];
  const rows = classes.map(([name, keys, recall, precision]) => [
    name,
    ...accuracies.map(({ tallies }) => recallAndPrecision(keys.map((key) => tallies[key]))),
    `${recall} / ${precision}`,
  ]);
  const leaks = accuracies.map(({ leaking, documents }) => percent(leaking, documents));
  return `Typed recall / precision in %, a span counts when 80 % of it is shared:\n\n${table(head, [...rows, ['documents with a missed value of high risk', ...leaks, '']])}`;
}

function recallAndPrecision(tallies: readonly (Tally | undefined)[]): string {
  const sum = (field: keyof Tally): number => tallies.reduce((total, tally) => total + (tally?.[field] ?? 0), 0);
  return `${percent(sum('found'), sum('gold'))} / ${percent(sum('right'), sum('reported'))} (${sum('gold')})`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1);
}

function presentSpeeds({ speed, accuracies }: Figures): string {
  const { throughput, message, chunk, worst } = speed;
  const rows = [
    ...throughput.map(({ name, megabytesPerSecond }) => [
      name,
      `${megabytesPerSecond.toFixed(1)} MB/s`,
      targetOf(name),
    ]),
    ['message of 2 KB, median', `${message.p50Ms.toFixed(3)} ms`, '≤ 0.5 ms'],
    ['… 99th percentile', `${message.p99Ms.toFixed(3)} ms`, '≤ 2 ms'],
    [
      'a chunk of an answer, restored and scanned, mean of processor time',
      `${chunk.meanMicros.toFixed(1)} µs`,
      '≤ 20 µs',
    ],
    ['… median', `${chunk.p50Micros.toFixed(1)} µs`, ''],
    ['… 99th percentile', `${chunk.p99Micros.toFixed(1)} µs`, ''],
    [`slowest made-up text (${worst.name})`, `${worst.megabytesPerSecond.toFixed(1)} MB/s`, '≥ 1 MB/s'],
  ];
  const besides = accuracies.map(({ candidate, megabytesPerSecond }) => [candidate, megabytesPerSecond.toFixed(3)]);
  return `Speed of one core, names on, in processor time:\n\n${table(['what', 'measured', 'target'], rows)}\n\nThe same short documents, one by one, in MB/s:\n\n${table(['', 'MB/s'], besides)}`;
}

function targetOf(name: string): string {
  if (name.endsWith('fr')) return '≥ 15 MB/s';
  return /ary?$/.test(name) ? '≥ 8 MB/s' : '';
}

function presentAlarms({ alarms, peersRead }: Figures): string {
  const rows = alarms.map((one) => [
    one.candidate,
    one.texts,
    one.megabytes.toFixed(2),
    perMegabyte(one.highRisk, one),
    perMegabyte(one.names, one),
    perMegabyte(one.sensitive, one),
  ]);
  const head = ['', 'texts', 'MB', 'high risk per MB (≤ 2)', 'names per MB (≤ 30)', 'sensitive per MB'];
  return `Spans in laws and encyclopedic texts (peers read the first ${peersRead / 1000} kB of each; names of history are names):\n\n${table(head, rows)}`;
}

function perMegabyte(count: number, { megabytes }: FalseAlarms): string {
  return megabytes === 0 ? '–' : (count / megabytes).toFixed(1);
}

function presentDisguises({ disguised }: Figures): string {
  const shown = ['cin', 'rib', 'iban', 'ice', 'card', 'phone', 'email'];
  const rows = disguised.map(({ candidate, disguise, tallies }) => [
    candidate,
    disguise,
    ...shown.map((type) => percent(tallies[type]?.found ?? 0, tallies[type]?.gold ?? 0)),
  ]);
  return `Typed recall in % of values in disguise (Presidio on every sixth document):\n\n${table(['', 'disguise', ...shown], rows)}`;
}
