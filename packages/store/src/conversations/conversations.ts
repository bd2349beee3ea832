import { randomBytes } from 'node:crypto';

import {
  makeId,
  PlatformError,
  type Clock,
  type CollectionId,
  type ConversationId,
  type MessageId,
  type MessageView,
  type ProjectId,
  type Scope,
  type UserId,
} from '@riad/contracts';
import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';

import { withStore } from '../errors.ts';
import type { Database } from '../schema.ts';
import { foldForSearch } from './fold.ts';

/** Whose conversations: one person of one organisation. Nobody reads another's. */
export interface PersonScope extends Scope {
  readonly userId: UserId;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly title: string;
  readonly folder: string | null;
  readonly model: string | null;
  readonly instructions: string;
  /** What its questions are answered from; null: the model alone. */
  readonly collection: CollectionId | null;
  /** Whether the project may read it. */
  readonly shared: boolean;
  readonly updatedAt: Date;
}

export interface StoredMessage extends Omit<MessageView, 'id' | 'parent' | 'createdAt'> {
  readonly id: MessageId;
  readonly parent: MessageId | null;
  readonly createdAt: Date;
}

export type NewMessage = Pick<StoredMessage, 'parent' | 'role' | 'content' | 'state' | 'findings'> &
  Partial<Pick<StoredMessage, 'attachments'>>;
export type MessageChange = Partial<Pick<StoredMessage, 'content' | 'state' | 'origin' | 'error' | 'cited'>>;
export type ConversationChange = {
  readonly [K in 'title' | 'folder' | 'model' | 'instructions' | 'collection' | 'shared']?: Conversation[K] | undefined;
};

export interface NewConversation {
  readonly projectId: ProjectId;
  readonly title: string;
  readonly model?: string | undefined;
  readonly collection?: CollectionId | undefined;
}

export interface ConversationSearch {
  /** Words of a title or a message; accents, case and vowel signs do not matter. */
  readonly text?: string | undefined;
  readonly limit: number;
}

/** Conversations and their messages. Whatever names one that is not this person's fails with `conversation.not_found`. */
export interface Conversations {
  create(scope: PersonScope, input: NewConversation): Promise<Conversation>;
  /** Newest first. */
  list(scope: PersonScope, search: ConversationSearch): Promise<readonly Conversation[]>;
  get(scope: PersonScope, id: ConversationId): Promise<Conversation>;
  change(scope: PersonScope, id: ConversationId, change: ConversationChange): Promise<Conversation>;
  /** Rows are gone when it returns, messages with them. */
  delete(scope: PersonScope, id: ConversationId): Promise<void>;
  messages(scope: PersonScope, id: ConversationId): Promise<readonly StoredMessage[]>;
  addMessage(scope: PersonScope, id: ConversationId, message: NewMessage): Promise<StoredMessage>;
  changeMessage(
    scope: PersonScope,
    id: ConversationId,
    change: { readonly message: MessageId; readonly values: MessageChange },
  ): Promise<void>;
}

export function createConversations({
  database,
  clock,
}: {
  readonly database: Kysely<Database>;
  readonly clock: Clock;
}): Conversations {
  const now = (): Date => new Date(clock.now());
  return {
    create: (scope, input) => withStore(() => create(database, scope, input)),
    list: (scope, search) => withStore(() => list(database, scope, search)),
    get: (scope, id) => withStore(() => get(database, scope, id)),
    change: (scope, id, change) => withStore(() => update(database, { scope, id }, { ...change, updated_at: now() })),
    delete: (scope, id) => withStore(() => remove(database, scope, id)),
    messages: (scope, id) => withStore(() => messages(database, scope, id)),
    addMessage: (scope, id, message) => withStore(() => addMessage(database, { scope, id }, { message, now: now() })),
    changeMessage: (scope, id, { message, values }) =>
      withStore(() => changeMessage(database, { scope, id }, { message, values })),
  };
}

interface Which {
  readonly scope: PersonScope;
  readonly id: ConversationId;
}

