import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/messages.tsx';
import { ReadingChoices } from '../shell/person-menu.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/fields.tsx';
import { describeError, Latin, Notice, useTitle, Waiting } from '../ui/parts.tsx';

/** By the one-time link, whose token is in the fragment and goes to the server only by POST; or by address and password. */
export function SignInPage(): ReactNode {
  const t = useMessages();
  const enter = useEnter();
  const [error, setError] = useState<Error>();
  const [token, setToken] = useState(tokenInAddress);
  const spent = useRef('');
  useTitle(t('signIn.title'));

  useEffect(() => {
    // A link that is pasted while this page is open changes the fragment only.
    const onHash = (): void => setToken(tokenInAddress());
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  useEffect(() => {
    if (token === null || spent.current === token) return;
    spent.current = token;
    history.replaceState(null, '', '/sign-in');
    enter('/api/session/link', { token }).catch((problem: Error) => {
      setError(problem);
      setToken(null);
    });
  }, [token, enter]);

  return (
    <main className="door">
      <div className="door-box">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{t('signIn.title')}</h1>
        {token === null ? <PasswordForm error={error} onError={setError} /> : <Waiting />}
        <ReadingChoices />
      </div>
    </main>
  );
}

function tokenInAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('token');
}

function PasswordForm({
  error,
  onError,
}: {
  readonly error: Error | undefined;
  readonly onError: (error: Error | undefined) => void;
}): ReactNode {
  const t = useMessages();
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onError(undefined);
        enter('/api/session/password', { email, password }).catch(onError);
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField
        label={t('person.email')}
        type="email"
        autoComplete="username"
        latin
        value={email}
        onChange={setEmail}
        isRequired
      />
      <TextField
        label={t('person.password')}
        type="password"
        autoComplete="current-password"
        latin
        value={password}
        onChange={setPassword}
        isRequired
      />
      <Button look="main" type="submit">
        {t('signIn.enter')}
      </Button>
      <p className="hint">
        {t('signIn.linkHint')} <Latin>./riad sign-in</Latin>
      </p>
    </form>
  );
}

function useEnter(): (path: string, body: unknown) => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    async (path, body) => {
      await ask(path, { method: 'POST', body });
      queries.clear();
      const session = await queries.fetchQuery(sessionQuery);
      await navigate({ to: session?.needsSetUp === true ? '/welcome' : '/' });
    },
    [queries, navigate],
  );
}
