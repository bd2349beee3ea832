import { join } from 'node:path';

import { systemClock } from '@riad/contracts';

import type { Parts } from '../compose.ts';
import type { RequestListener } from '../http/data-plane.ts';
import { answerByModel } from './answers/answer-by-model.ts';
import { answerFromDocuments } from './answers/answer-from-documents.ts';
import { createAnswers } from './answers/answers.ts';
import { createConversationHub } from './answers/conversation-hub.ts';
import { createApiServer } from './api-server.ts';
import { createModelPulls } from './model-pulls.ts';
import { createOpenStreams } from './open-streams.ts';
import { createAllRoutes } from './routes/all-routes.ts';
import { loadSessionSecret } from './sessions/session-secret.ts';
import { createSessions } from './sessions/create-sessions.ts';
import { createSignInAttempts } from './sessions/sign-in-attempts.ts';
import { createWaysIn } from './sessions/ways-in.ts';

export interface ControlPlane {
  readonly handle: RequestListener;
  close(): Promise<void>;
}

/** Everything under `/api`, wired. Loaded when the first browser comes: a server without people does without its libraries. */
export async function createControlPlane(parts: Parts, address: string): Promise<ControlPlane> {
  const { store, gateway, library, models, logger, folder } = parts;
  const secret = loadSessionSecret(join(folder.keys, 'session-secret'));
  const sessions = createSessions({ store, secret });
  const hub = createConversationHub();
  const answers = createAnswers({
    sources: { model: answerByModel(gateway), documents: answerFromDocuments(gateway, library) },
    conversations: store.conversations,
    hub,
    logger,
  });
  const streams = createOpenStreams({ sessions, logger, onRevoked: ({ scope }) => answers.stopAll(scope) });
  const pulls = createModelPulls({ models, logger });
  const routes = createAllRoutes({
    parts,
    address,
    sessions,
    attempts: createSignInAttempts(systemClock),
    ...createWaysIn(parts, secret),
    answers,
    hub,
    streams,
    pulls,
    findIn: (text) => (parts.guard.inspect([text])[0] ?? []).map(({ type, start, end }) => ({ type, start, end })),
  });
  const server = await createApiServer({ routes, sessions, logger });
  return {
    handle: server.handle,
    async close() {
      streams.close();
      pulls.close();
      await answers.close();
      await server.close();
    },
  };
}
