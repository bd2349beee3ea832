import {
  describeLocation,
  parseId,
  PlatformError,
  type FindingCounts,
  type LedgerRecordView,
  type Location,
  type Scope,
} from '@riad/contracts';
import { dryRun, type DryRun, type RecordedFindings, type Weakening } from '@riad/guard';
import { stringify } from 'yaml';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { parsePolicyText } from '../privacy/parse-policy.ts';
import { localMethod, type LocalMethod } from './local-method.ts';
import type { PolicyShown } from './privacy-shapes.ts';

/** Records that a dry run looks at when nobody says how many. */
const USUAL_RECORDS = 1000;

const ofProject = z.object({ project: z.string().optional() });
const withText = ofProject.extend({ text: z.string().max(512 * 1024) });
const person = z.string().min(1).max(120);
const oneVersion = ofProject.extend({ version: z.int().positive(), by: person });

/** `riad policy …` */
export function policyMethods(parts: () => Parts): readonly (readonly [string, LocalMethod])[] {
  return [
    ['policy.show', localMethod(ofProject, ({ project }) => show(parts(), project))],
    ['policy.list', localMethod(ofProject, ({ project }) => list(parts(), project))],
    ['policy.check', localMethod(withText, (input) => check(parts(), input))],
    ['policy.set', localMethod(withText.extend({ by: person }), (input) => set(parts(), input))],
    [
      'policy.dry-run',
      localMethod(withText.extend({ last: z.int().positive().max(100_000).default(USUAL_RECORDS) }), (input) =>
        tryOut(parts(), input),
      ),
    ],
    ['policy.approve', localMethod(oneVersion, (input) => approve(parts(), input))],
    ['policy.refuse', localMethod(oneVersion, (input) => refuse(parts(), input))],
  ];
}

async function show(parts: Parts, project: string | undefined): Promise<PolicyShown> {
  const { policies } = parts.privacy;
  const scope = await scopeOf(parts, project);
  const policy = policies.inForce(scope);
  const pending = (await policies.list(scope)).filter(({ state }) => state === 'pending');
  return {
    version: policy.version,
    document: stringify(policy, { lineWidth: 120 }),
    pending: pending.map(({ version }) => version),
    problems: policies.problems().map(({ version, message }) => `version ${version} cannot be read: ${message}`),
  };
}

async function list(parts: Parts, project: string | undefined) {
  const stored = await parts.privacy.policies.list(await scopeOf(parts, project));
  return {
    data: stored.map(({ version, state, createdAt, createdBy, approvedBy }) => ({
      version,
      state,
      createdAt: createdAt.toISOString(),
      createdBy,
      approvedBy,
    })),
  };
}

interface TextInput {
  readonly text: string;
  readonly project?: string | undefined;
}

async function check(parts: Parts, { text, project }: TextInput) {
  const draft = parsePolicyText(text);
  const weakenings = parts.privacy.policies.weakenings(await scopeOf(parts, project), draft);
  return { rules: draft.policy.rules.length, weakenings: weakenings.map(describeWeakening) };
}

async function set(parts: Parts, { text, project, by }: TextInput & { readonly by: string }) {
  const draft = parsePolicyText(text);
  const { version, state, weakenings } = await parts.privacy.policies.change(await scopeOf(parts, project), {
    draft,
    by,
  });
  return { version, state, weakenings: weakenings.map(describeWeakening) };
}

async function tryOut(parts: Parts, { text, project, last }: TextInput & { readonly last: number }) {
  const draft = parsePolicyText(text);
  const scope = await scopeOf(parts, project);
  const records = await parts.ledger.recent(last);
  const requests = records.flatMap((record) => readFindings(record, scope));
  return presentDryRun(dryRun(parts.privacy.policies.inForce(scope), draft.policy, requests));
}

interface VersionInput {
  readonly version: number;
  readonly by: string;
  readonly project?: string | undefined;
}

async function approve(parts: Parts, { version, by, project }: VersionInput) {
  const outcome = await parts.privacy.policies.approve(await scopeOf(parts, project), version, by);
  return { ...outcome, weakenings: outcome.weakenings.map(describeWeakening) };
}

async function refuse(parts: Parts, { version, by, project }: VersionInput): Promise<null> {
  await parts.privacy.policies.refuse(await scopeOf(parts, project), version, by);
  return null;
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

/** A project by its name or id; the organisation when none is named. */
export async function scopeOf(parts: Parts, project: string | undefined): Promise<Scope> {
  const { organisationId } = parts.project;
  if (project === undefined) return { organisationId };
  const { id } = await parts.store.tenancy.getProject({ organisationId }, project);
  return { organisationId, projectId: id };
}

export function requireConversation(text: string) {
  const id = parseId('cnv', text);
  if (id !== undefined) return id;
  throw new PlatformError('request.invalid', `${text} is not the id of a conversation`, {
    field: 'id',
    remedy: './riad vaults list shows the ids.',
  });
}
