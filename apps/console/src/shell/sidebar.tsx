import type { Permission } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { Input, SearchField } from 'react-aria-components';

import { conversationsQuery } from '../api/queries.ts';
import { useMessages, type MessageKey } from '../i18n/messages.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { PersonMenu } from './person-menu.tsx';
import { useMay, useSession } from './session.ts';

interface Place {
  readonly to: string;
  readonly icon: IconName;
  readonly label: MessageKey;
  readonly needs: Permission;
}

const places: readonly Place[] = [
  { to: '/collections', icon: 'folder', label: 'nav.collections', needs: 'documents.read' },
  { to: '/keys', icon: 'key', label: 'nav.keys', needs: 'keys' },
  { to: '/usage', icon: 'chart', label: 'nav.usage', needs: 'usage' },
  { to: '/models', icon: 'cube', label: 'nav.models', needs: 'models.read' },
  { to: '/ledger', icon: 'book', label: 'nav.ledger', needs: 'ledger' },
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

function ConversationList(): ReactNode {
  const t = useMessages();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const mayChat = useMay('chat');
  const { data } = useQuery({
    ...conversationsQuery(wanted),
    enabled: mayChat,
    placeholderData: (previous) => previous,
  });
  const conversations = data?.data ?? [];
  return (
    <>
      <Link to="/" className="new-chat" activeOptions={{ exact: true }}>
        <Icon name="plus" size={18} />
        <span>{t('chat.new')}</span>
      </Link>
      <SearchField className="search" aria-label={t('chat.search')} value={search} onChange={setSearch}>
        <Icon name="search" size={16} />
        <Input placeholder={t('chat.search')} dir="auto" />
      </SearchField>
      <nav className="conversations" aria-label={t('chat.list')}>
        {conversations.length === 0 && wanted !== '' ? <p className="hint">{t('chat.searchNone')}</p> : null}
        {conversations.map((conversation) => (
          <Link
            key={conversation.id}
            to="/c/$id"
            params={{ id: conversation.id }}
            className="conversation"
            activeProps={{ className: 'conversation conversation-here' }}
          >
            <span dir="auto">{conversation.title === '' ? t('chat.untitled') : conversation.title}</span>
          </Link>
        ))}
      </nav>
    </>
  );
}
