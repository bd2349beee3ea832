import {
  attachmentSchema,
  conversationSchema,
  conversationWithMessagesSchema,
  messageSchema,
  PlatformError,
  type CollectionId,
  type MessageId,
} from '@riad/contracts';
import type { Conversation, StoredMessage } from '@riad/store';
import { z } from 'zod';

import { personRoute, type AdminRoute } from '../admin-route.ts';
import { pathTo } from '../answers/active-path.ts';
import { exportConversation } from '../answers/export-conversation.ts';
import { presentStored } from '../answers/present-message.ts';
import { withAttachments } from '../answers/with-attachments.ts';
import type { Services } from '../services.ts';
import { conversationId, messageId, presentConversation } from '../answers/present-conversation.ts';
import type { Session } from '../sessions/session.ts';
import { projectOf } from './collection-routes.ts';

const MAX_TEXT = 200_000;
const TITLE_LENGTH = 60;
/** Messages that a new listener is told again. */
const RECENT = 4;
const byId = z.strictObject({ id: z.string().max(80) });
const byMessage = z.strictObject({ id: z.string().max(80), message: z.string().max(80) });
const content = z.string().trim().min(1).max(MAX_TEXT);
const attachments = z
  .array(attachmentSchema)
  .max(5)
  .default([])
  .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MAX_TEXT, {
    error: `files may hold ${MAX_TEXT} characters together`,
  });
const model = z.string().min(1).max(200);
const collection = z.string().min(1).max(80);
const answerOf = z.strictObject({ question: messageSchema, answer: messageSchema });

/** The assistant: conversations that belong to one person, and answers that go on while no page is open. */
export function createConversationRoutes(services: Services): readonly AdminRoute[] {
  return [...readingRoutes(services), ...writingRoutes(services), ...askingRoutes(services)];
}

function readingRoutes({ parts, answers, hub, streams }: Services): readonly AdminRoute[] {
  const { conversations } = parts.store;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/conversations',
        access: 'chat',
        summary:
          'One’s own conversations, newest first; `q` looks in titles and messages, whatever the accents and vowel signs',
        query: z.strictObject({
          q: z.string().max(200).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        answer: z.strictObject({ data: z.array(conversationSchema) }),
      },
      async ({ session, query }) => ({
        data: (await conversations.list(session.scope, { text: query.q, limit: query.limit })).map(presentConversation),
      }),
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/conversations/:id',
        access: 'chat',
        summary: 'A conversation with all its messages, branches included',
        params: byId,
        answer: conversationWithMessagesSchema,
      },
      async ({ session, params }) => {
        const id = conversationId(params.id);
        const found = await conversations.get(session.scope, id);
        const messages = await conversations.messages(session.scope, id);
        return {
          ...presentConversation(found),
          messages: messages.map((message) => presentStored(message, answers.find(message.id))),
        };
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/conversations/:id/events',
        access: 'chat',
        summary: 'What happens in a conversation, as it happens; begins with the answers under way',
        params: byId,
        streams: 'text/event-stream',
      },
      async ({ session, params, request, response }) => {
        const id = conversationId(params.id);
        await conversations.get(session.scope, id);
        const unsubscribe = hub.subscribe(id, (event) => stream.send(event));
        const stream = streams.open({ request, response }, { session, permission: 'chat' }, unsubscribe);
        // An answer may have ended between the question and this moment: its end is told again.
        const messages = await conversations.messages(session.scope, id);
        for (const message of messages.filter(
          (each, at) => answers.find(each.id) !== undefined || at >= messages.length - RECENT,
        ))
          stream.send({ type: 'message', message: presentStored(message, answers.find(message.id)) });
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/conversations/:id/export',
        access: 'chat',
        summary: 'A conversation as a file, with where each answer came from',
        params: byId,
        query: z.strictObject({ format: z.enum(['markdown', 'json']).default('markdown') }),
        streams: 'text/markdown',
      },
      async ({ session, params, query, response }) => {
        const id = conversationId(params.id);
        const found = await conversations.get(session.scope, id);
        const messages = await conversations.messages(session.scope, id);
        const { type, name, body } = exportConversation({ conversation: found, messages, format: query.format });
        response.writeHead(200, {
          'content-type': type,
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        response.end(body);
      },
    ),
  ];
}

function writingRoutes(services: Services): readonly AdminRoute[] {
  const { parts, answers, hub } = services;
  const { conversations } = parts.store;
  return [
    personRoute(
      {
        method: 'POST',
        path: '/api/conversations',
        access: 'chat',
        summary: 'Begins a conversation; with a `collection`, its questions are answered from these documents alone',
        body: z.strictObject({
          model: model.optional(),
          title: z.string().trim().min(1).max(200).optional(),
          collection: collection.optional(),
        }),
        answer: conversationSchema,
      },
      async ({ session, body }) =>
        presentConversation(
          await conversations.create(session.scope, {
            projectId: session.project.id,
            title: body.title ?? '',
            model: body.model,
            collection: await findCollection(services, session, body.collection),
          }),
        ),
    ),
    personRoute(
      {
        method: 'PATCH',
        path: '/api/conversations/:id',
        access: 'chat',
        summary: 'Renames it, files it, or changes its model, its instructions or the collection that it asks',
        params: byId,
        body: z.strictObject({
          title: z.string().trim().min(1).max(200).optional(),
          folder: z.string().trim().min(1).max(80).nullable().optional(),
          model: model.optional(),
          instructions: z.string().max(20_000).optional(),
          collection: collection.nullable().optional(),
          shared: z.boolean().optional(),
        }),
        answer: conversationSchema,
      },
      async ({ session, params, body }) =>
        presentConversation(
          await conversations.change(session.scope, conversationId(params.id), {
            ...body,
            collection: body.collection === null ? null : await findCollection(services, session, body.collection),
          }),
        ),
    ),
    personRoute(
      {
        method: 'DELETE',
        path: '/api/conversations/:id',
        access: 'chat',
        summary: 'Deletes it with all its messages, at once and for good',
        params: byId,
      },
      async ({ session, params }) => {
        const id = conversationId(params.id);
        await conversations.delete(session.scope, id);
        answers.stopAll(session.scope, id);
        hub.publish(id, { type: 'deleted' });
      },
    ),
  ];
}

