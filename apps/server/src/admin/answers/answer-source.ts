import type { Caller, CollectionId, ConversationId, DocumentAnswerView } from '@riad/contracts';

import type { AnswerListener } from './answer-reply.ts';

/** What is to be answered, and how. */
export interface Asked {
  readonly caller: Caller;
  readonly conversation: ConversationId;
  readonly model: string;
  /** The conversation so far, the question last. */
  readonly prompt: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
  /** Present: the answer comes from these documents and from nothing else. */
  readonly documents?: { readonly collection: CollectionId; readonly question: string };
}

export interface SourceListener extends AnswerListener {
  /** After the text: the places that support it. */
  onCited(cited: DocumentAnswerView): void;
}

/** Begins an answer; what comes of it is told to the listener. Nothing is told after `stop`. */
export type AnswerSource = (asked: Asked, listener: SourceListener) => { stop(): void };
