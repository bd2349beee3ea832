import type { Caller, NamedUse } from '@riad/contracts';
import type { Gateway } from '@riad/gateway';
import type { AnswerPorts } from '@riad/knowledge';
import { z } from 'zod';

import { callGateway } from './call-gateway.ts';

const usageSchema = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number(),
});
export type ChatUsage = z.infer<typeof usageSchema>;

const chatAnswerSchema = z.looseObject({
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string().nullable() }) })).min(1),
  usage: usageSchema.optional(),
});

export interface ChatAs {
  readonly gateway: Gateway;
  readonly caller: Caller;
  /** Values replaced for remote models are kept under it. */
  readonly conversation?: string | undefined;
  /** What the data is used for, as the request names it. */
  readonly use?: NamedUse | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly maxTokens?: number | undefined;
  /** Aborted: nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Told where the request went, and what it took. */
  readonly onHead?: (headers: Readonly<Record<string, string>>) => void;
  readonly onUsage?: (usage: ChatUsage) => void;
}

/** A model asked about documents on behalf of somebody: their policy, their limits, their name in the ledger. */
export function chatAs(options: ChatAs): AnswerPorts['chat'] {
  const { gateway, caller, conversation, use, metadata, maxTokens, signal, onHead, onUsage } = options;
  return async (_scope, asked) => {
    const answer = await callGateway(gateway, {
      operation: 'chat',
      caller,
      ...(conversation === undefined ? {} : { conversation }),
      ...(use === undefined ? {} : { use }),
      ...(signal === undefined ? {} : { signal }),
      ...(onHead === undefined ? {} : { onHead }),
      body: {
        model: asked.model ?? 'default',
        messages: asked.messages,
        max_tokens: maxTokens ?? asked.maxTokens,
        temperature: 0,
        ...(metadata === undefined ? {} : { metadata }),
      },
    });
    const { choices, usage } = chatAnswerSchema.parse(answer);
    if (usage !== undefined) onUsage?.(usage);
    return choices[0]?.message.content ?? '';
  };
}
