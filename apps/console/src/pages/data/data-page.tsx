import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useMessages, type MessageKey } from '../../i18n/messages.tsx';
import { Page } from '../../ui/parts.tsx';

const places = [
  { to: '/data', label: 'data.overview' },
  { to: '/data/policy', label: 'data.policy' },
  { to: '/data/rights', label: 'data.rights' },
  { to: '/data/register', label: 'data.register' },
  { to: '/data/retention', label: 'data.retention' },
  { to: '/data/incidents', label: 'data.incidents' },
] as const satisfies readonly { readonly to: string; readonly label: MessageKey }[];

/** One page of data control, with the way to the others. */
export function DataPage({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: MessageKey;
  readonly lead: MessageKey;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const t = useMessages();
  return (
    <Page title={t(title)} lead={t(lead)} {...(actions === undefined ? {} : { actions })}>
      <nav ref={showOpenTab} className="tabs" aria-label={t('nav.data')}>
        {places.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className="tab"
            activeOptions={{ exact: true }}
            activeProps={{ className: 'tab tab-here' }}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}

/** On a narrow screen the tabs scroll: the one that is open comes into view. */
function showOpenTab(tabs: HTMLElement | null): void {
  tabs?.querySelector('.tab-here')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
