import { PlatformError, type Clock, type Egress, type Settings } from '@riad/contracts';
import type { ExternalIdentity } from '@riad/store';
import * as client from 'openid-client';

import { createChallenges } from './challenges.ts';

export type SingleSignOnSettings = NonNullable<Settings['signIn']['oidc']>;

/** Somebody whom the provider has proven. */
export interface Proven extends ExternalIdentity {
  /** Absent when the provider does not say that it was verified. */
  readonly email: string | undefined;
}

/** Sign-in by the organisation's own provider (OpenID Connect: authorisation code with PKCE). */
export interface SingleSignOn {
  readonly name: string;
  /** Where the browser goes, and what its cookie keeps until it comes back. */
  begin(origin: string): Promise<{ readonly address: string; readonly flow: string }>;
  /** Fails with `session.sign_on_failed`. */
  finish(flow: string, returned: URL): Promise<Proven>;
}

export interface SingleSignOnOptions {
  readonly settings: SingleSignOnSettings;
  readonly clientSecret: string;
  readonly egress: Egress;
  readonly clock: Clock;
}

export const returnPath = '/sign-in/return';

interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export function createSingleSignOn({ settings, clientSecret, egress, clock }: SingleSignOnOptions): SingleSignOn {
  const flows = createChallenges<Flow>(clock);
  let found: Promise<client.Configuration> | undefined;

  /** Asked of the provider once; asked again when it was away. */
  function discover(): Promise<client.Configuration> {
    found ??= client
      .discovery(new URL(settings.issuer), settings.clientId, clientSecret, undefined, {
        [client.customFetch]: guardedFetch(egress, settings),
        ...(settings.issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}),
      })
      .catch((error: unknown) => {
        found = undefined;
        throw failed(error);
      });
    return found;
  }

  return {
    name: settings.name,
    async begin(origin) {
      const configuration = await discover();
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: `${origin}${returnPath}`,
        scope: 'openid email',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, flow: flows.give(flow) };
    },
    async finish(flow, returned) {
      const begun = flows.take(flow);
      if (begun === undefined) throw failed();
      const configuration = await discover();
      try {
        const tokens = await client.authorizationCodeGrant(configuration, returned, {
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          pkceCodeVerifier: begun.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw failed();
        const { email, email_verified: verified } = claims;
        const proven = verified === true && typeof email === 'string';
        return { issuer: claims.iss, subject: claims.sub, email: proven ? email.toLowerCase() : undefined };
      } catch (error) {
        throw failed(error);
      }
    },
  };
}

/** The provider's addresses are asked of egress like every other. */
function guardedFetch(egress: Egress, { country }: SingleSignOnSettings): client.CustomFetch {
  const location = country === 'local' ? ({ kind: 'local' } as const) : ({ kind: 'remote', country } as const);
  return (url, options) => {
    egress.assertAllowed({ purpose: 'sign-in', url: new URL(url), location });
    return fetch(url, { ...options, body: options.body ?? null, redirect: 'manual' });
  };
}

function failed(cause?: unknown): PlatformError {
  if (cause instanceof PlatformError) return cause;
  return new PlatformError('session.sign_on_failed', 'the single sign-on did not succeed', {
    cause,
    remedy: 'Try again, or sign in in another way.',
  });
}
