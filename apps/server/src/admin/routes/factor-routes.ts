import { PlatformError, passkeySchema, registrationResponseSchema, secondFactorSchema } from '@riad/contracts';
import { z } from 'zod';

import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

const code = z.string().min(6).max(20);
const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });

/** What proves a person besides the password: one-time codes and passkeys, each their own to add and remove. */
export function createFactorRoutes({ secondFactor, passkeys, parts, attempts }: Services): readonly AdminRoute[] {
  const { store, ledger } = parts;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/session/second-factor',
        access: 'person',
        summary: 'Whether one-time codes are asked for, and how many recovery codes are left',
        answer: secondFactorSchema,
      },
      async ({ session: { person } }) => ({
        on: await secondFactor.isOn(person),
        recoveryCodes: await secondFactor.recoveryCodesLeft(person),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/second-factor',
        access: 'person',
        summary: 'Begins with one-time codes: the secret for an authenticator, shown once',
        answer: z.strictObject({ secret: z.string(), address: z.string() }),
      },
      async ({ session }) => secondFactor.propose(session.person),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/second-factor/confirm',
        access: 'person',
        summary: 'From now on a code is asked for; the recovery codes, shown once',
        body: z.strictObject({ code }),
        answer: recoveryCodes,
      },
      async ({ session: { person }, body }) => {
        const codes = await guessed(person.id, () => secondFactor.confirm(person, body.code));
        ledger.append({ type: 'person.second_factor_set', facts: { person: person.id } });
        return { recoveryCodes: [...codes] };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/second-factor/remove',
        access: 'person',
        summary: 'Asks for no code any more; takes a last one',
        body: z.strictObject({ code }),
      },
      async ({ session: { person }, body }) => {
        await guessed(person.id, () => secondFactor.check(person, body.code));
        await secondFactor.remove(person);
        ledger.append({ type: 'person.second_factor_removed', facts: { person: person.id, by: person.id } });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/session/passkeys',
        access: 'person',
        summary: 'One’s own passkeys',
        answer: z.strictObject({ data: z.array(passkeySchema) }),
      },
      async ({ session: { person } }) => ({
        data: (await store.passkeys.list({ scope: person, id: person.id })).map((passkey) => ({
          id: passkey.id,
          name: passkey.name,
          createdAt: passkey.createdAt.toISOString(),
          lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
        })),
      }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/passkeys/options',
        access: 'person',
        summary: 'What a browser needs to make a passkey',
        answer: z.looseObject({}),
      },
      async ({ session, request }) => ({ ...(await passkeys.registration(request, session.person)) }),
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/session/passkeys',
        access: 'person',
        summary: 'Adds the passkey that the browser made',
        body: z.strictObject({ name: z.string().trim().min(1).max(80), response: registrationResponseSchema }),
      },
      async ({ session: { person }, request, body }) => {
        const response = { ...body.response, clientExtensionResults: {} };
        await passkeys.register(request, person, { name: body.name, response });
        ledger.append({ type: 'person.passkey_added', facts: { person: person.id } });
      },
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/session/passkeys/:id',
        access: 'person',
        summary: 'Removes a passkey',
        params: z.strictObject({ id: z.string().max(200) }),
      },
      async ({ session: { person }, params }) => {
        if (!(await store.passkeys.remove({ scope: person, id: person.id }, params.id)))
          throw new PlatformError('person.not_found', 'there is no such passkey of yours');
        ledger.append({ type: 'person.passkey_removed', facts: { person: person.id } });
      },
    ),
  ];

  /** Whoever found an open page does not try all codes on it. */
  async function guessed<T>(person: string, work: () => Promise<T>): Promise<T> {
    attempts.check(person);
    try {
      return await work();
    } catch (error) {
      attempts.failed(person);
      throw error;
    }
  }
}
