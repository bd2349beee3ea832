import { ask } from '../../api/client.ts';
import type { ChatBody } from './request.ts';

export interface TokenChoice {
  readonly token: string;
  readonly logprob: number;
  readonly top_logprobs?: readonly { readonly token: string; readonly logprob: number }[];
}

/** The part of the API's answer that is shown. */
export interface Completion {
  readonly choices: readonly {
    readonly message: {
      readonly content: string | null;
      readonly tool_calls?: readonly {
        readonly function: { readonly name: string; readonly arguments: string };
      }[];
    };
    readonly finish_reason: string | null;
    readonly logprobs?: { readonly content: readonly TokenChoice[] | null } | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | undefined;
}

export type Answer =
  | { readonly completion: Completion; readonly milliseconds: number; readonly error?: never }
  | { readonly error: Error; readonly completion?: never; readonly milliseconds?: never };

export async function send(body: ChatBody): Promise<Answer> {
  const started = performance.now();
  try {
    const completion = await ask<Completion>('/api/playground', { method: 'POST', body: { request: body } });
    return { completion, milliseconds: performance.now() - started };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
