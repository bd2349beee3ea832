import type { ControllerView, RegisterEntryView, TransferView } from '@riad/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import { useCountryName } from '../../i18n/country-name.ts';
import { knownKey, useLanguage, useMessages } from '../../i18n/messages.tsx';
import { joinWords, WordList } from '../../i18n/word-list.tsx';
import { useMay } from '../../shell/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Badge, describeError, Latin, Loaded, Notice } from '../../ui/parts.tsx';
import { DataPage } from './data-page.tsx';
import { retentionClass } from './retention-names.ts';
import { useAct } from './use-act.ts';

const registerQuery = queryOptions({
  queryKey: ['register'],
  queryFn: () => ask<{ readonly data: readonly RegisterEntryView[] }>('/api/register'),
});

/** The register of processing, made from the running configuration; a person fills in what no machine knows. */
export function RegisterPage(): ReactNode {
  const t = useMessages();
  const query = useQuery(registerQuery);
  const mayWrite = useMay('data-control.write');
  return (
    <DataPage
      title="data.register"
      lead="register.lead"
      actions={
        <Button icon="book" onPress={() => print()}>
          {t('record.print')}
        </Button>
      }
    >
      <Loaded query={query}>
        {({ data }) => (
          <>
            {data.map((entry) => (
              <Entry key={entry.project} entry={entry} />
            ))}
            {mayWrite ? (
              <div className="columns unprinted">
                <ControllerForm controller={data[0]?.controller ?? null} />
                {data.map((entry) => (
                  <ActivityForm key={entry.project} entry={entry} />
                ))}
              </div>
            ) : null}
          </>
        )}
      </Loaded>
    </DataPage>
  );
}

function Entry({ entry }: { readonly entry: RegisterEntryView }): ReactNode {
  const { t, locale } = useLanguage();
  const { controller } = entry;
  return (
    <article className="card stack">
      <h2>
        <bdi>{entry.project}</bdi>
      </h2>
      {entry.missing.length === 0 ? null : (
        <Notice tone="warn">
          {t('register.missing', {
            fields: joinWords(
              locale,
              entry.missing.map((field) => fieldName(t, field)),
            ),
          })}
        </Notice>
      )}
      <dl className="facts">
        <dt>{t('register.controller')}</dt>
        <dd>
          {controller === null ? (
            '—'
          ) : (
            <>
              <bdi>{controller.name}</bdi> · <bdi>{controller.address}</bdi> · <bdi>{controller.contact}</bdi>
            </>
          )}
        </dd>
        <dt>{t('register.purpose')}</dt>
        <dd>
          <bdi>{entry.purpose ?? '—'}</bdi>
        </dd>
        <dt>{t('register.legalBasis')}</dt>
        <dd>
          <bdi>{entry.legalBasis ?? '—'}</bdi>
        </dd>
        <dt>{t('register.people')}</dt>
        <dd>
          <WordList words={entry.people} />
        </dd>
        <dt>{t('register.categories')}</dt>
        <dd>
          <WordList words={entry.categories} />
        </dd>
        <dt>{t('register.recipients')}</dt>
        <dd>
          <WordList words={entry.recipients} />
        </dd>
        <dt>{t('register.transfers')}</dt>
        <dd>
          <Transfers transfers={entry.transfers} />
        </dd>
        <dt>{t('register.retention')}</dt>
        <dd>
          <ul>
            {entry.retention.map((period) => (
              <li key={period.class}>
                {retentionClass(t, period.class)} ·{' '}
                {period.days === null ? t('retention.unlimited') : t('keys.days', { count: period.days })}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t('register.security')}</dt>
        <dd>
          <ul>
            {entry.measures.map(({ key, values }) => (
              <li key={key}>{t(knownKey(`measure.${key}`), values)}</li>
            ))}
          </ul>
        </dd>
        <dt>{t('register.authority')}</dt>
        <dd>{entry.authorityReference === null ? '—' : <Latin>{entry.authorityReference}</Latin>}</dd>
      </dl>
    </article>
  );
}

function Transfers({ transfers }: { readonly transfers: readonly TransferView[] }): ReactNode {
  const t = useMessages();
  const countryName = useCountryName();
  if (transfers.length === 0) return t('register.noTransfer');
  return (
    <ul>
      {transfers.map(({ upstream, country, adequacy, contract }) => (
        <li key={upstream}>
          <Latin>{upstream}</Latin> · {countryName(country)}{' '}
          <Badge tone={adequacy === 'not-listed' ? 'warn' : 'good'}>{t(`register.adequacy.${adequacy}`)}</Badge>{' '}
          {contract === null ? null : <bdi>{contract}</bdi>}
        </li>
      ))}
    </ul>
  );
}

const named = new Set([
  'controller',
  'purpose',
  'legalBasis',
  'people',
  'categories',
  'recipients',
  'authorityReference',
]);

function fieldName(t: ReturnType<typeof useMessages>, field: string): string {
  return named.has(field) ? t(knownKey(`register.${field}`)) : field;
}

function ControllerForm({ controller }: { readonly controller: ControllerView | null }): ReactNode {
  const t = useMessages();
  const [name, setName] = useState(controller?.name ?? '');
  const [address, setAddress] = useState(controller?.address ?? '');
  const [contact, setContact] = useState(controller?.contact ?? '');
  const { error, busy, run } = useAct(['register']);
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => ask('/api/register/controller', { method: 'POST', body: { name, address, contact } }));
      }}
    >
      <h2>{t('register.controller')}</h2>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField label={t('person.name')} value={name} onChange={setName} maxLength={200} isRequired />
      <TextField label={t('register.address')} value={address} onChange={setAddress} maxLength={500} isRequired />
      <TextField label={t('register.contact')} value={contact} onChange={setContact} maxLength={200} isRequired />
      <Button type="submit" isDisabled={busy}>
        {t('action.save')}
      </Button>
    </form>
  );
}

function ActivityForm({ entry }: { readonly entry: RegisterEntryView }): ReactNode {
  const t = useMessages();
  const [purpose, setPurpose] = useState(entry.purpose ?? '');
  const [legalBasis, setLegalBasis] = useState(entry.legalBasis ?? '');
  const [people, setPeople] = useState(entry.people.join('\n'));
  const [categories, setCategories] = useState(entry.categories.join('\n'));
  const [recipients, setRecipients] = useState(entry.recipients.join('\n'));
  const { error, busy, run } = useAct(['register']);
  const body = {
    project: entry.project,
    purpose,
    legalBasis,
    people: linesOf(people),
    categories: linesOf(categories),
    recipients: linesOf(recipients),
    authorityReference: entry.authorityReference,
  };
  const lines = [
    ['people', people, setPeople],
    ['categories', categories, setCategories],
    ['recipients', recipients, setRecipients],
  ] as const;
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => ask('/api/register/activities', { method: 'POST', body }));
      }}
    >
      <h2>{t('register.activity', { project: entry.project })}</h2>
      {error === undefined ? null : <Notice tone="bad">{describeError(t, error)}</Notice>}
      <TextField label={t('register.purpose')} value={purpose} onChange={setPurpose} maxLength={1000} isRequired />
      <TextField
        label={t('register.legalBasis')}
        value={legalBasis}
        onChange={setLegalBasis}
        maxLength={500}
        isRequired
      />
      {lines.map(([name, value, onChange]) => (
        <TextField
          key={name}
          label={t(`register.${name}`)}
          hint={t('field.oneALine')}
          rows={2}
          value={value}
          onChange={onChange}
        />
      ))}
      <Button type="submit" isDisabled={busy}>
        {t('action.save')}
      </Button>
    </form>
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
