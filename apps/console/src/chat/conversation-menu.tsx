import type { ConversationView } from '@riad/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { memo, useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, TextField } from '../ui/fields.tsx';
import { Icon } from '../ui/icon.tsx';

/** Rename, instruct, export and delete. */
interface ConversationMenuProps {
  readonly conversation: ConversationView;
}

/** Drawn again when what it changes has changed, and not with every word of an answer. */
export const ConversationMenu = memo(
  Menu,
  ({ conversation: before }, { conversation: after }) =>
    before.id === after.id &&
    before.title === after.title &&
    before.instructions === after.instructions &&
    before.folder === after.folder &&
    before.shared === after.shared,
);

function Menu({ conversation }: ConversationMenuProps): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'settings' | 'delete'>();
  const [title, setTitle] = useState(conversation.title);
  const [instructions, setInstructions] = useState(conversation.instructions);
  const [folder, setFolder] = useState(conversation.folder ?? '');
  const [shared, setShared] = useState(conversation.shared);
  const path = `/api/conversations/${conversation.id}`;

  const save = async (): Promise<void> => {
    const body = {
      ...(title.trim() === '' ? {} : { title }),
      instructions,
      folder: folder.trim() === '' ? null : folder,
      shared,
    };
    await ask(path, { method: 'PATCH', body });
    await queries.invalidateQueries({ queryKey: ['conversation', conversation.id] });
    await queries.invalidateQueries({ queryKey: ['conversations'] });
    setOpen(undefined);
  };
  const remove = async (): Promise<void> => {
    await ask(path, { method: 'DELETE' });
    queries.removeQueries({ queryKey: ['conversation', conversation.id] });
    await queries.invalidateQueries({ queryKey: ['conversations'] });
    await navigate({ to: '/' });
  };
  return (
    <div className="row">
      <IconButton icon="sliders" label={t('chat.settings')} onPress={() => setOpen('settings')} />
      <a
        className="icon-button icon-button-quiet"
        href={`${path}/export`}
        download
        aria-label={t('chat.export')}
        title={t('chat.export')}
      >
        <Icon name="download" />
      </a>
      <IconButton icon="trash" label={t('chat.delete')} onPress={() => setOpen('delete')} />
      <Dialog title={t('chat.settings')} open={open === 'settings'} onClose={() => setOpen(undefined)}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField label={t('chat.title')} value={title} onChange={setTitle} maxLength={200} />
          <TextField
            label={t('chat.folder')}
            hint={t('chat.folderHint')}
            value={folder}
            onChange={setFolder}
            maxLength={80}
          />
          <TextField
            label={t('chat.instructions')}
            hint={t('chat.instructionsHint')}
            value={instructions}
            onChange={setInstructions}
            rows={5}
            maxLength={20_000}
          />
          <Checkbox label={t('chat.share')} hint={t('chat.shareHint')} isSelected={shared} onChange={setShared} />
          <div className="dialog-actions">
            <Button onPress={() => setOpen(undefined)}>{t('action.cancel')}</Button>
            <Button look="main" type="submit">
              {t('action.save')}
            </Button>
          </div>
        </form>
      </Dialog>
      <Dialog title={t('chat.delete')} open={open === 'delete'} onClose={() => setOpen(undefined)}>
        <p>{t('chat.deleteQuestion')}</p>
        <div className="dialog-actions">
          <Button onPress={() => setOpen(undefined)}>{t('action.cancel')}</Button>
          <Button look="danger" onPress={() => void remove()}>
            {t('action.delete')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