async function create(
  database: Kysely<Database>,
  scope: PersonScope,
  { projectId, title, model, collection }: NewConversation,
): Promise<Conversation> {
  const project = await database
    .selectFrom('projects')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', projectId)
    .executeTakeFirst();
  const person = await database
    .selectFrom('users')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', scope.userId)
    .executeTakeFirst();
  if (
    project === undefined ||
    person === undefined ||
    (scope.projectId !== undefined && scope.projectId !== projectId)
  ) {
    throw new PlatformError('access.denied', 'the project is not in this scope', { field: 'project' });
  }
  const row = await database
    .insertInto('conversations')
    .values({
      id: makeId('cnv', randomBytes(10).toString('hex')),
      organisation_id: scope.organisationId,
      project_id: projectId,
      user_id: scope.userId,
      title,
      folded_title: foldForSearch(title),
      model: model ?? null,
      collection_id: collection ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return presentConversation(row);
}

async function list(
  database: Kysely<Database>,
  scope: PersonScope,
  { text, limit }: ConversationSearch,
): Promise<readonly Conversation[]> {
  let query = own(database, scope).orderBy('updated_at', 'desc').orderBy('id').limit(limit);
  if (text !== undefined && text.trim() !== '') {
    const pattern = `%${foldForSearch(text.trim()).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    query = query.where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('folded_title', 'like', pattern),
        exists(
          selectFrom('messages')
            .select('messages.id')
            .whereRef('messages.conversation_id', '=', 'conversations.id')
            .where('messages.folded', 'like', pattern),
        ),
      ]),
    );
  }
  return (await query.execute()).map(presentConversation);
}

async function get(database: Kysely<Database>, scope: PersonScope, id: ConversationId): Promise<Conversation> {
  const row = await own(database, scope).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw unknown();
  return presentConversation(row);
}

async function update(
  database: Kysely<Database>,
  { scope, id }: Which,
  {
    updated_at,
    title,
    folder,
    model,
    instructions,
    collection,
    shared,
  }: ConversationChange & { readonly updated_at: Date },
): Promise<Conversation> {
  const row = await database
    .updateTable('conversations')
    .set({
      updated_at,
      ...(title === undefined ? {} : { title, folded_title: foldForSearch(title) }),
      ...(folder === undefined ? {} : { folder }),
      ...(model === undefined ? {} : { model }),
      ...(instructions === undefined ? {} : { instructions }),
      ...(collection === undefined ? {} : { collection_id: collection }),
      ...(shared === undefined ? {} : { shared }),
    })
    .where(belongsTo(scope))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw unknown();
  return presentConversation(row);
}

async function remove(database: Kysely<Database>, scope: PersonScope, id: ConversationId): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom('conversations')
    .where(belongsTo(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw unknown();
}

async function messages(
  database: Kysely<Database>,
  scope: PersonScope,
  id: ConversationId,
): Promise<readonly StoredMessage[]> {
  await get(database, scope, id);
  const rows = await database
    .selectFrom('messages')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('conversation_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map(presentMessage);
}

async function addMessage(
  database: Kysely<Database>,
  { scope, id }: Which,
  { message, now }: { readonly message: NewMessage; readonly now: Date },
): Promise<StoredMessage> {
  return database.transaction().execute(async (transaction) => {
    await update(transaction, { scope, id }, { updated_at: now });
    if (message.parent !== null) await requireMessage(transaction, { scope, id }, message.parent);
    const row = await transaction
      .insertInto('messages')
      .values({
        id: makeId('msg', randomBytes(10).toString('hex')),
        organisation_id: scope.organisationId,
        conversation_id: id,
        parent_id: message.parent,
        role: message.role,
        content: message.content,
        folded: foldForSearch(message.content),
        state: message.state,
        findings: JSON.stringify(message.findings),
        attachments: JSON.stringify(message.attachments ?? []),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return presentMessage(row);
  });
}

async function requireMessage(database: Kysely<Database>, { scope, id }: Which, message: MessageId): Promise<void> {
  const row = await database
    .selectFrom('messages')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('conversation_id', '=', id)
    .where('id', '=', message)
    .executeTakeFirst();
  if (row === undefined) throw unknown();
}

async function changeMessage(
  database: Kysely<Database>,
  { scope, id }: Which,
  { message, values }: { readonly message: MessageId; readonly values: MessageChange },
): Promise<void> {
  await get(database, scope, id);
  const { content, state, origin, error, cited } = values;
  await database
    .updateTable('messages')
    .set({
      ...(content === undefined ? {} : { content, folded: foldForSearch(content) }),
      ...(state === undefined ? {} : { state }),
      ...(origin === undefined ? {} : { origin: JSON.stringify(origin) }),
      ...(error === undefined ? {} : { error: JSON.stringify(error) }),
      ...(cited === undefined ? {} : { cited: JSON.stringify(cited) }),
    })
    .where('organisation_id', '=', scope.organisationId)
    .where('conversation_id', '=', id)
    .where('id', '=', message)
    .execute();
}

function own(database: Kysely<Database>, scope: PersonScope) {
  return database.selectFrom('conversations').selectAll().where(belongsTo(scope));
}

function belongsTo({ organisationId, projectId, userId }: PersonScope) {
  return (expression: ExpressionBuilder<Database, 'conversations'>) =>
    expression.and({
      organisation_id: organisationId,
      user_id: userId,
      ...(projectId === undefined ? {} : { project_id: projectId }),
    });
}

/** A row as the rest of Riad knows it. */
export function presentConversation(row: Selectable<Database['conversations']>): Conversation {
  const { id, title, folder, model, instructions, shared } = row;
  return {
    id,
    title,
    folder,
    model,
    instructions,
    collection: row.collection_id,
    shared,
    updatedAt: row.updated_at,
  };
}

export function presentMessage(row: Selectable<Database['messages']>): StoredMessage {
  const { id, role, content, attachments, state, findings, cited, origin, error } = row;
  return {
    id,
    parent: row.parent_id,
    role,
    content,
    attachments,
    state,
    findings,
    cited,
    origin,
    error,
    createdAt: row.created_at,
  };
}

function unknown(): PlatformError {
  return new PlatformError('conversation.not_found', 'there is no such conversation of yours');
}
