import { z } from 'zod';

import { createHttpReply } from '../../http/http-reply.ts';
import { makeRequestId } from '../../http/request-id.ts';
import { personRoute, type AdminRoute } from '../admin-route.ts';
import type { Services } from '../services.ts';

/** One request as a program would send it, with the rights and limits of the person: through the gateway like any other. */
export function createPlaygroundRoutes({ parts }: Services): readonly AdminRoute[] {
  return [
    personRoute(
      {
        method: 'POST',
        path: '/api/playground',
        access: 'keys',
        summary: 'Sends a chat completion request as it stands, and answers what the API answers',
        body: z.strictObject({ request: z.looseObject({}) }),
        streams: 'application/json',
      },
      async ({ session, body, response }) => {
        parts.gateway.run({
          id: makeRequestId(),
          operation: 'chat',
          dialect: 'openai',
          identity: { caller: session.caller },
          body: Buffer.from(JSON.stringify({ ...body.request, stream: false })),
          reply: createHttpReply(response, parts.settings.server),
        });
      },
    ),
  ];
}
