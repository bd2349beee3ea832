import type { Consent, ProjectId, Scope } from '@riad/contracts';
import { z } from 'zod';

import type { Parts } from '../compose.ts';
import { localMethod, type LocalMethod } from './local-method.ts';
import type { consentSchema } from './purpose-shapes.ts';

type Method = readonly [string, LocalMethod];

const person = z.string().min(1).max(120).default('owner');
const purpose = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a purpose is a short name: lower-case letters, digits and dashes');
const subject = z.string().min(3).max(500);
const words = z.string().min(3).max(2000);
const project = z.string().default('default');

/** `riad purposes …` and `riad consents …`. */
export function purposeMethods(parts: () => Parts): readonly Method[] {
  return [...declarations(parts), ...consents(parts)];
}

function declarations(parts: () => Parts): readonly Method[] {
  const book = () => parts().privacy.purposes;
  return [
    [
      'purposes.declare',
      localMethod(
        z.object({ purpose, project, description: words, consentRequired: z.boolean().default(false), by: person }),
        async ({ project: name, ...declaration }) => {
          const scope = scopeOf(parts());
          await book().declare(scope, { ...declaration, projectId: await projectNamed(parts(), name) });
          return null;
        },
      ),
    ],
    [
      'purposes.list',
      localMethod(z.object({}), async () => {
        const names = await projectNames(parts());
        const declared = await book().declared(scopeOf(parts()));
        return { data: declared.map(({ projectId, ...each }) => ({ project: names.get(projectId), ...each })) };
      }),
    ],
    [
      'purposes.remove',
      localMethod(z.object({ purpose, project, by: person }), async ({ project: name, ...what }) => {
        await book().undeclare(scopeOf(parts()), { ...what, projectId: await projectNamed(parts(), name) });
        return null;
      }),
    ],
  ];
}

const newConsent = z.object({
  purpose,
  project: z.string().optional(),
  subject,
  evidence: words,
  source: z.string().min(2).max(200).optional(),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
  by: person,
});

function consents(parts: () => Parts): readonly Method[] {
  const book = () => parts().privacy.purposes;
  return [
    ['consents.give', localMethod(newConsent, (input) => give(parts(), input))],
    [
      'consents.list',
      localMethod(z.object({ subject: subject.optional() }), async ({ subject: who }) => {
        const names = await projectNames(parts());
        const found = await book().consents(scopeOf(parts()), who);
        return { data: found.map((each) => present(each, names)) };
      }),
    ],
    [
      'consents.withdraw',
      localMethod(z.object({ id: z.string(), reason: words, by: person }), async (what) => {
        await book().withdraw(scopeOf(parts()), what);
        return null;
      }),
    ],
  ];
}

async function give(parts: Parts, input: z.infer<typeof newConsent>): Promise<unknown> {
  const { project: name, source, expiresAt, ...consent } = input;
  const given = await parts.privacy.purposes.give(scopeOf(parts), {
    ...consent,
    ...(name === undefined ? {} : { projectId: await projectNamed(parts, name) }),
    ...(source === undefined ? {} : { source }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  return present(given, await projectNames(parts));
}

function present(consent: Consent, names: ReadonlyMap<ProjectId, string>): z.infer<typeof consentSchema> {
  const { id, purpose: what, projectId, givenAt, expiresAt, withdrawnAt, record } = consent;
  return {
    id,
    purpose: what,
    project: projectId === null ? null : (names.get(projectId) ?? projectId),
    state: stateOf(consent),
    givenAt: givenAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    record,
  };
}

function stateOf({ withdrawnAt, expiresAt }: Consent): z.infer<typeof consentSchema>['state'] {
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'holds';
}

async function projectNamed(parts: Parts, name: string): Promise<ProjectId> {
  return (await parts.store.tenancy.getProject(scopeOf(parts), name)).id;
}

async function projectNames(parts: Parts): Promise<ReadonlyMap<ProjectId, string>> {
  const projects = await parts.store.tenancy.projects(scopeOf(parts));
  return new Map(projects.map(({ id, name }) => [id, name]));
}

function scopeOf(parts: Parts): Scope {
  return { organisationId: parts.project.organisationId };
}
