import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DropZone as AriaDropZone, FileTrigger, Label, ProgressBar, Text } from 'react-aria-components';

import { addDocument, collectionQuery } from '../api/documents.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { describeError, Notice } from '../ui/parts.tsx';

interface Sending {
  readonly name: string;
  readonly share: number;
}

/** Files dropped or chosen go one after the other; each says how far it is, and why it was not taken. */
export function DropZone({ collection }: { readonly collection: string }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending>();
  const [remarks, setRemarks] = useState<readonly string[]>([]);
  const remark = (text: string): void => setRemarks((before) => [...before, text]);
  const sendAll = async (files: readonly File[]): Promise<void> => {
    setRemarks([]);
    for (const file of files) {
      setSending({ name: file.name, share: 0 });
      try {
        const { existed } = await addDocument(collection, file, (share) => setSending({ name: file.name, share }));
        if (existed) remark(t('collection.existed', { name: file.name }));
      } catch (error) {
        remark(`${file.name} : ${describeError(t, error instanceof Error ? error : new Error(String(error)))}`);
      }
      await queries.invalidateQueries(collectionQuery(collection));
    }
    setSending(undefined);
  };
  return (
    <AriaDropZone
      className="drop-zone"
      onDrop={({ items }) => {
        const dropped = items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []));
        void Promise.all(dropped).then(sendAll);
      }}
    >
      <Text slot="label">{t('collection.drop')}</Text>
      <FileTrigger allowsMultiple onSelect={(list) => void sendAll([...(list ?? [])])}>
        <Button icon="plus" look="main">
          {t('collection.choose')}
        </Button>
      </FileTrigger>
      <p className="hint">{t('collection.dropHint')}</p>
      {sending === undefined ? null : <SendingBar sending={sending} />}
      {remarks.map((text) => (
        <Notice key={text} tone="warn">
          {text}
        </Notice>
      ))}
    </AriaDropZone>
  );
}

function SendingBar({ sending: { name, share } }: { readonly sending: Sending }): ReactNode {
  const t = useMessages();
  return (
    <ProgressBar value={share * 100} className="progress">
      {({ percentage }) => (
        <>
          <Label>
            <bdi>{t('collection.sending', { name })}</bdi>
          </Label>
          <span className="progress-track">
            <span
              className="progress-fill"
              ref={(element) => {
                element?.style.setProperty('inline-size', `${percentage ?? 0}%`);
              }}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
