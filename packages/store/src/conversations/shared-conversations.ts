import type { ConversationId, OrganisationId, ProjectId, UserId } from '@riad/contracts';
import type { Kysely } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { presentConversation, presentMessage, type Conversation, type StoredMessage } from './conversations.ts';

/** Whose reading: everybody of this project. */
export interface ProjectScope {
  readonly organisationId: OrganisationId;
  readonly projectId: ProjectId;
}

export interface SharedConversation extends Conversation {
  /** Who shares it. */
  readonly by: string;
}

/** Conversations that their owner lets the project read. Nobody writes in another's. */
export interface SharedConversations {
  /** Newest first; without those of the reader. */
  list(scope: ProjectScope, reader: UserId): Promise<readonly SharedConversation[]>;
  /** `undefined` when there is none, or it is not shared any more. */
  find(
    scope: ProjectScope,
    id: ConversationId,
  ): Promise<{ readonly conversation: SharedConversation; readonly messages: readonly StoredMessage[] } | undefined>;
}

const LISTED = 200;

export function createSharedConversations(database: Kysely<Database>): SharedConversations {
  const shared = ({ organisationId, projectId }: ProjectScope) =>
    database
      .selectFrom('conversations')
      .innerJoin('users', 'users.id', 'conversations.user_id')
      .selectAll('conversations')
      .select('users.name as by')
      .where('conversations.organisation_id', '=', organisationId)
      .where('conversations.project_id', '=', projectId)
      .where('conversations.shared', '=', true);
  return {
    list: (scope, reader) =>
      withStore(async () => {
        const query = shared(scope).where('conversations.user_id', '<>', reader);
        const rows = await query.orderBy('conversations.updated_at', 'desc').limit(LISTED).execute();
        return rows.map((row) => ({ ...presentConversation(row), by: row.by }));
      }),
    find: (scope, id) =>
      withStore(async () => {
        const row = await shared(scope).where('conversations.id', '=', id).executeTakeFirst();
        if (row === undefined) return undefined;
        const messages = await database
          .selectFrom('messages')
          .selectAll()
          .where('organisation_id', '=', scope.organisationId)
          .where('conversation_id', '=', id)
          .orderBy('position')
          .execute();
        return { conversation: { ...presentConversation(row), by: row.by }, messages: messages.map(presentMessage) };
      }),
  };
}
