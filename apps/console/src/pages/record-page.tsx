import type { RecordView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { recordQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { Latin, Loaded, Page } from '../ui/parts.tsx';
import { describeType } from './ledger-page.tsx';

export function RecordPage(): ReactNode {
  const t = useMessages();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(recordQuery(id));
  return (
    <Page
      title={t('record.title')}
      lead={t('record.lead')}
      actions={
        <Button icon="download" onPress={() => globalThis.print()}>
          {t('record.print')}
        </Button>
      }
    >
      <p className="trail">
        <Link to="/ledger">{t('nav.ledger')}</Link>
      </p>
      <Loaded query={query}>{(record) => <Facts record={record} />}</Loaded>
    </Page>
  );
}

function Facts({ record }: { readonly record: RecordView }): ReactNode {
  const t = useMessages();
  const { number, time } = useFormats();
  return (
    <dl className="facts facts-wide">
      <dt>{t('ledger.what')}</dt>
      <dd>{describeType(t, record.type)}</dd>
      <dt>{t('ledger.when')}</dt>
      <dd>{time(record.time)}</dd>
      <dt>{t('ledger.number')}</dt>
      <dd>{number(record.index)}</dd>
      <dt>{t('record.id')}</dt>
      <dd>
        <Latin>{record.id}</Latin>
      </dd>
      {Object.entries(record.facts).map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

/** Facts keep the names that the ledger's format gives them: they are what a verifier reads. */
function Fact({ name, value }: { readonly name: string; readonly value: RecordView['facts'][string] }): ReactNode {
  return (
    <>
      <dt>
        <Latin>{name}</Latin>
      </dt>
      <dd>
        <Latin>{typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '—')}</Latin>
      </dd>
    </>
  );
}
