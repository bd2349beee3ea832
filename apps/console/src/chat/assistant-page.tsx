import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { AttachmentView, ConversationView, ConversationWithMessages, MessageView } from '@riad/contracts';
import { memo, useEffect, useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { conversationQuery, modelsQuery } from '../api/queries.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Select } from '../ui/fields.tsx';
import { describeError, Loaded, Notice, useTitle } from '../ui/parts.tsx';
import { Composer } from './composer.tsx';
import { ConversationMenu } from './conversation-menu.tsx';
import { DocumentChoice } from './document-choice.tsx';
import { Greeting } from './greeting.tsx';
import { HideValues } from './hide-values.tsx';
import { MessageList } from './message-list.tsx';
import { OriginPanel } from './origin-panel.tsx';
import { addMessage, useConversationEvents } from './conversation-events.ts';
import { activePath } from './tree.ts';

interface Answered {
  readonly question: MessageView;
  readonly answer: MessageView;
}

export function AssistantPage(): ReactNode {
  const { id } = useParams({ strict: false });
  return id === undefined ? <NewConversation /> : <OpenConversation key={id} id={id} />;
}

function NewConversation(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { collection: asked } = useSearch({ strict: false });
  const [model, setModel] = useState<string>();
  const [collection, setCollection] = useState<string | null>(asked ?? null);
  const [draft, setDraft] = useState('');
  const [error, setError] = useState<Error>();
  useTitle('');

  const begin = async (content: string, attachments: readonly AttachmentView[]): Promise<void> => {
    setError(undefined);
    try {
      const created = await ask<ConversationView>('/api/conversations', {
        method: 'POST',
        body: { ...(model === undefined ? {} : { model }), ...(collection === null ? {} : { collection }) },
      });
      const { question, answer } = await ask<Answered>(`/api/conversations/${created.id}/messages`, {
        method: 'POST',
        body: { content, attachments },
      });
      const fresh: ConversationWithMessages = { ...created, title: content.slice(0, 60), messages: [question, answer] };
      queries.setQueryData(conversationQuery(created.id).queryKey, fresh);
      void queries.invalidateQueries({ queryKey: ['conversations'] });
      await navigate({ to: '/c/$id', params: { id: created.id } });
    } catch (problem) {
      setDraft(content);
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    }
  };
  return (
    <div className="chat chat-new">
      <Greeting onChoose={setDraft} />
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Composer
        key={draft}
        place="new"
        draft={draft}
        onSend={begin}
        tools={
          <>
            <ModelChoice value={model} onChange={setModel} />
            <DocumentChoice value={collection} onChange={setCollection} />
          </>
        }
      />
    </div>
  );
}

function OpenConversation({ id }: { readonly id: string }): ReactNode {
  const query = useQuery({ ...conversationQuery(id), staleTime: 60_000 });
  useConversationEvents(id);
  return <Loaded query={query}>{(conversation) => <Conversation conversation={conversation} />}</Loaded>;
}

function Conversation({ conversation }: { readonly conversation: ConversationWithMessages }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [editing, setEditing] = useState<MessageView>();
  const [shown, setShown] = useState<MessageView>();
  const [error, setError] = useState<Error>();
  const [hidden, setHidden] = useState(false);
  const { id, messages } = conversation;
  const { id: place, content: draft } = editing ?? { id, content: '' };
  const path = activePath(messages, chosen);
  const last = path.at(-1)?.message;
  const running = last?.state === 'streaming' ? last : undefined;
  useTitle(conversation.title);
  useEffect(() => {
    if (running === undefined) void queries.invalidateQueries({ queryKey: ['conversations'] });
  }, [running, queries]);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined);
    try {
      await work();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
      throw problem;
    }
  };
  const choose = (message: MessageView): void =>
    setChosen((before) => new Map(before).set(message.parent ?? '', message.id));
  const send = (content: string, attachments: readonly AttachmentView[]): Promise<void> =>
    attempt(async () => {
      const parent = editing === undefined ? (last?.id ?? null) : editing.parent;
      const { question, answer } = await ask<Answered>(`/api/conversations/${id}/messages`, {
        method: 'POST',
        body: { content, parent, attachments },
      });
      addMessage(queries, id, question);
      addMessage(queries, id, answer);
      choose(question);
      setEditing(undefined);
    });
  const retry = (message: MessageView): Promise<void> =>
    attempt(async () => {
      const answer = await ask<MessageView>(`/api/conversations/${id}/messages/${message.id}/retry`, {
        method: 'POST',
        body: {},
      });
      addMessage(queries, id, answer);
      choose(answer);
    }).catch(() => undefined);
  const stop = (): void => {
    if (running !== undefined)
      void ask(`/api/conversations/${id}/messages/${running.id}/stop`, { method: 'POST', body: {} });
  };

  return (
    <div className="chat">
      <header className="chat-head">
        <h1 dir="auto">{conversation.title}</h1>
        <div className="row">
          <HideValues hidden={hidden} onChange={setHidden} />
          <ConversationMenu conversation={conversation} />
        </div>
      </header>
      <MessageList
        path={path}
        hidden={hidden}
        onChoose={choose}
        onEdit={setEditing}
        onRetry={(message) => void retry(message)}
        onShow={setShown}
        fromDocuments={conversation.collection !== null}
      />
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <Composer
        key={place}
        place={place}
        draft={draft}
        onSend={send}
        {...(running === undefined ? {} : { onStop: stop })}
        {...(editing === undefined ? {} : { onCancel: () => setEditing(undefined) })}
        tools={<ConversationTools id={id} model={conversation.model} collection={conversation.collection} />}
      />
      <OriginPanel conversation={id} message={shown} onClose={() => setShown(undefined)} />
    </div>
  );
}

/** Drawn again when what they change has changed, and not with every word of an answer. */
const ConversationTools = memo(
  ({ id, model, collection }: { readonly id: string } & Pick<ConversationView, 'model' | 'collection'>) => {
    const queries = useQueryClient();
    return (
      <>
        <ModelChoice value={model ?? undefined} onChange={(wanted) => void change(queries, id, { model: wanted })} />
        <DocumentChoice value={collection} onChange={(wanted) => void change(queries, id, { collection: wanted })} />
      </>
    );
  },
);

async function change(
  queries: QueryClient,
  id: string,
  body: { readonly model: string } | { readonly collection: string | null },
): Promise<void> {
  await ask(`/api/conversations/${id}`, { method: 'PATCH', body });
  await queries.invalidateQueries({ queryKey: ['conversation', id] });
}

function ModelChoice({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
}): ReactNode {
  const t = useMessages();
  const { data } = useQuery(modelsQuery);
  const usable = (data?.data ?? []).filter(
    (model) => model.kind === 'chat' && ['installed', 'loaded', 'loading', 'remote'].includes(model.state),
  );
  const fallback = usable.find((model) => model.isDefault) ?? usable[0];
  if (fallback === undefined) return null;
  return (
    <Select
      bare
      label={t('chat.model')}
      value={usable.find((model) => model.id === value)?.id ?? fallback.id}
      onChange={onChange}
      choices={usable.map((model) => ({
        id: model.id,
        label: model.id,
        detail: model.location === 'local' ? t('place.local') : t('place.country', { country: model.location }),
      }))}
    />
  );
}
