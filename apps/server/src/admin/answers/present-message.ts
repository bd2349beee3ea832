import type { MessageView } from '@riad/contracts';
import type { StoredMessage } from '@riad/store';

/** A stored message as the console shows it; `live` is its state when it is being written right now. */
export function presentMessage(message: StoredMessage, live?: MessageView): MessageView {
  if (live !== undefined) return live;
  const { id, parent, role, content, attachments, state, findings, cited, origin, error, createdAt } = message;
  return {
    id,
    parent,
    role,
    content,
    attachments,
    state,
    findings,
    cited,
    origin,
    error,
    createdAt: createdAt.toISOString(),
  };
}

/** Also of one whose server went away while it was being written. */
export function presentStored(message: StoredMessage, live: MessageView | undefined): MessageView {
  const shown = presentMessage(message, live);
  return live === undefined && shown.state === 'streaming' ? { ...shown, state: 'interrupted' } : shown;
}
