import type { RecordProofView, RecordView } from '@riad/contracts';
import type { InclusionVerdict } from '@riad/ledger';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { ask } from '../api/client.ts';
import { recordQuery } from '../api/queries.ts';
import { useFormats } from '../i18n/formats.ts';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from '../ui/button.tsx';
import { Badge, describeError, Latin, Loaded, Notice, Page } from '../ui/parts.tsx';
import { describeType } from './ledger-page.tsx';
import { verifyRecord } from './verify-record.ts';

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
      <Loaded query={query}>
        {(record) => (
          <>
            <Verification id={record.id} />
            <Facts record={record} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Checked = { readonly claim: RecordProofView; readonly verdict: InclusionVerdict } | Error;

/** Asks for the proof and checks it here. What was checked can be kept, and checked again without this server. */
function Verification({ id }: { readonly id: string }): ReactNode {
  const t = useMessages();
  const [checked, setChecked] = useState<Checked>();
  const check = async (): Promise<void> => {
    const claim = await ask<RecordProofView>(`/api/ledger/${id}/proof`);
    setChecked({ claim, verdict: verifyRecord(claim) });
  };
  return (
    <section className="stack">
      <div className="buttons">
        <Button look="main" icon="shield" onPress={() => void check().catch(setChecked)}>
          {t('verify.check')}
        </Button>
        <a className="button" href="/api/ledger/checkpoint" download>
          {t('verify.checkpoint')}
        </a>
      </div>
      {checked === undefined ? null : <Outcome checked={checked} />}
    </section>
  );
}

function Outcome({ checked }: { readonly checked: Checked }): ReactNode {
  const t = useMessages();
  const { number } = useFormats();
  if (checked instanceof Error) return <Notice tone="bad">{describeError(t, checked)}</Notice>;
  const { claim, verdict } = checked;
  if (!verdict.ok) return <Notice tone="bad">{t(`verify.bad.${verdict.why}`)}</Notice>;
  return (
    <div className="card stack" data-testid="verified">
      <p>
        <Badge tone="good">{t('verify.good')}</Badge>{' '}
        {t('verify.goodText', { number: number(claim.index), size: number(verdict.size), steps: claim.proof.length })}
      </p>
      <dl className="facts">
        <dt>{t('verify.origin')}</dt>
        <dd>
          <Latin>{verdict.origin}</Latin>
        </dd>
        <dt>{t('verify.key')}</dt>
        <dd>
          <Latin>{claim.verifierKey}</Latin>
        </dd>
        <dt>{t('verify.line')}</dt>
        <dd>
          <code dir="ltr" className="line">
            {claim.record}
          </code>
        </dd>
      </dl>
      <p className="hint">{t('verify.keyHint')}</p>
    </div>
  );
}

function Facts({ record }: { readonly record: RecordView }): ReactNode {
  const t = useMessages();
  const { number, exactTime } = useFormats();
  return (
    <dl className="facts facts-wide">
      <dt>{t('ledger.what')}</dt>
      <dd>{describeType(t, record.type)}</dd>
      <dt>{t('ledger.when')}</dt>
      <dd>{exactTime(record.time)}</dd>
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
