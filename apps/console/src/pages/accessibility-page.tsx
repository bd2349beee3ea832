import type { ReactNode } from 'react';

import { useMessages, type MessageKey } from '../i18n/messages.tsx';
import { Page } from '../ui/parts.tsx';

const holds: readonly MessageKey[] = [
  'accessibility.keyboard',
  'accessibility.contrast',
  'accessibility.live',
  'accessibility.motion',
  'accessibility.zoom',
];
const short: readonly MessageKey[] = ['accessibility.notTested', 'accessibility.chart', 'accessibility.languages'];

/** Says what was checked and what was not. */
export function AccessibilityPage(): ReactNode {
  const t = useMessages();
  return (
    <Page title={t('accessibility.title')} lead={t('accessibility.lead')}>
      <h2>{t('accessibility.holds')}</h2>
      <ul className="prose">
        {holds.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      <h2>{t('accessibility.short')}</h2>
      <ul className="prose">
        {short.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
    </Page>
  );
}
