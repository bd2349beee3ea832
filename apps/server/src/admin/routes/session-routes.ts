import { browserSessionSchema, makeId, parseId, PlatformError, sessionSchema } from '@riad/contracts';
import type { Store } from '@riad/store';
import { z } from 'zod';

import { permissionsOf } from '../access.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import { presentPerson } from '../present-person.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';

const password = z.string().min(12).max(128);

/** Who is signed in, signing out, and what a person changes about themselves. */
export function createSessionRoutes(services: Services): readonly AdminRoute[] {
  const { sessions, parts, answers } = services;
  const { store, ledger } = parts;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/session',
        access: 'person',
        summary: 'Who is signed in, and what they may do',
        answer: sessionSchema,
      },
      async ({ session }) => presentSession(store, session),
    ),
    personRoute({ method: 'DELETE', path: '/api/session', access: 'person', summary: 'Signs out' }, async (call) => {
      answers.stopAll(call.session.scope);
      await sessions.end(call);
    }),
    personRoute(
      {
        method: 'PATCH',
        path: '/api/session/person',
        access: 'person',
        summary: 'Changes one’s own name and address',
        body: z.strictObject({ name: z.string().trim().min(1).max(120), email: z.email().max(254) }),
      },
      async ({ session, body }) =>
        store.people.rename(session.scope, session.person.id, { name: body.name, email: body.email.toLowerCase() }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/person/password',
        access: 'person',
        summary: 'Sets or changes one’s own password; every other session of this person ends',
        body: z.strictObject({ current: z.string().max(256).optional(), wanted: password }),
      },
      async ({ session, body, request }) => {
        if (session.person.hasPassword && body.current === undefined) {
          throw new PlatformError('request.invalid', 'the current password is needed', { field: 'current' });
        }
        await sessions.setPassword(request, { current: body.current, wanted: body.wanted });
        for (const other of await store.people.sessions(session.scope, session.person.id)) {
          if (other.id !== session.id) await store.people.endSessions(session.scope, session.person.id, other.id);
        }
        ledger.append({ type: 'person.password_set', facts: { person: session.person.id } });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/session/sessions',
        access: 'person',
        summary: 'Where one is signed in',
        answer: z.strictObject({ data: z.array(browserSessionSchema) }),
      },
      async ({ session }) => ({
        data: (await store.people.sessions(session.scope, session.person.id)).map((found) => ({
          id: found.id,
          createdAt: found.createdAt.toISOString(),
          expiresAt: found.expiresAt.toISOString(),
          userAgent: found.userAgent,
          current: found.id === session.id,
        })),
      }),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/session/sessions/:id',
        access: 'person',
        summary: 'Signs out somewhere else',
        params: z.strictObject({ id: z.string().max(80) }),
      },
      async ({ session, params }) => {
        if (await store.people.endSessions(session.scope, session.person.id, params.id)) return;
        throw new PlatformError('person.not_found', 'there is no such session of yours');
      },
    ),
  ];
}

async function presentSession(
  store: Store,
  { person, project, scope, csrf }: Session,
): Promise<z.input<typeof sessionSchema>> {
  const organisation = await store.tenancy.organisation(scope);
  return {
    person: presentPerson(person),
    organisation: { id: scope.organisationId, name: organisation?.name ?? '' },
    project: { id: project.id, name: project.name },
    permissions: [...permissionsOf(person.role)],
    csrf,
    needsSetUp: !person.setUp,
  };
}

/** Reads a person's id from a path. */
export function personId(text: string) {
  return parseId('usr', text) ?? makeId('usr', 'unknown');
}
