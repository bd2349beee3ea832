import type { MessageId } from '@riad/contracts';
import type { StoredMessage } from '@riad/store';

/** The messages from the first one down to `last`: what a model reads of a conversation with branches. */
export function pathTo(messages: readonly StoredMessage[], last: MessageId | null): readonly StoredMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: StoredMessage[] = [];
  for (let at = last; at !== null;) {
    const message = byId.get(at);
    if (message === undefined || path.length > messages.length) break;
    path.push(message);
    at = message.parent;
  }
  return path.toReversed();
}
