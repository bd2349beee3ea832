import type { IncomingMessage } from 'node:http';

import { PlatformError, type Clock } from '@riad/contracts';
import type { PasskeyOwner, Passkeys as StoredPasskeys, Person } from '@riad/store';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';

import { createChallenges } from './challenges.ts';

/** Passkeys (WebAuthn): a device proves who one is, to this house's name and to no other. */
export interface Passkeys {
  /** What the browser is told to make one. */
  registration(request: IncomingMessage, person: Person): Promise<object>;
  /** Fails with `session.passkey_invalid`. */
  register(
    request: IncomingMessage,
    person: Person,
    made: { readonly name: string; readonly response: RegistrationResponseJSON },
  ): Promise<void>;
  /** What the browser is told to use one. */
  authentication(request: IncomingMessage): Promise<object>;
  /** Who it is. Fails with `session.passkey_invalid`. */
  authenticate(request: IncomingMessage, response: AuthenticationResponseJSON): Promise<PasskeyOwner>;
}

export function createPasskeys({
  stored,
  clock,
}: {
  readonly stored: StoredPasskeys;
  readonly clock: Clock;
}): Passkeys {
  const challenges = createChallenges<string>(clock);
  const takeFor = (purpose: string) => (value: string) => challenges.take(value) === purpose;

  return {
    async registration(request, person) {
      const known = await stored.list({ scope: person, id: person.id });
      return generateRegistrationOptions({
        rpName: 'Riad',
        rpID: houseName(request),
        userName: person.email,
        userDisplayName: person.name,
        userID: new TextEncoder().encode(person.id),
        challenge: bytesOf(challenges.give(person.id)),
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
    },
    async register(request, person, { name, response }) {
      const { registrationInfo } = await checked(() =>
        verifyRegistrationResponse({ response, expectedChallenge: takeFor(person.id), ...placeOf(request) }),
      );
      if (registrationInfo === undefined) throw invalid();
      const { id, publicKey, counter } = registrationInfo.credential;
      const added = await stored.add({ scope: person, id: person.id }, { id, name, publicKey, counter });
      if (!added) throw invalid();
    },
    authentication: (request) =>
      generateAuthenticationOptions({
        rpID: houseName(request),
        challenge: bytesOf(challenges.give('sign-in')),
        userVerification: 'required',
      }),
    async authenticate(request, response) {
      const owner = await stored.owner(response.id);
      if (owner === undefined) throw invalid();
      const credential = { id: response.id, publicKey: new Uint8Array(owner.publicKey), counter: owner.counter };
      const { verified, authenticationInfo } = await checked(() =>
        verifyAuthenticationResponse({
          response,
          credential,
          expectedChallenge: takeFor('sign-in'),
          ...placeOf(request),
        }),
      );
      if (!verified) throw invalid();
      await stored.used(response.id, authenticationInfo.newCounter);
      return owner;
    },
  };
}

/** The name in the address; the list of names that this server answers to was checked before. */
function houseName({ headers }: IncomingMessage): string {
  return new URL(`http://${headers.host ?? ''}`).hostname;
}

function placeOf(request: IncomingMessage): { readonly expectedOrigin: string; readonly expectedRPID: string } {
  return { expectedOrigin: request.headers.origin ?? '', expectedRPID: houseName(request) };
}

function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}

/** The library throws for every way in which an answer can be wrong. */
async function checked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw invalid(error);
  }
}

function invalid(cause?: unknown): PlatformError {
  return new PlatformError('session.passkey_invalid', 'this passkey is not known here, or its answer is too old', {
    cause,
    remedy: 'Try again, or sign in in another way.',
  });
}
