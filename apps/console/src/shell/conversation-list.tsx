import type { ConversationView, SharedConversationView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { Input, SearchField } from 'react-aria-components';

import { conversationsQuery, sharedQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Icon } from '../ui/icon.tsx';

/** One's own conversations, by folder, then what others of the project share. */
export function ConversationList(): ReactNode {
  const t = useMessages();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const { data } = useQuery({ ...conversationsQuery(wanted), placeholderData: (previous) => previous });
  const { data: shared } = useQuery(sharedQuery);
  const conversations = data?.data ?? [];
  const folders = Map.groupBy(conversations, ({ folder }) => folder ?? '');
  const names = [...folders.keys()].filter((name) => name !== '').toSorted();
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
        {names.map((name) => (
          <Folder key={name} name={name} open={wanted !== ''} conversations={folders.get(name) ?? []} />
        ))}
        {(folders.get('') ?? []).map((conversation) => (
          <ConversationLink key={conversation.id} conversation={conversation} />
        ))}
        {wanted === '' ? <Shared conversations={shared?.data ?? []} /> : null}
      </nav>
    </>
  );
}

function Folder({
  name,
  open,
  conversations,
}: {
  readonly name: string;
  /** A search shows what it finds. */
  readonly open: boolean;
  readonly conversations: readonly ConversationView[];
}): ReactNode {
  return (
    <details className="folder" {...(open ? { open: true } : {})}>
      <summary>
        <Icon name="folder" size={16} />
        <bdi>{name}</bdi>
      </summary>
      {conversations.map((conversation) => (
        <ConversationLink key={conversation.id} conversation={conversation} />
      ))}
    </details>
  );
}

function Shared({ conversations }: { readonly conversations: readonly SharedConversationView[] }): ReactNode {
  const t = useMessages();
  if (conversations.length === 0) return null;
  return (
    <details className="folder">
      <summary>
        <Icon name="people" size={16} />
        <span>{t('chat.shared')}</span>
      </summary>
      {conversations.map((conversation) => (
        <Link
          key={conversation.id}
          to="/shared/$id"
          params={{ id: conversation.id }}
          className="conversation"
          activeProps={{ className: 'conversation conversation-here' }}
        >
          <bdi>{conversation.title === '' ? t('chat.untitled') : conversation.title}</bdi>
        </Link>
      ))}
    </details>
  );
}

function ConversationLink({ conversation }: { readonly conversation: ConversationView }): ReactNode {
  const t = useMessages();
  return (
    <Link
      to="/c/$id"
      params={{ id: conversation.id }}
      className="conversation"
      activeProps={{ className: 'conversation conversation-here' }}
    >
      <bdi>{conversation.title === '' ? t('chat.untitled') : conversation.title}</bdi>
    </Link>
  );
}
