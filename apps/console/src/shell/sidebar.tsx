import type { Permission } from '@riad/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useMessages, type MessageKey } from '../i18n/messages.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { ConversationList } from './conversation-list.tsx';
import { PersonMenu } from './person-menu.tsx';
import { useSession } from './session.ts';

interface Place {
  readonly to: string;
  readonly icon: IconName;
  readonly label: MessageKey;
  readonly needs: Permission;
}

const places: readonly Place[] = [
  { to: '/collections', icon: 'folder', label: 'nav.collections', needs: 'documents.read' },
  { to: '/playground', icon: 'sliders', label: 'nav.playground', needs: 'keys' },
  { to: '/keys', icon: 'key', label: 'nav.keys', needs: 'keys' },
  { to: '/usage', icon: 'chart', label: 'nav.usage', needs: 'usage' },
  { to: '/models', icon: 'cube', label: 'nav.models', needs: 'models.read' },
  { to: '/ledger', icon: 'book', label: 'nav.ledger', needs: 'ledger' },
  { to: '/data', icon: 'shield', label: 'nav.data', needs: 'data-control.read' },
  { to: '/people', icon: 'people', label: 'nav.people', needs: 'people' },
  { to: '/status', icon: 'pulse', label: 'nav.health', needs: 'health' },
];

export function Sidebar(): ReactNode {
  const t = useMessages();
  const permissions = useSession()?.permissions ?? [];
  return (
    <div className="sidebar">
      <div className="brand">
        <img src="/icon.svg" alt="" width="30" height="30" />
        <span className="brand-name">Riad</span>
      </div>
      {permissions.includes('chat') ? <ConversationList /> : <div className="grow" />}
      <nav className="places" aria-label={t('nav.label')}>
        {places
          .filter((place) => permissions.includes(place.needs))
          .map((place) => (
            <Link key={place.to} to={place.to} className="place" activeProps={{ className: 'place place-here' }}>
              <Icon name={place.icon} size={18} />
              <span>{t(place.label)}</span>
            </Link>
          ))}
      </nav>
      <PersonMenu />
    </div>
  );
}
