import { parseId, PlatformError, type Scope } from '@riad/contracts';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { checkPolicy, presentOutcome, setPolicy, showPolicy, tryPolicy } from '../privacy/policy-desk.ts';
import { actingPerson } from './acting-person.ts';
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
  const { version, document, versions, problems } = await showPolicy(parts, await scopeOf(parts, project));
  const pending = versions.filter(({ state }) => state === 'pending').map((each) => each.version);
  return { version, document, pending, problems };
}

async function list(parts: Parts, project: string | undefined) {
  return { data: (await showPolicy(parts, await scopeOf(parts, project))).versions };
}

interface TextInput {
  readonly text: string;
  readonly project?: string | undefined;
}

async function check(parts: Parts, { text, project }: TextInput) {
  return checkPolicy(parts, await scopeOf(parts, project), text);
}

async function set(parts: Parts, { text, project, by }: TextInput & { readonly by: string }) {
  const acting = await actingPerson(parts, by);
  return setPolicy(parts, await scopeOf(parts, project), { text, by: acting.by });
}

async function tryOut(parts: Parts, { text, project, last }: TextInput & { readonly last: number }) {
  return tryPolicy(parts, await scopeOf(parts, project), { text, last });
}

interface VersionInput {
  readonly version: number;
  readonly by: string;
  readonly project?: string | undefined;
}

async function approve(parts: Parts, { version, by, project }: VersionInput) {
  const acting = await actingPerson(parts, by);
  return presentOutcome(await parts.privacy.policies.approve(await scopeOf(parts, project), version, acting.by));
}

async function refuse(parts: Parts, { version, by, project }: VersionInput): Promise<null> {
  const acting = await actingPerson(parts, by);
  await parts.privacy.policies.refuse(await scopeOf(parts, project), version, acting.by);
  return null;
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
