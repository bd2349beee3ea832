import type { PageView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { documentQuery, pageQuery } from '../api/documents.ts';
import { useMessages } from '../i18n/messages.tsx';
import { imageAddress, readPlace, type Place } from '../parts/citation-place.ts';
import { Quality } from '../parts/document-quality.tsx';
import { IconButton } from '../ui/button.tsx';
import { Loaded, Notice, Page } from '../ui/parts.tsx';

/** A page of a document as it was printed, with the cited words marked, and beside it what was read of it. */
export function DocumentPage(): ReactNode {
  const t = useMessages();
  const { id = '' } = useParams({ strict: false });
  const place = readPlace(useSearch({ strict: false }));
  const document = useQuery(documentQuery(id));
  const page = useQuery(pageQuery(id, place.page));
  return (
    <Page title={document.data?.name ?? t('document.name')}>
      <Loaded query={page}>
        {(read) => (
          <>
            <Pager id={id} page={read} />
            {read.reliable ? null : <Notice tone="warn">{t('document.unreliable')}</Notice>}
            <p>
              <Quality {...read} />
            </p>
            <div className="document-page">
              {read.drawn ? <PageImage id={id} place={place} /> : null}
              <section aria-label={t('document.read')}>
                <h2>{t('document.read')}</h2>
                <div className="document-text" dir="auto">
                  {read.text}
                </div>
              </section>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function PageImage({ id, place }: { readonly id: string; readonly place: Place }): ReactNode {
  const t = useMessages();
  const { page } = place;
  const alt = place.passage === undefined ? t('document.image', { page }) : t('document.imageMarked', { page });
  return <img className="document-image" src={imageAddress(id, place)} alt={alt} />;
}

function Pager({ id, page: { number, of } }: { readonly id: string; readonly page: PageView }): ReactNode {
  const t = useMessages();
  const navigate = useNavigate();
  const go = (page: number): void => void navigate({ to: '/documents/$id', params: { id }, search: { page } });
  return (
    <nav className="pager" aria-label={t('document.pageOf', { page: number, of })}>
      <IconButton icon="back" label={t('document.before')} isDisabled={number <= 1} onPress={() => go(number - 1)} />
      <span>{t('document.pageOf', { page: number, of })}</span>
      <IconButton icon="next" label={t('document.after')} isDisabled={number >= of} onPress={() => go(number + 1)} />
    </nav>
  );
}