function askingRoutes(services: Services): readonly AdminRoute[] {
  const { parts, answers, findIn, hub } = services;
  const { conversations } = parts.store;
  return [
    personRoute(
      {
        method: 'POST',
        path: '/api/conversations/:id/messages',
        access: 'chat',
        summary: 'Asks; `parent` is the message before it, so that an edited question is a branch beside the first',
        params: byId,
        body: z.strictObject({
          content,
          attachments,
          parent: z.string().max(80).nullable().default(null),
          model: model.optional(),
        }),
        answer: answerOf,
      },
      async ({ session, params, body }) => {
        const id = conversationId(params.id);
        const conversation = await conversations.get(session.scope, id);
        const question = await conversations.addMessage(session.scope, id, {
          parent: body.parent === null ? null : messageId(body.parent),
          role: 'user',
          content: body.content,
          attachments: body.attachments,
          state: 'complete',
          findings: findIn(body.content),
        });
        hub.publish(id, { type: 'message', message: presentStored(question, undefined) });
        const change = {
          ...(conversation.title === '' ? { title: titleOf(body.content) } : {}),
          ...(body.model === undefined || body.model === conversation.model ? {} : { model: body.model }),
        };
        const current =
          Object.keys(change).length === 0 ? conversation : await conversations.change(session.scope, id, change);
        const answer = await answerTo(services, session, { conversation: current, question: question.id });
        return { question: presentStored(question, undefined), answer };
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/conversations/:id/messages/:message/retry',
        access: 'chat',
        summary: 'Answers the same question again, beside the first answer',
        params: byMessage,
        body: z.strictObject({ model: model.optional() }),
        answer: messageSchema,
      },
      async ({ session, params, body }) => {
        const id = conversationId(params.id);
        const conversation = await conversations.get(session.scope, id);
        const messages = await conversations.messages(session.scope, id);
        const answered = messages.find((message) => message.id === messageId(params.message));
        const question = answered?.role === 'assistant' ? answered.parent : answered?.id;
        if (question === undefined || question === null)
          throw new PlatformError('conversation.not_found', 'there is no such message in it');
        return answerTo(services, session, {
          conversation: body.model === undefined ? conversation : { ...conversation, model: body.model },
          question,
        });
      },
    ),
    personRoute(
      {
        method: 'POST',
        path: '/api/conversations/:id/messages/:message/stop',
        access: 'chat',
        summary: 'Stops an answer; what was said stays',
        params: byMessage,
      },
      async ({ session, params }) => {
        await conversations.get(session.scope, conversationId(params.id));
        answers.stop(session.scope, messageId(params.message));
      },
    ),
  ];
}

async function answerTo(
  { parts, answers, hub }: Services,
  session: Session,
  { conversation, question }: { readonly conversation: Conversation; readonly question: MessageId },
): Promise<z.input<typeof messageSchema>> {
  const { conversations } = parts.store;
  const { scope, caller } = session;
  const chosen = conversation.model ?? parts.defaultModel();
  if (chosen === undefined) {
    throw new PlatformError('model.not_found', 'no model is installed', { remedy: 'Fetch one on the page of models.' });
  }
  const history = pathTo(await conversations.messages(scope, conversation.id), question);
  const message = await conversations.addMessage(scope, conversation.id, {
    parent: question,
    role: 'assistant',
    content: '',
    state: 'streaming',
    findings: [],
  });
  try {
    answers.start({
      scope,
      caller,
      conversation: conversation.id,
      message,
      model: chosen,
      prompt: promptOf(conversation, history),
      ...documentsOf(conversation, history),
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const failure = { code: error.code, message: error.message };
    const values = { state: 'failed', error: failure } as const;
    await conversations.changeMessage(scope, conversation.id, { message: message.id, values });
    return presentStored({ ...message, ...values }, undefined);
  }
  const shown = presentStored(message, answers.find(message.id) ?? presentStored(message, undefined));
  hub.publish(conversation.id, { type: 'message', message: shown });
  return shown;
}

/** A collection of the person's project; fails with `collection.not_found`. */
async function findCollection(
  { parts }: Services,
  session: Session,
  id: string | undefined,
): Promise<CollectionId | undefined> {
  return id === undefined ? undefined : (await parts.library.documents.getCollection(projectOf(session), id)).id;
}

function documentsOf({ collection: asked }: Conversation, history: readonly StoredMessage[]) {
  return asked === null ? {} : { documents: { collection: asked, question: history.at(-1)?.content ?? '' } };
}

function promptOf({ instructions }: Conversation, history: readonly StoredMessage[]) {
  const said = history
    .filter(({ content: text }) => text !== '')
    .map((message) => ({ role: message.role, content: withAttachments(message.content, message.attachments) }));
  return instructions === '' ? said : [{ role: 'system' as const, content: instructions }, ...said];
}

function titleOf(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH).trimEnd()}…`;
}
