import type { UsageRow } from '@riad/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { pricesQuery } from '../api/budgets.ts';
import { usageQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/fields.tsx';
import { Empty, Latin, Loaded, Page } from '../ui/parts.tsx';
import { Table } from '../ui/table.tsx';
import { DayChart, measures, type Measure } from './day-chart.tsx';
import { Budgets } from './usage/budgets.tsx';

const spans = [7, 30, 90] as const;

export function UsagePage(): ReactNode {
  const t = useMessages();
  const [days, setDays] = useState<number>(30);
  const query = useQuery(usageQuery(days));
  return (
    <Page
      title={t('nav.usage')}
      lead={t('usage.lead')}
      actions={
        <Select
          bare
          label={t('usage.span')}
          value={String(days)}
          onChange={(id) => setDays(Number(id))}
          choices={spans.map((count) => ({ id: String(count), label: t('usage.days', { count }) }))}
        />
      }
    >
      <Budgets />
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? <Empty icon="chart">{t('usage.none')}</Empty> : <Usage rows={data} days={days} />
        }
      </Loaded>
    </Page>
  );
}

interface Sum {
  readonly name: string;
  readonly model: string;
  readonly requests: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number;
}

function Usage({ rows, days }: { readonly rows: readonly UsageRow[]; readonly days: number }): ReactNode {
  const t = useMessages();
  const { number, money } = useFormats();
  const [measure, setMeasure] = useState<Measure>('requests');
  const currency = useQuery(pricesQuery).data?.currency;
  const hasCost = currency !== undefined && rows.some(({ cost }) => cost !== null);
  const shownMeasures = measures.filter((id) => id !== 'cost' || hasCost);
  const total = (pick: (row: UsageRow) => number): number => rows.reduce((sum, row) => sum + pick(row), 0);
  const nameOf = (row: { readonly key: string; readonly keyName: string }): string =>
    row.key === 'assistant' ? t('usage.assistant') : row.keyName;
  const sums: readonly Sum[] = [...Map.groupBy(rows, (row) => `${row.key} ${row.model}`).values()].flatMap((group) => {
    const first = group[0];
    if (first === undefined) return [];
    const of = (pick: (row: UsageRow) => number): number => group.reduce((sum, row) => sum + pick(row), 0);
    return [
      {
        name: nameOf(first),
        model: first.model,
        requests: of((row) => row.requests),
        failed: of((row) => row.failed),
        promptTokens: of((row) => row.promptTokens),
        completionTokens: of((row) => row.completionTokens),
        cost: of((row) => row.cost ?? 0),
      },
    ];
  });
  return (
    <>
      <dl className="figures">
        <Figure label={t('usage.requests')} value={number(total((row) => row.requests))} />
        <Figure label={t('usage.tokensIn')} value={number(total((row) => row.promptTokens))} />
        <Figure label={t('usage.tokensOut')} value={number(total((row) => row.completionTokens))} />
        <Figure label={t('usage.failed')} value={number(total((row) => row.failed))} />
        {hasCost ? (
          <Figure
            label={t('usage.cost')}
            value={money(
              total((row) => row.cost ?? 0),
              currency,
            )}
          />
        ) : null}
      </dl>
      <div className="chart-box">
        <Select
          bare
          label={t('usage.measure')}
          value={measure}
          choices={shownMeasures.map((id) => ({ id, label: t(`usage.${id}`) }))}
          onChange={(id) => setMeasure(measures.find((known) => known === id) ?? measure)}
        />
        <DayChart rows={rows} days={days} measure={measure} />
      </div>
      <div className="section-head">
        <h2>{t('usage.byKey')}</h2>
        <Button icon="download" onPress={() => saveCsv(rows)}>
          {t('usage.csv')}
        </Button>
      </div>
      <Table
        label={t('usage.byKey')}
        columns={[
          t('usage.key'),
          t('chat.model'),
          { title: t('usage.requests'), look: 'numeric' },
          { title: t('usage.tokensIn'), look: 'numeric' },
          { title: t('usage.tokensOut'), look: 'numeric' },
          { title: t('usage.failed'), look: 'numeric' },
          ...(hasCost ? [{ title: t('usage.cost'), look: 'numeric' } as const] : []),
        ]}
      >
        {sums.map((sum) => (
          <tr key={`${sum.name} ${sum.model}`}>
            <th scope="row">
              <bdi>{sum.name}</bdi>
            </th>
            <td>
              <Latin>{sum.model}</Latin>
            </td>
            <td className="numeric">{number(sum.requests)}</td>
            <td className="numeric">{number(sum.promptTokens)}</td>
            <td className="numeric">{number(sum.completionTokens)}</td>
            <td className="numeric">{number(sum.failed)}</td>
            {hasCost ? <td className="numeric">{money(sum.cost, currency)}</td> : null}
          </tr>
        ))}
      </Table>
    </>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function saveCsv(rows: readonly UsageRow[]): void {
  const columns = [
    'day',
    'project',
    'keyName',
    'model',
    'target',
    'requests',
    'failed',
    'promptTokens',
    'completionTokens',
    'cost',
  ] as const;
  const lines = [
    columns.join(','),
    ...rows.map((row) => columns.map((column) => csvCell(String(row[column] ?? ''))).join(',')),
  ];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
  link.download = 'riad-usage.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A cell that a spreadsheet would take for a formula is kept as text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
