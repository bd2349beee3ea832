import { useEffect, useRef, useState, type ReactNode } from 'react';

import { ApiError } from '../../api/client.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { ReadingChoices } from '../../shell/person-menu.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { describeError, Latin, Notice, useTitle, Waiting } from '../../ui/parts.tsx';
import { OtherWays } from './other-ways.tsx';
import { useEnter } from './use-enter.ts';

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
        {token === null ? (
          <>
            <PasswordForm error={error} onError={setError} />
            <OtherWays onError={setError} />
            <p className="hint">
              {t('signIn.linkHint')} <Latin>./riad sign-in</Latin>
            </p>
          </>
        ) : (
          <Waiting />
        )}
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
  /** Asked for once the password is right, of those who have a second factor. */
  const [code, setCode] = useState<string>();
  const submit = async (): Promise<void> => {
    onError(undefined);
    try {
      await enter('/api/session/password', { email, password, ...(code === undefined ? {} : { code }) });
    } catch (problem) {
      if (problem instanceof ApiError && problem.code === 'session.code_required') setCode('');
      else onError(problem instanceof Error ? problem : new Error(String(problem)));
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
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
      {code === undefined ? null : (
        <TextField
          label={t('factor.code')}
          hint={t('signIn.codeHint')}
          autoComplete="one-time-code"
          latin
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
          minLength={6}
          maxLength={20}
          value={code}
          onChange={setCode}
          isRequired
        />
      )}
      <Button look="main" type="submit">
        {t('signIn.enter')}
      </Button>
    </form>
  );
}
