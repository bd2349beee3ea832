import type { ConversationEvent, ConversationWithMessages, MessageView } from '@riad/contracts';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { conversationQuery, sessionQuery } from '../api/queries.ts';

/**
 * Keeps an open conversation in step with the server: answers under way, other tabs, a connection that comes back. Events
 * are gathered and shown once per frame, however fast a model writes.
 */
export function useConversationEvents(id: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/api/conversations/${id}/events`);
    let waiting: ConversationEvent[] = [];
    let frame = 0;
    let opened = false;

    function show(): void {
      frame = 0;
      const events = waiting;
      waiting = [];
      queries.setQueryData(conversationQuery(id).queryKey, (before: ConversationWithMessages | undefined) =>
        before === undefined ? before : events.reduce(applyEvent, before),
      );
    }
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by our own server
      waiting.push(JSON.parse(data) as ConversationEvent);
      frame ||= requestAnimationFrame(show);
    });
    source.addEventListener('open', () => {
      // What happened while the connection was away is not repeated: it is read again.
      if (opened) void queries.invalidateQueries({ queryKey: ['conversation', id] });
      opened = true;
    });
    source.addEventListener('error', () => void queries.invalidateQueries(sessionQuery));
    return () => {
      source.close();
      cancelAnimationFrame(frame);
    };
  }, [id, queries]);
}

export function addMessage(queries: QueryClient, id: string, message: MessageView): void {
  queries.setQueryData(conversationQuery(id).queryKey, (before: ConversationWithMessages | undefined) =>
    before === undefined || before.messages.some((known) => known.id === message.id)
      ? before
      : { ...before, messages: [...before.messages, message] },
  );
}

export function applyEvent(conversation: ConversationWithMessages, event: ConversationEvent): ConversationWithMessages {
  switch (event.type) {
    case 'deleted':
      return conversation;
    case 'message':
      return { ...conversation, messages: put(conversation.messages, event.message) };
    case 'text':
      return {
        ...conversation,
        messages: conversation.messages.map((message) =>
          message.id === event.id && message.content.length === event.offset
            ? { ...message, content: message.content + event.text }
            : message,
        ),
      };
  }
}

function put(messages: readonly MessageView[], message: MessageView): MessageView[] {
  const at = messages.findIndex((known) => known.id === message.id);
  return at === -1 ? [...messages, message] : messages.with(at, message);
}
