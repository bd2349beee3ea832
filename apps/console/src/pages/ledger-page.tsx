import type { RecordView } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ledgerQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { recordTypes } from '../i18n/record-types.ts';
import { knownKey, useMessages, type Translate } from '../i18n/messages.tsx';
import { Select } from '../ui/fields.tsx';
import { Badge, Empty, Latin, Loaded, Page } from '../ui/parts.tsx';
import { Table } from '../ui/table.tsx';

const filters = ['all', 'requests', 'refusals', 'administration'] as const;
type Filter = (typeof filters)[number];

const accepts: Readonly<Record<Filter, (record: RecordView) => boolean>> = {
  all: () => true,
  requests: ({ type }) => type.startsWith('request.'),
  refusals: ({ type }) => type === 'request.refused',
  administration: ({ type }) => !type.startsWith('request.'),
};

export function LedgerPage(): ReactNode {
  const t = useMessages();
  const [filter, setFilter] = useState<Filter>('all');
  const query = useQuery({ ...ledgerQuery, refetchInterval: 5000 });
  return (
    <Page
      title={t('nav.ledger')}
      lead={t('ledger.lead')}
      actions={
        <Select
          bare
          label={t('ledger.filter')}
          value={filter}
          onChange={(id) => setFilter(filters.find((known) => known === id) ?? 'all')}
          choices={filters.map((id) => ({ id, label: t(`ledger.filter.${id}`) }))}
        />
      }
    >
      <Loaded query={query}>
        {({ data }) => {
          const records = data.filter(accepts[filter]);
          return records.length === 0 ? <Empty icon="book">{t('ledger.none')}</Empty> : <Records records={records} />;
        }}
      </Loaded>
    </Page>
  );
}

function Records({ records }: { readonly records: readonly RecordView[] }): ReactNode {
  const t = useMessages();
  const { exactTime, number } = useFormats();
  return (
    <Table
      label={t('nav.ledger')}
      columns={[t('ledger.number'), t('ledger.what'), t('chat.model'), t('ledger.decision'), t('ledger.when')]}
    >
      {records.map((record) => (
        <tr key={record.id}>
          <th scope="row">
            <Link to="/ledger/$id" params={{ id: record.id }}>
              {number(record.index)}
            </Link>
          </th>
          <td>{describeType(t, record.type)}</td>
          <td>{typeof record.facts['model'] === 'string' ? <Latin>{record.facts['model']}</Latin> : '—'}</td>
          <td>
            <Decision record={record} />
          </td>
          <td className="unbroken">{exactTime(record.time)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Decision({ record }: { readonly record: RecordView }): ReactNode {
  const t = useMessages();
  const { decision } = record.facts;
  if (record.type === 'request.refused') return <Badge tone="bad">{t('decision.refused')}</Badge>;
  if (typeof decision !== 'string') return '—';
  const tone = decisions.get(decision);
  return tone === undefined ? '—' : <Badge tone={tone}>{t(knownKey(`decision.${decision}`))}</Badge>;
}

const decisions: ReadonlyMap<string, 'good' | 'calm' | 'bad'> = new Map([
  ['allow', 'good'],
  ['pseudonymise', 'calm'],
  ['keep-local', 'calm'],
]);

/** What kind of record it is, in words; a kind that has none keeps its own name. */
export function describeType(t: Translate, type: string): string {
  return recordTypes.has(type) ? t(knownKey(`record.${type}`)) : type;
}
