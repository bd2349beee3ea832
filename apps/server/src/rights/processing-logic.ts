import type { Ledger } from '@riad/store';

import type { IsTheirs } from '../record-owners.ts';

/** Which models, places and policy versions worked for the organisation: the logic of automated processing (art. 7). */
export interface ProcessingLogic {
  readonly requests: number;
  readonly models: Readonly<Record<string, number>>;
  readonly locations: Readonly<Record<string, number>>;
  readonly policyVersions: readonly string[];
  readonly decisions: Readonly<Record<string, number>>;
  readonly note: string;
}

const note =
  'A language model computes likely words from those it is given. It keeps nothing of a conversation. Before each request the guard finds identifiers by their form and check digits, and the policy decides what may leave the organisation. No decision with legal effect is taken by a machine.';

export async function describeLogic(ledger: Ledger, isTheirs: IsTheirs): Promise<ProcessingLogic> {
  const models: Record<string, number> = {};
  const locations: Record<string, number> = {};
  const decisions: Record<string, number> = {};
  const policyVersions = new Set<string>();
  let requests = 0;
  for await (const record of ledger.records()) {
    const { type, facts } = record;
    if (type !== 'request.open' || !(await isTheirs(record))) continue;
    requests++;
    count(models, facts['model']);
    count(locations, facts['location']);
    count(decisions, facts['decision']);
    if (typeof facts['policy'] === 'number') policyVersions.add(String(facts['policy']));
  }
  return { requests, models, locations, decisions, policyVersions: [...policyVersions].toSorted(), note };
}

function count(counts: Record<string, number>, name: unknown): void {
  if (typeof name === 'string') counts[name] = (counts[name] ?? 0) + 1;
}
