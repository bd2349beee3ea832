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
      <Statements title={t('accessibility.holds')} keys={holds} />
      <Statements title={t('accessibility.short')} keys={short} />
    </Page>
  );
}

function Statements({ title, keys }: { readonly title: string; readonly keys: readonly MessageKey[] }): ReactNode {
  const t = useMessages();
  return (
    <section>
      <h2>{title}</h2>
      <ul className="prose">
        {keys.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
    </section>
  );
}
