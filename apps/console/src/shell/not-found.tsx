import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ApiError } from '../api/client.ts';
import { useMessages } from '../i18n/messages.tsx';
import { describeError, Notice, Page } from '../ui/parts.tsx';
import { ReloadWhenOnline } from './online.tsx';

export function NotFound(): ReactNode {
  const t = useMessages();
  return (
    <main>
      <Page title={t('notFound.title')}>
        <p>
          <Link to="/">{t('notFound.home')}</Link>
        </p>
      </Page>
    </main>
  );
}

export function Unexpected({ error }: { readonly error: Error }): ReactNode {
  const t = useMessages();
  const isOffline = error instanceof ApiError && error.code === 'offline' && !navigator.onLine;
  return (
    <main>
      <Page title={t('error.title')}>
        <Notice tone="bad">{isOffline ? t('frame.offline') : describeError(t, error)}</Notice>
        {isOffline ? <ReloadWhenOnline /> : null}
        <p>
          <Link to="/" reloadDocument>
            {t('notFound.home')}
          </Link>
        </p>
      </Page>
    </main>
  );
}
