import type { WaysInView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ApiError, ask } from '../../api/client.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { Button } from '../../ui/button.tsx';
import { askPasskey, passkeyObstacle } from '../account/webauthn.ts';
import { useEnter } from './use-enter.ts';

/** A passkey, and the organisation's own provider where there is one. */
export function OtherWays({ onError }: { readonly onError: (error: Error | undefined) => void }): ReactNode {
  const t = useMessages();
  const enter = useEnter();
  const { data: ways } = useQuery({ queryKey: ['ways'], queryFn: () => ask<WaysInView>('/api/session/ways') });
  const withPasskey = async (): Promise<void> => {
    onError(undefined);
    try {
      await enter('/api/session/passkey', { response: await askPasskey() });
    } catch (error) {
      onError(error instanceof ApiError ? error : new Error(t('passkey.notGiven')));
    }
  };
  const withProvider = async (): Promise<void> => {
    onError(undefined);
    const { address } = await ask<{ readonly address: string }>('/api/session/single-sign-on', {
      method: 'POST',
      body: {},
    });
    location.assign(address);
  };
  const name = ways?.singleSignOn ?? null;
  return (
    <div className="stack">
      {passkeyObstacle() === undefined ? (
        <Button icon="key" onPress={() => void withPasskey()}>
          {t('signIn.passkey')}
        </Button>
      ) : null}
      {name === null ? null : (
        <Button icon="people" onPress={() => void withProvider().catch(onError)}>
          {t('signIn.provider', { name })}
        </Button>
      )}
    </div>
  );
}
