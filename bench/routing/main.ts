/**
 * Routing over eight servers of one model, simulated: no model runs. Riad's own code chooses (`packages/gateway`), beside the
 * rules of other gateways, on the same requests.
 */
import { describeMachine } from '../framework/machine.ts';
import { table, writeResult } from '../framework/results.ts';
import { policies } from './policies.ts';
import { simulate, type Outcome } from './simulate.ts';
import { makeWorkload, type WorkloadKind } from './workload.ts';

const cases: readonly { readonly kind: WorkloadKind; readonly perSecond: number; readonly rough: boolean }[] = [
  { kind: 'contracts', perSecond: 20, rough: false },
  { kind: 'contracts', perSecond: 30, rough: false },
  { kind: 'chat', perSecond: 40, rough: false },
  { kind: 'contracts', perSecond: 20, rough: true },
  { kind: 'chat', perSecond: 30, rough: true },
];

const machine = describeMachine();
const data: Record<string, Record<string, Outcome>> = {};
const sections = cases.map(({ kind, perSecond, rough }) => {
  const title = `${kind}, ${perSecond} requests/s${rough ? ', unequal servers that keep less than is believed' : ''}`;
  const requests = makeWorkload(kind, perSecond);
  const outcomes = policies.map((policy) => ({ name: policy.name, outcome: simulate(requests, policy, rough) }));
  data[title] = Object.fromEntries(outcomes.map(({ name, outcome }) => [name, outcome]));
  const rows = outcomes.map(({ name, outcome }) => [
    name,
    `${outcome.firstTokenP50.toFixed(2)} s`,
    `${outcome.firstTokenP90.toFixed(2)} s`,
    `${Math.round(outcome.hitShare * 100)} %`,
    Math.round(outcome.tokensPerSecond).toLocaleString('en'),
  ]);
  const head = ['rule', 'first token, median', 'first token, p90', 'prompt already read', 'tokens/s'];
  return `## ${title}\n\n${table(head, rows)}`;
});
const notes = `A simulation: eight servers that read 12,000 tokens/s and keep 288,000, two minutes of arrivals. A figure says how the
rules compare, not how fast a server is. Reading in pieces and pre-emption are not modelled.`;
const text = `${notes}\n\n${sections.join('\n\n')}`;
process.stdout.write(`${text}\n`);
if (!process.argv.includes('--dry'))
  process.stdout.write(`\n${writeResult({ name: 'routing', machine, text, data })}\n`);
