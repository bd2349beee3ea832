import type {
  ConversationView,
  ConversationWithMessages,
  HealthView,
  InvitationView,
  KeyView,
  ModelView,
  PersonView,
  RecordView,
  SessionView,
  SharedConversationView,
  SharedWithMessages,
  UsageRow,
} from '@riad/contracts';
import { queryOptions } from '@tanstack/react-query';

import { ApiError, ask, keepCsrf } from './client.ts';

interface List<T> {
  readonly data: readonly T[];
}

/** Who is signed in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async (): Promise<SessionView | null> => {
    try {
      const session = await ask<SessionView>('/api/session');
      keepCsrf(session);
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'session.required') return null;
      throw error;
    }
  },
});

export const conversationsQuery = (search: string) =>
  queryOptions({
    queryKey: ['conversations', search],
    queryFn: () =>
      ask<List<ConversationView>>(`/api/conversations${search === '' ? '' : `?q=${encodeURIComponent(search)}`}`),
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversation', id],
    queryFn: () => ask<ConversationWithMessages>(`/api/conversations/${id}`),
  });

export const sharedQuery = queryOptions({
  queryKey: ['shared'],
  queryFn: () => ask<List<SharedConversationView>>('/api/shared'),
});
export const sharedConversationQuery = (id: string) =>
  queryOptions({ queryKey: ['shared', id], queryFn: () => ask<SharedWithMessages>(`/api/shared/${id}`) });

export const modelsQuery = queryOptions({ queryKey: ['models'], queryFn: () => ask<List<ModelView>>('/api/models') });
export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => ask<List<KeyView>>('/api/keys') });
export const healthQuery = queryOptions({ queryKey: ['health'], queryFn: () => ask<HealthView>('/api/health') });
export const ledgerQuery = queryOptions({
  queryKey: ['ledger'],
  queryFn: () => ask<List<RecordView>>('/api/ledger?limit=200'),
});
export const recordQuery = (id: string) =>
  queryOptions({ queryKey: ['record', id], queryFn: () => ask<RecordView>(`/api/ledger/${id}`) });
export const usageQuery = (days: number) =>
  queryOptions({ queryKey: ['usage', days], queryFn: () => ask<List<UsageRow>>(`/api/usage?days=${days}`) });
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () =>
    ask<{ readonly people: readonly PersonView[]; readonly invitations: readonly InvitationView[] }>('/api/people'),
});
