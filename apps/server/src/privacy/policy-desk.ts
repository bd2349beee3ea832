import {
  describeLocation,
  type FindingCounts,
  type LedgerRecordView,
  type Location,
  type PolicyView,
  type Scope,
} from '@riad/contracts';
import { dryRun, type DryRun, type RecordedFindings, type Weakening } from '@riad/guard';
import { stringify } from 'yaml';

import type { Parts } from '../compose.ts';
import { parsePolicyText } from './parse-policy.ts';
import type { PolicyOutcome } from './policy-book.ts';

type PolicyParts = Pick<Parts, 'privacy' | 'ledger' | 'recordOwners'>;

/** The policy in force, with everything that was stored. */
export async function showPolicy({ privacy: { policies } }: PolicyParts, scope: Scope): Promise<PolicyView> {
  const policy = policies.inForce(scope);
  const versions = await policies.list(scope);
  return {
    version: policy.version,
    document: stringify(policy, { lineWidth: 120 }),
    policy: { ...policy },
    versions: versions.map(({ version, state, createdAt, createdBy, approvedBy }) => ({
      version,
      state,
      createdAt: createdAt.toISOString(),
      createdBy,
      approvedBy,
    })),
    problems: policies.problems().map(({ version, message }) => `version ${version} cannot be read: ${message}`),
  };
}

export async function checkPolicy({ privacy }: PolicyParts, scope: Scope, text: string) {
  const draft = parsePolicyText(text);
  const weakenings = privacy.policies.weakenings(scope, draft);
  return { rules: draft.policy.rules.length, weakenings: weakenings.map(describeWeakening), policy: draft.policy };
}

export async function setPolicy(
  { privacy }: PolicyParts,
  scope: Scope,
  { text, by }: { readonly text: string; readonly by: string },
) {
  return presentOutcome(await privacy.policies.change(scope, { draft: parsePolicyText(text), by }));
}

/** What a document would have changed for the last records of the organisation. */
export async function tryPolicy(
  { privacy, ledger, recordOwners }: PolicyParts,
  scope: Scope,
  { text, last }: { readonly text: string; readonly last: number },
) {
  const draft = parsePolicyText(text);
  const isTheirs = await recordOwners.of(scope);
  const requests: RecordedFindings[] = [];
  for (const record of await ledger.recent(last)) {
    const found = readFindings(record, scope);
    if (found.length > 0 && (await isTheirs(record))) requests.push(...found);
  }
  return presentDryRun(dryRun(privacy.policies.inForce(scope), draft.policy, requests));
}

export function presentOutcome({ version, state, weakenings }: PolicyOutcome) {
  return { version, state, weakenings: weakenings.map(describeWeakening) };
}

/** The findings that a request's opening record counts, when it is of this scope. */
function readFindings({ type, facts }: LedgerRecordView, { projectId }: Scope): readonly RecordedFindings[] {
  if (type !== 'request.open' && type !== 'request.refused') return [];
  if (projectId !== undefined && facts['project'] !== projectId) return [];
  const { findings, location } = facts;
  if (typeof findings !== 'object' || findings === null || Array.isArray(findings)) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- opening records count by type
  return [{ counts: findings as FindingCounts, location: readLocation(location) }];
}

function readLocation(location: unknown): Location {
  return typeof location === 'string' && location !== 'local'
    ? { kind: 'remote', country: location }
    : { kind: 'local' };
}

function presentDryRun({ requests, changed, changes }: DryRun) {
  return {
    requests,
    changed,
    changes: changes.map((change) => ({ ...change, location: describeLocation(change.location) })),
  };
}

/** `phone (3 and more) for doctor in FR: block → pseudonymise`. */
function describeWeakening({ type, detail, count, role, where, before, after }: Weakening): string {
  const what = detail === undefined ? type : `${type}/${detail}`;
  const many = count > 1 ? ` (${count} and more)` : '';
  const who = role === '' ? '' : ` for ${role}`;
  return `${what}${many}${who}, ${where}: ${before} → ${after}`;
}
