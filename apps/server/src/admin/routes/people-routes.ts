import { invitationSchema, personSchema, PlatformError, roles, type Role } from '@riad/contracts';
import { z } from 'zod';

import { personRoute, type AdminRoute } from '../admin-route.ts';
import { presentPerson } from '../present-person.ts';
import type { Services } from '../services.ts';
import type { Session } from '../sessions/session.ts';
import { personId } from './session-routes.ts';

const byId = z.strictObject({ id: z.string().max(80) });

/** The people of the organisation: who they are, what they may do, and who is invited. */
export function createPeopleRoutes({ parts: { store, ledger }, address }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/people',
        access: 'people',
        summary: 'Lists the people and the invitations that are open',
        answer: z.strictObject({ people: z.array(personSchema), invitations: z.array(invitationSchema) }),
      },
      async ({ session }) => ({
        people: (await store.people.list(session.scope)).map(presentPerson),
        invitations: (await store.people.invitations(session.scope)).map(({ id, name, email, role, expiresAt }) => ({
          id,
          name,
          email,
          role,
          expiresAt: expiresAt.toISOString(),
        })),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/people/invitations',
        access: 'people',
        summary: 'Invites somebody; the link is shown once and works for seven days',
        body: z.strictObject({
          name: z.string().trim().min(1).max(120),
          email: z.email().max(254),
          role: z.enum(roles),
        }),
        answer: z.strictObject({ invitation: invitationSchema, link: z.url() }),
      },
      async ({ session, body }) => {
        requireMayGive(session, body.role);
        const { invitation, token } = await store.people.invite(session.scope, {
          ...body,
          email: body.email.toLowerCase(),
        });
        ledger.append({
          type: 'person.invited',
          facts: { invitation: invitation.id, role: body.role, by: session.person.id },
        });
        const { id, name, email, role, expiresAt } = invitation;
        return {
          invitation: { id, name, email, role, expiresAt: expiresAt.toISOString() },
          link: `${address}/sign-in#token=${token}`,
        };
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/people/invitations/:id',
        access: 'people',
        summary: 'Withdraws an invitation',
        params: byId,
      },
      async ({ session, params }) => {
        if (!(await store.people.withdraw(session.scope, params.id)))
          throw new PlatformError('person.not_found', 'there is no such invitation');
      },
    ),
    personRoute(
      {
        method: 'PATCH',
        path: '/api/people/:id',
        access: 'people',
        summary: 'Changes what a person may do; it holds at once, in open pages too',
        params: byId,
        body: z.strictObject({ role: z.enum(roles) }),
      },
      async ({ session, params, body }) => {
        requireMayGive(session, body.role);
        await requireMayChange(session, params.id);
        await store.people.changeRole(session.scope, personId(params.id), body.role);
        ledger.append({
          type: 'person.role_changed',
          facts: { person: params.id, role: body.role, by: session.person.id },
        });
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/people/:id',
        access: 'people',
        summary: 'Removes a person with their sessions and conversations',
        params: byId,
      },
      async ({ session, params }) => {
        await requireMayChange(session, params.id);
        await store.people.remove(session.scope, personId(params.id));
        ledger.append({ type: 'person.removed', facts: { person: params.id, by: session.person.id } });
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/people/:id/sessions',
        access: 'people',
        summary: 'Signs a person out everywhere',
        params: byId,
      },
      async ({ session, params }) => {
        await requireMayChange(session, params.id);
        if (!(await store.people.endSessions(session.scope, personId(params.id))))
          throw new PlatformError('person.not_found', 'this person is signed in nowhere');
        ledger.append({ type: 'session.ended', facts: { person: params.id, by: session.person.id } });
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/people/:id/way-in',
        access: 'people',
        summary: 'For somebody who lost their way in: forgets how they signed in, and makes a link that works once',
        params: byId,
        answer: z.strictObject({ link: z.url() }),
      },
      async ({ session: { scope, person: by }, session, params }) => {
        await requireMayChange(session, params.id);
        const id = personId(params.id);
        const whom = { scope, id };
        await store.people.endSessions(scope, id);
        await store.passwords.remove(whom);
        await store.secondFactors.remove(whom);
        await store.passkeys.removeAll(whom);
        await store.externalIdentities.unlinkAll(whom);
        const token = await store.signInLinks.create(scope, id);
        ledger.append({ type: 'person.way_in_renewed', facts: { person: id, by: by.id } });
        return { link: `${address}/sign-in#token=${token}` };
      },
    ),
  ];

  /** An administrator may not touch an owner. */
  async function requireMayChange(session: Session, id: string): Promise<void> {
    const person = await store.people.find(session.scope, personId(id));
    if (person === undefined) throw new PlatformError('person.not_found', 'there is no such person here');
    if (person.role === 'owner' && session.person.role !== 'owner')
      throw new PlatformError('access.denied', 'only an owner may change an owner');
  }
}

/** Nobody gives more than they have. */
function requireMayGive(session: Session, role: Role): void {
  if (role === 'owner' && session.person.role !== 'owner')
    throw new PlatformError('access.denied', 'only an owner may make an owner');
}
