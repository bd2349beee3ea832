import type { AttachmentView } from '@riad/contracts';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { FileTrigger, TextArea, TextField } from 'react-aria-components';

import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/parts.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { useKeptDraft } from './kept-draft.ts';
import { accepted, readAttachments, type Refusal } from './read-attachments.ts';

interface ComposerProps {
  readonly draft: string;
  /** What this is an answer to: what is written is kept for it. */
  readonly place: string;
  readonly onSend: (content: string, attachments: readonly AttachmentView[]) => Promise<void>;
  /** There is an answer under way. */
  readonly onStop?: () => void;
  /** An earlier question is being rewritten. */
  readonly onCancel?: () => void;
  readonly tools?: ReactNode;
}

/** Direction marks in pasted text can hide what it says. */
const hidden = /[\u202A-\u202E\u2066-\u2069]/g;

export function Composer({ draft, place, onSend, onStop, onCancel, tools }: ComposerProps): ReactNode {
  const t = useMessages();
  const [text, setText] = useKeptDraft(place, draft);
  const [files, setFiles] = useState<readonly AttachmentView[]>([]);
  const [refusal, setRefusal] = useState<Refusal>();
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const ready = text.trim() !== '' && !sending && onStop === undefined;

  const send = (): void => {
    if (!ready) return;
    setSending(true);
    const content = text.trim();
    setText('');
    setFiles([]);
    onSend(content, files)
      .catch(() => {
        setText(content);
        setFiles(files);
      })
      .finally(() => setSending(false));
  };
  const attach = async (chosen: readonly File[]): Promise<void> => {
    const { read, refused } = await readAttachments(chosen, files);
    setFiles([...files, ...read]);
    setRefusal(refused);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- files may be dropped on it; a button does the same
    <form
      ref={form}
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void attach([...event.dataTransfer.files]);
      }}
    >
      {refusal === undefined ? null : <Notice tone="warn">{t(`attach.${refusal.why}`, { name: refusal.name })}</Notice>}
      <AttachmentList attachments={files} onRemove={(name) => setFiles(files.filter((file) => file.name !== name))} />
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
        <div className="composer-tools">
          <FileTrigger
            allowsMultiple
            acceptedFileTypes={accepted}
            onSelect={(list) => void attach(list === null ? [] : [...list])}
          >
            <IconButton icon="attach" label={t('attach.add')} />
          </FileTrigger>
          {tools}
        </div>
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
