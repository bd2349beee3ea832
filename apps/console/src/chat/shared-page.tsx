import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { sharedConversationQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Loaded, Notice, useTitle } from '../ui/parts.tsx';
import { HideValues } from './hide-values.tsx';
import { MessageList } from './message-list.tsx';
import { activePath } from './tree.ts';

/** A conversation that somebody of the project shares: to read, not to write in. */
export function SharedPage(): ReactNode {
  const t = useMessages();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(sharedConversationQuery(id));
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [hidden, setHidden] = useState(false);
  useTitle(query.data?.title ?? '');
  return (
    <Loaded query={query}>
      {({ title, by, messages }) => (
        <div className="chat">
          <header className="chat-head">
            <h1 dir="auto">{title}</h1>
            <HideValues hidden={hidden} onChange={setHidden} />
          </header>
          <Notice tone="calm">{t('chat.sharedBy', { name: by })}</Notice>
          <MessageList
            path={activePath(messages, chosen)}
            hidden={hidden}
            onChoose={(message) => setChosen((before) => new Map(before).set(message.parent ?? '', message.id))}
          />
        </div>
      )}
    </Loaded>
  );
}
