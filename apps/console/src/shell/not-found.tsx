import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useMessages } from '../i18n/messages.tsx';
import { describeError, Notice, Page } from '../ui/parts.tsx';

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
  return (
    <main>
      <Page title={t('error.title')}>
        <Notice tone="bad">{describeError(t, error)}</Notice>
        <p>
          <Link to="/" reloadDocument>
            {t('notFound.home')}
          </Link>
        </p>
      </Page>
    </main>
  );
}
