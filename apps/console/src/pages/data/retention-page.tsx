import type { RetentionRunView, RetentionView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useMessages } from '../../i18n/messages.tsx';
import { usePersonName } from '../../shell/person-name.ts';
import { useMay } from '../../shell/session.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Loaded, Notice } from '../../ui/parts.tsx';
import { Table } from '../../ui/table.tsx';
import { DataPage } from './data-page.tsx';
import { retentionClass, retentionReason } from './retention-names.ts';
import { saveJson } from './save-file.ts';
import { useAct } from './use-act.ts';

const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: () => ask<RetentionView>('/api/retention'),
});

/** How long each class of data is kept, what holds stop, and the certificate of what was deleted. */
export function RetentionPage(): ReactNode {
  const query = useQuery(retentionQuery);
  const mayWrite = useMay('data-control.write');
  return (
    <DataPage title="data.retention" lead="retention.lead">
      <Loaded query={query}>
        {(found) => (
          <>
            <Periods found={found} />
            {mayWrite ? <Run /> : null}
            <Holds found={found} />
            {mayWrite ? <Forms found={found} /> : null}
          </>
        )}
      </Loaded>
    </DataPage>
  );
}

function Periods({ found: { data } }: { readonly found: RetentionView }): ReactNode {
  const t = useMessages();
  return (
    <Table
      label={t('data.retention')}
      columns={[t('retention.class'), t('retention.period'), t('register.purpose'), t('retention.holds')]}
    >
      {data.map((rule) => (
        <tr key={rule.class}>
          <th scope="row">{retentionClass(t, rule.class)}</th>
          <td>
            {rule.days === null ? t('retention.unlimited') : t('keys.days', { count: rule.days })}{' '}
            {rule.source === 'default' ? <Badge tone="calm">{t('retention.default')}</Badge> : null}
          </td>
          <td>
            <bdi>{retentionReason(t, rule)}</bdi>
          </td>
          <td>{rule.holds.length === 0 ? '—' : <Badge tone="warn">{rule.holds.length}</Badge>}</td>
        </tr>
      ))}
    </Table>
  );
}

function Run(): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  const [result, setResult] = useState<RetentionRunView>();
  const { error, busy, run } = useAct(['retention']);
  const go = (dryRun: boolean): void =>
    run(async () =>
      setResult(await ask<RetentionRunView>('/api/retention/runs', { method: 'POST', body: { dryRun } })),
    );
  return (
    <section className="section" aria-live="polite">
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <div className="buttons">
        <Button isDisabled={busy} onPress={() => go(true)}>
          {t('retention.count')}
        </Button>
        <Button look="danger" isDisabled={busy || result === undefined} onPress={() => go(false)}>
          {t('retention.delete')}
        </Button>
      </div>
      <p className="hint">{t('retention.deleteHint')}</p>
      {result === undefined ? null : (
        <Notice tone="calm">
          <p>{result.dryRun ? t('retention.would') : t('retention.did')}</p>
          <ul>
            {Object.entries(result.deleted).map(([name, count]) => (
              <li key={name}>
                {retentionClass(t, name)} · {number(count)}
              </li>
            ))}
          </ul>
          {result.certificate === undefined ? null : (
            <Button icon="download" onPress={() => saveJson('retention-certificate.json', result)}>
              {t('rights.certificate')}
            </Button>
          )}
        </Notice>
      )}
    </section>
  );
}

function Holds({ found: { holds } }: { readonly found: RetentionView }): ReactNode {
  const t = useMessages();
  const { date } = useFormats();
  const nameOf = usePersonName();
  const mayWrite = useMay('data-control.write');
  const { error, run } = useAct(['retention']);
  if (holds.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('retention.holds')}</h2>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <ul className="checks">
        {holds.map((hold) => (
          <li key={hold.id} className="check">
            <div className="grow">
              <strong>{retentionClass(t, hold.class)}</strong> · <bdi>{hold.reason}</bdi>
              <p className="hint">
                {date(hold.placedAt)} · <bdi>{nameOf(hold.placedBy)}</bdi>
              </p>
            </div>
            {hold.releasedAt === null ? (
              mayWrite ? (
                <Button onPress={() => run(() => ask(`/api/holds/${hold.id}`, { method: 'DELETE' }))}>
                  {t('retention.release')}
                </Button>
              ) : (
                <Badge tone="warn">{t('retention.held')}</Badge>
              )
            ) : (
              <Badge tone="calm">{t('retention.released')}</Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Forms({ found: { data } }: { readonly found: RetentionView }): ReactNode {
  const t = useMessages();
  const classes = data.map((rule) => ({ id: rule.class, label: retentionClass(t, rule.class) }));
  const [period, setPeriod] = useState({ class: classes[0]?.id ?? '', days: '', purpose: '' });
  const [hold, setHold] = useState({ class: 'all', reason: '' });
  const { error, busy, run } = useAct(['retention']);
  return (
    <div className="columns">
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(() => ask('/api/retention/periods', { method: 'POST', body: { ...period, days: Number(period.days) } }));
        }}
      >
        <h2>{t('retention.change')}</h2>
        {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
        <Select
          label={t('retention.class')}
          value={period.class}
          choices={classes}
          onChange={(id) => setPeriod({ ...period, class: id })}
        />
        <TextField
          label={t('retention.days')}
          latin
          inputMode="numeric"
          pattern="\d{1,5}"
          value={period.days}
          onChange={(days) => setPeriod({ ...period, days })}
          isRequired
        />
        <TextField
          label={t('register.purpose')}
          value={period.purpose}
          onChange={(purpose) => setPeriod({ ...period, purpose })}
          minLength={3}
          maxLength={500}
          isRequired
        />
        <Button type="submit" isDisabled={busy}>
          {t('action.save')}
        </Button>
      </form>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(() => ask('/api/holds', { method: 'POST', body: hold }));
        }}
      >
        <h2>{t('retention.place')}</h2>
        <Select
          label={t('retention.class')}
          value={hold.class}
          choices={[{ id: 'all', label: t('retention.class.all') }, ...classes]}
          onChange={(id) => setHold({ ...hold, class: id })}
        />
        <TextField
          label={t('rights.reason')}
          value={hold.reason}
          onChange={(reason) => setHold({ ...hold, reason })}
          minLength={3}
          maxLength={2000}
          isRequired
        />
        <Button type="submit" isDisabled={busy}>
          {t('retention.place')}
        </Button>
      </form>
    </div>
  );
}
