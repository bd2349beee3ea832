import type { RecordView, ResidencyView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { ledgerQuery } from '../../api/queries.ts';
import { findingKey } from '../../i18n/finding-names.ts';
import { useFormats } from '../../i18n/formats.ts';
import { localeFacts } from '../../i18n/locales.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { Empty, Latin, Loaded } from '../../ui/parts.tsx';
import { Table } from '../../ui/table.tsx';
import { DataPage } from './data-page.tsx';

const residencyQuery = queryOptions({
  queryKey: ['residency'],
  queryFn: () => ask<ResidencyView>('/api/register/residency'),
});

/** What the guard found, day by day, and which countries were reached. */
export function OverviewPage(): ReactNode {
  const t = useMessages();
  const records = useQuery(ledgerQuery);
  const residency = useQuery(residencyQuery);
  return (
    <DataPage title="nav.data" lead="data.lead">
      <section className="section">
        <h2>{t('data.findings')}</h2>
        <p className="hint">{t('data.findingsHint')}</p>
        <Loaded query={records}>{({ data }) => <Findings records={data} />}</Loaded>
      </section>
      <section className="section">
        <h2>{t('data.countries')}</h2>
        <Loaded query={residency}>{(found) => <Countries residency={found} />}</Loaded>
      </section>
    </DataPage>
  );
}

interface Day {
  readonly day: string;
  readonly counts: ReadonlyMap<string, number>;
}

function Findings({ records }: { readonly records: readonly RecordView[] }): ReactNode {
  const t = useMessages();
  const { day: formatDay, number } = useFormats();
  const days = byDay(records);
  const types = [...new Set(days.flatMap(({ counts }) => [...counts.keys()]))].toSorted();
  if (types.length === 0) return <Empty icon="shield">{t('data.noFindings')}</Empty>;
  const most = Math.max(...days.flatMap(({ counts }) => [...counts.values()]));
  return (
    <Table label={t('data.findings')} columns={[t('data.day'), ...types.map((type) => t(findingKey(type)))]}>
      {days.map(({ day, counts }) => (
        <tr key={day}>
          <th scope="row">{formatDay(day)}</th>
          {types.map((type) => (
            <td key={type}>
              <Bar value={counts.get(type) ?? 0} most={most} text={number(counts.get(type) ?? 0)} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Bar({
  value,
  most,
  text,
}: {
  readonly value: number;
  readonly most: number;
  readonly text: string;
}): ReactNode {
  return (
    <span className="bar">
      <progress max={most} value={value} aria-hidden="true" />
      {text}
    </span>
  );
}

function byDay(records: readonly RecordView[]): readonly Day[] {
  const days = new Map<string, Map<string, number>>();
  for (const { type, time, facts } of records) {
    const { findings } = facts;
    const opened = type === 'request.open' || type === 'request.refused';
    if (!opened || typeof findings !== 'object' || findings === null || Array.isArray(findings)) continue;
    const day = time.slice(0, 10);
    const counts = days.get(day) ?? new Map<string, number>();
    days.set(day, counts);
    for (const [name, count] of Object.entries(findings)) counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return [...days]
    .map(([day, counts]) => ({ day, counts }))
    .toSorted((left, right) => right.day.localeCompare(left.day));
}

/** Names in place of a drawn map: they can be read aloud, and no border has to be taken a side on. */
function Countries({ residency: { data, from, to } }: { readonly residency: ResidencyView }): ReactNode {
  const t = useMessages();
  const { locale } = useLanguage();
  const { number, date } = useFormats();
  const names = new Intl.DisplayNames(localeFacts[locale].intl, { type: 'region' });
  const nameOf = (country: string): string => (country === 'local' ? t('data.here') : (names.of(country) ?? country));
  const abroad = data.filter(({ country, opened }) => country !== 'local' && opened > 0);
  return (
    <>
      <p className="hint">{t('data.span', { from: date(from), to: date(to) })}</p>
      <ul className="countries">
        <li className="country country-here">{t('data.here')}</li>
        {[...new Set(abroad.map(({ country }) => country))].map((country) => (
          <li key={country} className="country">
            {nameOf(country)}
          </li>
        ))}
      </ul>
      {abroad.length === 0 ? <p>{t('data.nothingLeft')}</p> : null}
      {data.length === 0 ? null : (
        <Table
          label={t('data.countries')}
          columns={[
            t('data.country'),
            t('data.server'),
            t('data.purpose'),
            { title: t('data.opened'), look: 'numeric' },
            { title: t('data.refused'), look: 'numeric' },
          ]}
        >
          {data.map((row) => (
            <tr key={`${row.purpose} ${row.host}`}>
              <th scope="row">{nameOf(row.country)}</th>
              <td>
                <Latin>{row.host}</Latin>
              </td>
              <td>
                <Latin>{row.purpose}</Latin>
              </td>
              <td className="numeric">{number(row.opened)}</td>
              <td className="numeric">{number(row.refused)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
