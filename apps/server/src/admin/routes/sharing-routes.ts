import {
  PlatformError,
  receivedSchema,
  sharedConversationSchema,
  sharedWithMessagesSchema,
  type ReceivedView,
} from '@riad/contracts';
import { z } from 'zod';

import { personRoute, type AdminRoute } from '../admin-route.ts';
import { conversationId, messageId, presentConversation } from '../answers/present-conversation.ts';
import { presentStored } from '../answers/present-message.ts';
import { whatWasSent } from '../answers/what-was-sent.ts';
import type { Services } from '../services.ts';

/** Conversations that others of the project share, to read; and what a model was given of one's own words. */
export function createSharingRoutes({ parts, answers }: Services): readonly AdminRoute[] {
  const { conversations, sharedConversations } = parts.store;
  return [
    personRoute(
      {
        method: 'GET',
        path: '/api/shared',
        access: 'chat',
        summary: 'Conversations that others of the project share, newest first',
        answer: z.strictObject({ data: z.array(sharedConversationSchema) }),
      },
      async ({ session: { scope, project } }) => {
        const found = await sharedConversations.list(
          { organisationId: scope.organisationId, projectId: project.id },
          scope.userId,
        );
        return { data: found.map((each) => ({ ...presentConversation(each), by: each.by })) };
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/shared/:id',
        access: 'chat',
        summary: 'A shared conversation with its messages, to read',
        params: z.strictObject({ id: z.string().max(80) }),
        answer: sharedWithMessagesSchema,
      },
      async ({ session: { scope, project }, params }) => {
        const found = await sharedConversations.find(
          { organisationId: scope.organisationId, projectId: project.id },
          conversationId(params.id),
        );
        if (found === undefined) throw new PlatformError('conversation.not_found', 'no such conversation is shared');
        const { conversation, messages } = found;
        return {
          ...presentConversation(conversation),
          by: conversation.by,
          messages: messages.map((message) => presentStored(message, answers.find(message.id))),
        };
      },
    ),
    personRoute(
      {
        method: 'GET',
        path: '/api/conversations/:id/messages/:message/received',
        access: 'chat',
        summary: 'What the model that answered was given of the question, in the words it saw',
        params: z.strictObject({ id: z.string().max(80), message: z.string().max(80) }),
        answer: receivedSchema,
      },
      async ({ session, params }): Promise<ReceivedView> => {
        const id = conversationId(params.id);
        const messages = await conversations.messages(session.scope, id);
        const answer = messages.find((message) => message.id === messageId(params.message));
        const question = messages.find((message) => message.id === answer?.parent);
        if (answer === undefined || question === undefined)
          throw new PlatformError('conversation.not_found', 'there is no such answer in it');
        return whatWasSent(parts, { caller: session.caller, conversation: id, question, origin: answer.origin });
      },
    ),
  ];
}
