import type { Gateway } from '@riad/gateway';

import { makeRequestId } from '../../http/request-id.ts';
import { createAnswerReply } from './answer-reply.ts';
import type { AnswerSource } from './answer-source.ts';

/** The model alone, word by word. */
export function answerByModel(gateway: Gateway): AnswerSource {
  return ({ caller, conversation, model, prompt }, listener) => {
    const { reply, stop } = createAnswerReply(listener);
    gateway.run({
      id: makeRequestId(),
      operation: 'chat',
      dialect: 'openai',
      identity: { caller },
      conversation,
      body: Buffer.from(JSON.stringify({ model, stream: true, messages: prompt })),
      reply,
    });
    return { stop };
  };
}
