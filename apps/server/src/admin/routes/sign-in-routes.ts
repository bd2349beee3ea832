import type { IncomingMessage } from 'node:http';

import { authenticationResponseSchema, PlatformError, waysInSchema, type UserId } from '@riad/contracts';
import type { Person } from '@riad/store';
import { z } from 'zod';

import { openRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';
import type { Visit } from '../sessions/session.ts';
import { returnPath, type Proven, type SingleSignOn } from '../sessions/single-sign-on.ts';

const token = z.strictObject({ token: z.string().min(20).max(200) });
const credentials = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(256),
  /** Of the authenticator, or a recovery code: for those who have a second factor. */
  code: z.string().min(6).max(20).optional(),
});
/** Keeps a single sign-on to the browser that began it. */
const flowCookie = 'riad.flow';

/** The ways in, for those who are nobody yet. */
export function createSignInRoutes(services: Services): readonly AdminRoute[] {
  const { sessions, attempts, secondFactor, passkeys, singleSignOn, parts } = services;
  const { store, ledger, project } = parts;

  /** Failures of these names are counted; too many are refused before the work. */
  async function attempt<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    attempts.check(...names);
    try {
      return await work();
    } catch (error) {
      const isQuestion = error instanceof PlatformError && error.code === 'session.code_required';
      if (!isQuestion) attempts.failed(...names);
      throw error;
    }
  }

  async function begin(visit: Visit, person: UserId, by: string): Promise<void> {
    await sessions.begin(visit, person);
    ledger.append({ type: 'session.begun', facts: { person, by } });
  }

  return [
    openRoute(
      {
        method: 'GET',
        path: '/api/session/ways',
        summary: 'How one may sign in here',
        answer: waysInSchema,
      },
      async () => ({ singleSignOn: singleSignOn?.name ?? null }),
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/link',
        summary: 'Signs in by a one-time link of the owner, of a person or of an invitation',
        body: token,
      },
      async (call) => {
        const person = await attempt([visitorOf(call.request)], () => findLinked(call.body.token));
        await begin(call, person, 'link');
      },
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/password',
        summary: 'Signs in with an address and a password, and a one-time code where one is asked for',
        body: credentials,
      },
      async (call) => {
        const email = call.body.email.toLowerCase();
        const person = await attempt([visitorOf(call.request), email], async () => {
          const proven = await sessions.provePassword({ email, password: call.body.password });
          await secondFactor.check(proven, call.body.code);
          return proven;
        });
        await begin(call, person.id, 'password');
      },
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/passkey/options',
        summary: 'What a browser needs to sign in with a passkey',
        answer: z.looseObject({}),
      },
      async ({ request }) => ({ ...(await passkeys.authentication(request)) }),
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/passkey',
        summary: 'Signs in with a passkey, which is a second factor by itself',
        body: z.strictObject({ response: authenticationResponseSchema }),
      },
      async (call) => {
        const owner = await attempt([visitorOf(call.request)], () =>
          passkeys.authenticate(call.request, { ...call.body.response, clientExtensionResults: {} }),
        );
        await begin(call, owner.userId, 'passkey');
      },
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/single-sign-on',
        summary: 'Begins a sign-in by the organisation’s provider: the address that the browser goes to',
        answer: z.strictObject({ address: z.url() }),
      },
      async ({ request, response }) => {
        const { address, flow } = await configured().begin(originOf(request));
        response.setHeader(
          'set-cookie',
          `${flowCookie}=${flow}; Max-Age=300; Path=/api/session; HttpOnly; SameSite=Strict`,
        );
        return { address };
      },
    ),
    openRoute(
      {
        method: 'POST',
        path: '/api/session/single-sign-on/return',
        summary: 'Ends it with what the provider wrote into the address',
        body: z.strictObject({ query: z.string().max(4096) }),
      },
      async (call) => {
        const person = await attempt([visitorOf(call.request)], async () => {
          const returned = new URL(`${originOf(call.request)}${returnPath}?${call.body.query}`);
          const proven = await configured().finish(flowOf(call.request), returned);
          return personOf(proven);
        });
        await begin(call, person.id, 'single-sign-on');
      },
    ),
  ];

  function configured(): SingleSignOn {
    if (singleSignOn !== undefined) return singleSignOn;
    throw new PlatformError('session.sign_on_failed', 'no provider of single sign-on is configured', {
      remedy: 'Set signIn.oidc in riad.yaml.',
    });
  }

  /** Known already, else of an address that a person or an open invitation has. */
  async function personOf(proven: Proven): Promise<Person> {
    const known = await store.externalIdentities.find(proven);
    const scope = { organisationId: project.organisationId };
    const { email } = proven;
    const person =
      known !== undefined
        ? await store.people.find(known, known.id)
        : email === undefined
          ? undefined
          : ((await store.people.findByEmail(scope, email)) ?? (await store.people.acceptByEmail(scope, email)));
    if (person === undefined) {
      throw new PlatformError('session.not_invited', 'nobody of this address was invited here', {
        remedy: 'Ask an administrator for an invitation.',
      });
    }
    if (known === undefined) await store.externalIdentities.link({ scope: person, id: person.id }, proven);
    return person;
  }

  /** The owner's link names an organisation, a person's a person; an invitation makes the person it names. */
  async function findLinked(text: string): Promise<UserId> {
    const link = await store.signInLinks.consume(text);
    if (link !== undefined) return link.userId ?? (await store.people.ensureOwner(link)).id;
    const accepted = await store.people.accept(text);
    if (accepted !== undefined) return accepted.id;
    throw new PlatformError('session.link_invalid', 'this link was used already, or is too old', {
      remedy: './riad sign-in prints a new one.',
    });
  }
}

function visitorOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

/** Of the page that asks; the host was checked already. */
function originOf({ headers }: IncomingMessage): string {
  return headers.origin ?? `http://${headers.host ?? ''}`;
}

function flowOf({ headers }: IncomingMessage): string {
  const found = headers.cookie?.split(/;\s*/).find((pair) => pair.startsWith(`${flowCookie}=`));
  return found?.slice(flowCookie.length + 1) ?? '';
}
