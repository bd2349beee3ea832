import type { DocumentView } from '@riad/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { collectionQuery, collectionsQuery, type CollectionWithDocuments } from '../api/documents.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { AskCollection } from '../parts/ask-collection.tsx';
import { Quality } from '../parts/document-quality.tsx';
import { DropZone } from '../parts/drop-zone.tsx';
import { useMay } from '../shell/session.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Badge, describeError, Empty, Loaded, Page } from '../ui/parts.tsx';
import { Table } from '../ui/table.tsx';

const tones = { queued: 'calm', extracting: 'warn', indexing: 'warn', ready: 'good', failed: 'bad' } as const;

export function CollectionPage(): ReactNode {
  const t = useMessages();
  const { id } = useParams({ strict: false });
  const query = useQuery(collectionQuery(id ?? ''));
  const mayWrite = useMay('documents.write');
  const mayChat = useMay('chat');
  return (
    <Page
      title={query.data?.collection.name ?? t('nav.collections')}
      actions={mayWrite ? <DeleteCollection id={id ?? ''} /> : null}
    >
      <Loaded query={query}>
        {(data) => (
          <>
            {mayChat && data.documents.length > 0 ? (
              <>
                <AskCollection collection={data.collection.id} />
                <Link to="/" search={{ collection: data.collection.id }} className="button button-plain">
                  {t('chat.askCollection')}
                </Link>
              </>
            ) : null}
            <Documents {...data} />
            {mayWrite ? <DropZone collection={data.collection.id} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Documents({ collection, documents }: CollectionWithDocuments): ReactNode {
  const t = useMessages();
  const { bytes } = useFormats();
  if (documents.length === 0) return <Empty icon="file">{t('collection.none')}</Empty>;
  return (
    <Table
      label={t('collection.table')}
      columns={[
        t('document.name'),
        t('document.state'),
        t('document.quality'),
        t('document.size'),
        { title: t('table.actions'), look: 'unseen' },
      ]}
    >
      {documents.map((document) => (
        <tr key={document.id}>
          <th scope="row" dir="auto">
            <Link to="/documents/$id" params={{ id: document.id }} search={{ page: 1 }}>
              {document.name}
            </Link>
          </th>
          <td>
            <State document={document} />
          </td>
          <td>
            <Quality {...document} problems={document.qualityProblems} />
          </td>
          <td>{bytes(document.bytes)}</td>
          <td className="table-actions">
            <Actions collection={collection.id} document={document} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function State({ document: { state, progress, problem } }: { readonly document: DocumentView }): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const underWay = state === 'extracting' || state === 'indexing';
  return (
    <>
      <Badge tone={tones[state]}>{t(`document.${state}`)}</Badge>
      {underWay && progress.total > 0 ? (
        <span className="hint">
          {' '}
          {number(progress.done)} / {number(progress.total)}
        </span>
      ) : null}
      {problem === null ? null : <p className="hint">{describeError(t, problem)}</p>}
    </>
  );
}

function Actions({
  collection,
  document: { id, name },
}: {
  readonly collection: string;
  readonly document: DocumentView;
}): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  if (!useMay('documents.write')) return null;
  const act = async (path: string, method: 'POST' | 'DELETE'): Promise<void> => {
    await ask(path, { method, ...(method === 'POST' ? { body: {} } : {}) });
    await queries.invalidateQueries(collectionQuery(collection));
  };
  return (
    <>
      <IconButton
        icon="retry"
        label={t('document.reread')}
        onPress={() => void act(`/api/documents/${id}/reprocess`, 'POST')}
      />
      <IconButton
        icon="trash"
        label={t('document.delete', { name })}
        onPress={() => void act(`/api/documents/${id}`, 'DELETE')}
      />
    </>
  );
}

function DeleteCollection({ id }: { readonly id: string }): ReactNode {
  const t = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    await ask(`/api/collections/${id}`, { method: 'DELETE' });
    await queries.invalidateQueries(collectionsQuery);
    await navigate({ to: '/collections' });
  };
  return (
    <>
      <Button icon="trash" onPress={() => setAsking(true)}>
        {t('collection.delete')}
      </Button>
      <Dialog title={t('collection.delete')} open={asking} onClose={() => setAsking(false)}>
        <p>{t('collection.deleteWarning')}</p>
        <div className="dialog-actions">
          <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
          <Button look="danger" onPress={() => void remove()}>
            {t('action.delete')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
