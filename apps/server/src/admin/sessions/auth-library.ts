import { randomBytes } from 'node:crypto';

import { makeId } from '@riad/contracts';
import type { Store } from '@riad/store';
import type { BetterAuthOptions } from 'better-auth';
import { betterAuth } from 'better-auth/minimal';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { Kysely, PostgresDialect } from 'kysely';
import { z } from 'zod';

import { withHashedTokens } from './hashed-tokens.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

const SESSION_SECONDS = 7 * 24 * 60 * 60;
const MIN_PASSWORD = 12;
const MAX_PASSWORD = 128;

export interface AuthLibraryOptions {
  readonly store: Store;
  /** Signs the cookie. */
  readonly secret: string;
}

/** The session library on our tables. Nothing of it is on the network: our own routes call it. */
export function createAuthLibrary({ store, secret }: AuthLibraryOptions) {
  const database = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool: store.pool }) });
  return betterAuth({
    secret,
    baseURL: 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: (options: BetterAuthOptions) => withHashedTokens(kyselyAdapter(database, { type: 'postgres' })(options)),
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        organisationId: { type: 'string', fieldName: 'organisation_id', required: true, input: false },
        role: { type: 'string', required: true, input: false },
      },
    },
    session: {
      modelName: 'sessions',
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    advanced: {
      cookiePrefix: 'riad',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      database: { generateId: ({ model }) => newId(model) },
      // Host, Origin and the CSRF token are checked where requests arrive.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    plugins: [signInAs],
  });
}

/** Begins a session for a person whom a one-time link has proven. */
const signInAs = {
  id: 'riad-sign-in-as',
  endpoints: {
    signInAs: createAuthEndpoint.serverOnly(
      { method: 'POST', requireHeaders: true, body: z.object({ userId: z.string() }) },
      async (context) => {
        const user = await context.context.internalAdapter.findUserById(context.body.userId);
        if (user === null) return context.json({ signedIn: false });
        const session = await context.context.internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ signedIn: true });
      },
    ),
  },
};

export type AuthLibrary = ReturnType<typeof createAuthLibrary>;

function newId(model: string): string {
  const body = randomBytes(12).toString('hex');
  return model === 'user' ? makeId('usr', body) : `${model}_${body}`;
}
