import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { TextArea, TextField } from 'react-aria-components';

import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';

interface ComposerProps {
  readonly draft: string;
  readonly onSend: (content: string) => Promise<void>;
  /** There is an answer under way. */
  readonly onStop?: () => void;
  /** An earlier question is being rewritten. */
  readonly onCancel?: () => void;
  readonly tools?: ReactNode;
}

/** Direction marks in pasted text can hide what it says. */
const hidden = /[\u202A-\u202E\u2066-\u2069]/g;

export function Composer({ draft, onSend, onStop, onCancel, tools }: ComposerProps): ReactNode {
  const t = useMessages();
  const [text, setText] = useState(draft);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const ready = text.trim() !== '' && !sending && onStop === undefined;

  const send = (): void => {
    if (!ready) return;
    setSending(true);
    const content = text.trim();
    setText('');
    onSend(content)
      .catch(() => setText(content))
      .finally(() => setSending(false));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      ref={form}
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        aria-label={t('chat.question')}
        value={text}
        onChange={(value) => setText(value.replaceAll(hidden, ''))}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- what an assistant is opened for
        autoFocus
      >
        <TextArea
          className="composer-text"
          placeholder={t('chat.question')}
          dir="auto"
          rows={Math.min(10, Math.max(2, text.split('\n').length))}
          onKeyDown={onKeyDown}
        />
      </TextField>
      <div className="composer-row">
        <div className="composer-tools">{tools}</div>
        {onCancel === undefined ? null : (
          <Button look="quiet" onPress={onCancel}>
            {t('action.cancel')}
          </Button>
        )}
        {onStop === undefined ? (
          <IconButton look="main" icon="send" label={t('chat.send')} type="submit" isDisabled={!ready} />
        ) : (
          <IconButton look="main" icon="stop" label={t('chat.stop')} onPress={onStop} />
        )}
      </div>
    </form>
  );
}
