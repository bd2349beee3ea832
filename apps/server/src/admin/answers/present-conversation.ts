import { makeId, parseId, type ConversationId, type ConversationView, type MessageId } from '@riad/contracts';
import type { Conversation } from '@riad/store';

export function presentConversation({
  id,
  title,
  folder,
  model,
  instructions,
  collection,
  shared,
  updatedAt,
}: Conversation): ConversationView {
  return { id, title, folder, model, instructions, collection, shared, updatedAt: updatedAt.toISOString() };
}

/** An id that cannot be one names nothing: the store says so. */
export function conversationId(text: string): ConversationId {
  return parseId('cnv', text) ?? makeId('cnv', 'unknown');
}

export function messageId(text: string): MessageId {
  return parseId('msg', text) ?? makeId('msg', 'unknown');
}
