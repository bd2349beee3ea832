import type { CollectionView } from '@riad/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { collectionsQuery } from '../api/documents.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { useMay } from '../shell/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { describeError, Empty, Loaded, Notice, Page } from '../ui/parts.tsx';

export function CollectionsPage(): ReactNode {
  const t = useMessages();
  const query = useQuery(collectionsQuery);
  const mayWrite = useMay('documents.write');
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title={t('nav.collections')}
      lead={t('collections.lead')}
      actions={
        mayWrite ? (
          <Button look="main" icon="plus" onPress={() => setCreating(true)}>
            {t('collections.create')}
          </Button>
        ) : null
      }
    >
      <Loaded query={query}>{({ data }) => <Collections collections={data} />}</Loaded>
      <Dialog title={t('collections.create')} open={creating} onClose={() => setCreating(false)}>
        <CreateForm />
      </Dialog>
    </Page>
  );
}

function Collections({ collections }: { readonly collections: readonly CollectionView[] }): ReactNode {
  const t = useMessages();
  const { bytes } = useFormats();
  if (collections.length === 0) return <Empty icon="folder">{t('collections.none')}</Empty>;
  return (
    <ul className="cards">
      {collections.map(({ id, name, description, documents, bytes: size }) => (
        <li key={id} className="card">
          <header className="card-head">
            <h2>
              <Link to="/collections/$id" params={{ id }} dir="auto">
                {name}
              </Link>
            </h2>
          </header>
          {description === null ? null : <p dir="auto">{description}</p>}
          <p className="hint">
            {t('collections.documents', { count: documents })} · {bytes(size)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function CreateForm(): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [error, setError] = useState<Error>();
  const create = async (): Promise<void> => {
    const { id } = await ask<CollectionView>('/api/collections', { method: 'POST', body: { name } });
    await queries.invalidateQueries(collectionsQuery);
    await navigate({ to: '/collections/$id', params: { id } });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        create().catch(setError);
      }}
    >
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField label={t('collections.name')} value={name} onChange={setName} maxLength={120} isRequired />
      <div className="dialog-actions">
        <Button look="main" type="submit">
          {t('collections.create')}
        </Button>
      </div>
    </form>
  );
}
