import type { AttachmentView } from '@riad/contracts';
import { useState, type ReactNode } from 'react';

import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Files of a question; each opens to show the very text that the model reads. */
export function AttachmentList({
  attachments,
  onRemove,
}: {
  readonly attachments: readonly AttachmentView[];
  readonly onRemove?: (name: string) => void;
}): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const [open, setOpen] = useState<AttachmentView>();
  if (attachments.length === 0) return null;
  return (
    <ul className="attachments" aria-label={t('attach.list')}>
      {attachments.map((attachment) => (
        <li key={attachment.name} className="attachment">
          <Button look="quiet" icon="book" onPress={() => setOpen(attachment)}>
            <bdi>{attachment.name}</bdi>
          </Button>
          <span className="hint">{t('attach.length', { count: number(attachment.text.length) })}</span>
          {onRemove === undefined ? null : (
            <IconButton
              icon="close"
              label={t('attach.remove', { name: attachment.name })}
              onPress={() => onRemove(attachment.name)}
            />
          )}
        </li>
      ))}
      <Dialog title={open?.name ?? ''} open={open !== undefined} onClose={() => setOpen(undefined)}>
        <pre className="attachment-text" dir="auto">
          {open?.text}
        </pre>
      </Dialog>
    </ul>
  );
}
