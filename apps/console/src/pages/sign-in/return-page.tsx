import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useMessages } from '../../i18n/messages.tsx';
import { describeError, Notice, useTitle, Waiting } from '../../ui/parts.tsx';
import { useEnter } from './use-enter.ts';

/** Where the provider of single sign-on sends the browser back to. */
export function SignInReturnPage(): ReactNode {
  const t = useMessages();
  const enter = useEnter();
  const [error, setError] = useState<Error>();
  const asked = useRef(false);
  useTitle(t('signIn.title'));
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const query = location.search.slice(1);
    // What the provider wrote is not left in the history.
    history.replaceState(null, '', '/sign-in/return');
    enter('/api/session/single-sign-on/return', { query }).catch(setError);
  }, [enter]);
  return (
    <main className="door">
      <div className="door-box">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{t('signIn.title')}</h1>
        {error === undefined ? (
          <Waiting />
        ) : (
          <>
            <Notice tone="bad">{describeError(t, error)}</Notice>
            <Link to="/sign-in">{t('signIn.again')}</Link>
          </>
        )}
      </div>
    </main>
  );
}
