import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { parseId, PlatformError, type Caller } from '@riad/contracts';
import type { Person, Project, Store } from '@riad/store';
import { fromNodeHeaders } from 'better-auth/node';
import { isAPIError } from 'better-auth/api';

import { createAuthLibrary, type AuthLibrary } from './auth-library.ts';
import { keyOfPerson } from './key-of-person.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import type { Session, Sessions, Visit } from './session.ts';

export interface SessionsOptions {
  readonly store: Store;
  /** Signs cookies and the tokens of pages. */
  readonly secret: string;
}

export function createSessions({ store, secret }: SessionsOptions): Sessions {
  const library = createAuthLibrary({ store, secret });

  async function find(request: IncomingMessage): Promise<Session | undefined> {
    const found = await library.api.getSession({ headers: fromNodeHeaders(request.headers) });
    if (found === null) return undefined;
    const userId = parseId('usr', found.user.id);
    const organisationId = parseId('org', found.user.organisationId);
    if (userId === undefined || organisationId === undefined) return undefined;
    const person = await store.people.find({ organisationId }, userId);
    const project = (await store.tenancy.projects({ organisationId }))[0];
    if (person === undefined || project === undefined) return undefined;
    return {
      id: found.session.id,
      person,
      project,
      scope: { organisationId, userId },
      caller: callerOf(project, person),
      csrf: createHmac('sha256', secret).update(`csrf ${found.session.id}`).digest('base64url'),
    };
  }

  return {
    find,
    async begin(visit, userId) {
      const { headers, response } = await library.api.signInAs({
        body: { userId },
        headers: fromNodeHeaders(visit.request.headers),
        returnHeaders: true,
      });
      if (!response.signedIn) throw new PlatformError('session.link_invalid', 'this person is not here any more');
      setCookies(visit, headers);
    },
    async end(visit) {
      const { headers } = await library.api.signOut({
        headers: fromNodeHeaders(visit.request.headers),
        returnHeaders: true,
      });
      setCookies(visit, headers);
    },
    provePassword: (credentials) => provePassword(store, credentials),
    setPassword: (request, passwords) => setPassword(library, request, passwords),
  };
}

async function provePassword(
  { passwords, people }: Store,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Person> {
  const found = await passwords.find(email);
  const right = await verifyPassword(found?.hash ?? (await nobodysPassword()), password);
  const person = found === undefined || !right ? undefined : await people.find(found, found.id);
  if (person === undefined) throw wrongCredentials();
  return person;
}

let nobody: Promise<string> | undefined;
/** Compared with when there is nothing to compare with, so that the time does not tell who is here. */
function nobodysPassword(): Promise<string> {
  nobody ??= hashPassword(randomBytes(24).toString('base64url'));
  return nobody;
}

async function setPassword(
  library: AuthLibrary,
  request: IncomingMessage,
  { current, wanted }: { readonly current: string | undefined; readonly wanted: string },
): Promise<void> {
  const headers = fromNodeHeaders(request.headers);
  await checked(async () => {
    if (current === undefined) await library.api.setPassword({ body: { newPassword: wanted }, headers });
    else await library.api.changePassword({ body: { currentPassword: current, newPassword: wanted }, headers });
  });
}

/** One answer to every wrong guess: neither the address nor the password is said to exist. */
async function checked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAPIError(error)) throw error;
    throw wrongCredentials(error);
  }
}

function wrongCredentials(cause?: unknown): PlatformError {
  return new PlatformError('session.credentials', 'the address or the password is not right', {
    cause,
    remedy: 'Check both, or ask an administrator for a sign-in link.',
  });
}

function setCookies({ response }: Visit, headers: Headers): void {
  response.setHeader('set-cookie', headers.getSetCookie());
}

/** A person asks under a name that no API key has, so that usage and records tell people from programs. */
function callerOf(project: Project, { id, organisationId, role }: Person): Caller {
  return {
    keyId: keyOfPerson(id),
    keyName: 'assistant',
    projectId: project.id,
    organisationId,
    limits: {},
    role,
  };
}
