import {
  systemClock,
  type Caller,
  type KeyDirectory,
  type NamedUse,
  type RequestId,
  type Scope,
} from '@riad/contracts';
import { findCaller, type Dialect, type Gateway, type Identity, type Reply } from '@riad/gateway';
import type { DocumentAnswer } from '@riad/knowledge';

import { chatAs, type ChatUsage } from '../../knowledge/chat-as.ts';
import type { Library } from '../../knowledge/library.ts';
import { presentGrounded, streamGrounded, type Grounded } from './present-grounded.ts';
import { mayBeGrounded, readGrounded, type GroundedRequest } from './read-grounded.ts';

export interface GroundedExchange {
  readonly id: RequestId;
  readonly dialect: Dialect;
  readonly identity: Identity;
  readonly conversation?: string;
  readonly use?: NamedUse;
  readonly body: Buffer;
  readonly reply: Reply;
}

/**
 * Chats that search documents first. The passages go into the prompt, the prompt goes through the gateway like every other,
 * so that guard, policy, surrogates and ledger see it whole, and the answer is held to the passages before it is shown.
 */
export interface GroundedChat {
  /** False: surely an ordinary chat. */
  mayTake(body: Buffer): boolean;
  /** Answers; an ordinary chat goes on to the gateway. Fails with what is to be answered. */
  run(exchange: GroundedExchange): Promise<void>;
}

export interface GroundedChatOptions {
  readonly gateway: Gateway;
  readonly keys: KeyDirectory;
  readonly library: Library;
}

type Headers = Readonly<Record<string, string>>;
const noTokens: ChatUsage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
/** Of the gateway's answer, what says where this one went. */
const passedOn = ['x-riad-record', 'x-riad-target', 'x-riad-guard'];

export function createGroundedChat({ gateway, keys, library }: GroundedChatOptions): GroundedChat {
  async function answer(
    exchange: GroundedExchange,
    request: GroundedRequest,
    caller: Caller,
  ): Promise<{ readonly answer: DocumentAnswer; readonly usage: ChatUsage; readonly headers: Headers }> {
    const scope: Scope = { organisationId: caller.organisationId, projectId: caller.projectId };
    const collections = await Promise.all(
      request.collections.map(async (id) => (await library.documents.getCollection(scope, id)).id),
    );
    let usage = noTokens;
    let headers: Headers = {};
    const chat = chatAs({
      gateway,
      caller,
      conversation: exchange.conversation,
      use: exchange.use,
      metadata: request.metadata,
      maxTokens: request.maxTokens,
      onHead: (sent) => void (headers = sent),
      onUsage: (used) => void (usage = used),
    });
    const found = await library.askWith(chat, scope, {
      text: request.question,
      collections,
      model: request.model,
      history: request.history,
      ...(request.limit === undefined ? {} : { limit: request.limit }),
    });
    return { answer: found, usage, headers };
  }

  return {
    mayTake: mayBeGrounded,
    async run(exchange) {
      const request = readGrounded(exchange.body);
      if (request === undefined) {
        gateway.run({ operation: 'chat', ...exchange });
        return;
      }
      const caller = await findCaller(exchange.identity, keys);
      const { answer: found, usage, headers } = await answer(exchange, request, caller);
      const scope: Scope = { organisationId: caller.organisationId, projectId: caller.projectId };
      const fileIds = await Promise.all(
        found.passages.map(
          async ({ documentId }) => (await library.documents.get(scope, documentId)).fileId ?? documentId,
        ),
      );
      const grounded: Grounded = {
        id: `chatcmpl-${exchange.id}`,
        created: Math.floor(systemClock.now() / 1000),
        request,
        answer: found,
        usage,
        fileIds,
        dialect: exchange.dialect,
      };
      send(exchange, grounded, headers);
    },
  };
}

function send({ id, reply }: GroundedExchange, grounded: Grounded, headers: Headers): void {
  const own = {
    ...Object.fromEntries(passedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
    'x-request-id': id,
    'mistral-correlation-id': id,
  };
  if (grounded.request.stream) {
    reply.head(200, { ...own, 'content-type': 'text/event-stream; charset=utf-8' });
    for (const event of streamGrounded(grounded)) reply.write(Buffer.from(event));
    reply.end();
    return;
  }
  const body = Buffer.from(JSON.stringify(presentGrounded(grounded)));
  reply.head(200, {
    ...own,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
  });
  reply.end(body);
}
