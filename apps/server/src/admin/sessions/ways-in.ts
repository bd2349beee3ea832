import { systemClock } from '@riad/contracts';

import type { Parts } from '../../compose.ts';
import { readSecret } from '../../settings/read-secret.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { createSecondFactor, type SecondFactor } from './second-factor.ts';
import { createSingleSignOn, type SingleSignOn } from './single-sign-on.ts';

/** How people prove who they are besides a password and a link. */
export interface WaysIn {
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
  /** Absent when the settings name no provider. */
  readonly singleSignOn: SingleSignOn | undefined;
}

export function createWaysIn({ store, settings, egress }: Parts, secret: string): WaysIn {
  const clock = systemClock;
  const { oidc } = settings.signIn;
  return {
    secondFactor: createSecondFactor({ factors: store.secondFactors, secret, clock }),
    passkeys: createPasskeys({ stored: store.passkeys, clock }),
    singleSignOn:
      oidc === undefined
        ? undefined
        : createSingleSignOn({
            settings: oidc,
            clientSecret: readSecret(oidc.clientSecret, 'signIn.oidc.clientSecret') ?? '',
            egress,
            clock,
          }),
  };
}
